/**
 * A machine's chart laid out in layers: a state stands below the first state that leads to it. Ways forward run down, ways back run up at
 * the side. What can happen in any state is a stub at the state it leads to.
 */
import { path } from 'd3';
import type { Font, Measure } from './label.ts';

export interface ChartState {
  readonly id: string;
  readonly label: string;
}

export interface ChartTransition {
  /** Null: from any state. */
  readonly from: string | null;
  readonly to: string;
  /** Empty where it happens by itself. */
  readonly event: string;
  readonly guard: string | null;
  readonly always: boolean;
  /** Written on a state around `from`: true of many states at once, so it is drawn for the present one only. */
  readonly inherited: boolean;
}

export interface MachineChart {
  readonly initial: string;
  readonly states: readonly ChartState[];
  readonly transitions: readonly ChartTransition[];
}

export interface StateBox {
  readonly id: string;
  readonly label: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Edge {
  readonly key: string;
  readonly from: string;
  readonly to: string;
  readonly path: string;
  readonly head: string;
}

export interface Stub {
  readonly key: string;
  readonly to: string;
  readonly x: number;
  readonly y: number;
}

export interface ChartLayout {
  readonly boxes: readonly StateBox[];
  readonly edges: readonly Edge[];
  readonly stubs: readonly Stub[];
  readonly start: { readonly x: number; readonly y: number; readonly path: string };
  readonly height: number;
}

const BOX = 28;
const LAYER = 62;
const TOP = 34;
const PAD = 10;
const MARGIN = 26;
export const chartFont: Font = { size: 12, weight: 600, mono: false };

/** Steps from the start along what the machine itself does; states reached from anywhere only come last. */
function ranks({ initial, states, transitions }: MachineChart): Map<string, number> {
  const rank = new Map([[initial, 0]]);
  const follow = (ways: readonly ChartTransition[]) => {
    const queue = [...rank.keys()];
    for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
      for (const { from, to } of ways) {
        if (from !== id || rank.has(to)) continue;
        rank.set(to, (rank.get(id) ?? 0) + 1);
        queue.push(to);
      }
    }
  };
  follow(transitions.filter(({ inherited }) => !inherited));
  follow(transitions);
  const last = Math.max(...rank.values());
  for (const { id } of states) if (!rank.has(id)) rank.set(id, last + 1);
  return rank;
}

/** Boxes of a layer side by side; a layer too wide for the room goes on below. */
function place(chart: MachineChart, room: number, measure: Measure): Map<string, StateBox> {
  const rank = ranks(chart);
  const layers: ChartState[][] = [];
  for (const state of chart.states) (layers[rank.get(state.id) ?? 0] ??= []).push(state);
  const boxes = new Map<string, StateBox>();
  let row = 0;
  for (const layer of layers) {
    const lines: { state: ChartState; width: number }[][] = [[]];
    let used = 0;
    for (const state of layer ?? []) {
      const width = Math.ceil(measure(state.label, chartFont)) + PAD * 2;
      if (used > 0 && used + width + 16 > room - MARGIN * 2) {
        lines.push([]);
        used = 0;
      }
      lines.at(-1)?.push({ state, width });
      used += width + 16;
    }
    for (const line of lines) {
      const total = line.reduce((sum, it) => sum + it.width, 0) + 16 * (line.length - 1);
      let x = (room - total) / 2;
      for (const { state, width } of line) {
        boxes.set(state.id, { ...state, x, y: TOP + row * LAYER, width, height: BOX });
        x += width + 16;
      }
      if (line.length > 0) row += 1;
    }
  }
  return boxes;
}

const arrowHead = (x: number, y: number, dx: number, dy: number): string => {
  const length = Math.hypot(dx, dy) || 1;
  const [ux, uy] = [(dx / length) * 6, (dy / length) * 6];
  const round = (value: number) => Math.round(value * 10) / 10;
  return `M${round(x - ux - uy * 0.6)},${round(y - uy + ux * 0.6)}L${round(x)},${round(y)}L${round(x - ux + uy * 0.6)},${round(y - uy - ux * 0.6)}`;
};

/** How ends share a side: the i-th of n. */
const spread = (box: StateBox, i: number, n: number): number => box.x + (box.width * (i + 1)) / (n + 1);

/**
 * Ways by which a machine came from one state to another in one turn, each as the key of its edge: directly, or through states that it
 * leaves by itself. Empty: the chart knows none.
 */
export function wayBetween({ transitions }: MachineChart, from: string, to: string): readonly string[] {
  const ways = [{ at: from, keys: [] as readonly string[] }];
  const seen = new Set([from]);
  for (const { at, keys } of ways) {
    for (const next of transitions) {
      if (next.from !== at || (keys.length > 0 && !next.always)) continue;
      const longer = [...keys, `${at} ${next.to}`];
      if (next.to === to) return longer;
      if (!seen.has(next.to)) ways.push({ at: next.to, keys: longer });
      seen.add(next.to);
    }
  }
  return [];
}

/** `current`: the present state, whose every way out is drawn. `arrived`: keys of the ways by which it was reached, drawn in any case. */
export function layoutChart(
  chart: MachineChart,
  room: number,
  measure: Measure,
  current = '',
  arrived: readonly string[] = [],
): ChartLayout {
  const boxes = place(chart, room, measure);
  const pairs = [
    ...new Set(
      chart.transitions
        .filter(
          ({ from, to, inherited }) =>
            from !== null && from !== to && (!inherited || from === current || arrived.includes(`${from} ${to}`)),
        )
        .map(({ from, to }) => `${from}\n${to}`),
    ),
  ]
    .map((pair) => pair.split('\n') as [string, string])
    .map(([from, to]) => ({ from: boxes.get(from), to: boxes.get(to) }))
    .filter((it): it is { from: StateBox; to: StateBox } => it.from !== undefined && it.to !== undefined);
  const down = pairs.filter(({ from, to }) => to.y > from.y);
  const outOf = (id: string) => down.filter(({ from }) => from.id === id).toSorted((a, b) => a.to.x - b.to.x);
  const into = (id: string) => down.filter(({ to }) => to.id === id).toSorted((a, b) => a.from.x - b.from.x);
  let back = 0;
  const edges = pairs.map((pair): Edge => {
    const { from, to } = pair;
    const line = path();
    let head: string;
    if (to.y > from.y) {
      const outs = outOf(from.id);
      const ins = into(to.id);
      const x1 = spread(from, outs.indexOf(pair), outs.length);
      const x2 = spread(to, ins.indexOf(pair), ins.length);
      const y1 = from.y + BOX;
      line.moveTo(x1, y1);
      line.bezierCurveTo(x1, y1 + 22, x2, to.y - 22, x2, to.y - 1);
      head = arrowHead(x2, to.y - 1, 0, 1);
    } else {
      // Back up, or across: around by the nearer side, each a little further out than the last.
      const right = (from.x + from.width / 2 + to.x + to.width / 2) / 2 >= room / 2;
      const out = 4 + (back++ % 5) * 4;
      const side = right
        ? Math.min(room - 3, Math.max(from.x + from.width, to.x + to.width) + out + 6)
        : Math.max(3, Math.min(from.x, to.x) - out - 6);
      const [x1, x2] = right ? [from.x + from.width, to.x + to.width] : [from.x, to.x];
      const y1 = from.y + BOX * 0.35;
      const y2 = to.y + BOX * 0.65;
      line.moveTo(x1, y1);
      line.bezierCurveTo(side, y1, side, y2, x2 + (right ? 1 : -1), y2);
      head = arrowHead(x2 + (right ? 1 : -1), y2, right ? -1 : 1, 0);
    }
    return { key: `${from.id} ${to.id}`, from: from.id, to: to.id, path: line.toString(), head };
  });
  const anywhere = [...new Set(chart.transitions.filter(({ from }) => from === null).map(({ to }) => to))];
  const stubs = anywhere.flatMap((to): Stub[] => {
    const box = boxes.get(to);
    return box === undefined ? [] : [{ key: `any ${to}`, to, x: box.x, y: box.y + BOX / 2 }];
  });
  const first = boxes.get(chart.initial);
  const start =
    first === undefined
      ? { x: 0, y: 0, path: '' }
      : { x: first.x + first.width / 2, y: 10, path: arrowHead(first.x + first.width / 2, first.y - 1, 0, 1) };
  const bottom = Math.max(0, ...[...boxes.values()].map(({ y }) => y + BOX));
  return { boxes: [...boxes.values()], edges, stubs, start, height: bottom + 12 };
}

/** A machine's chart as plain data, read from its very definition, so that the picture cannot drift from the code. */
import { machines } from '../sim/index.ts';
import type { ChartState, ChartTransition, MachineChart } from './geometry/statechart.ts';

type Machine = (typeof machines)[keyof typeof machines];
type StateNode = Machine['root'];

const guardName = (guard: unknown): string | null =>
  typeof guard === 'string' ? guard : typeof guard === 'object' && guard !== null && 'type' in guard ? String(guard.type) : null;

const idOf = (node: StateNode): string => node.path.join('.');

function transitionsOf(node: StateNode): ChartTransition[] {
  const all = [...node.transitions].flatMap(([event, list]) => list.map((it) => ({ event, always: false, it })));
  const always = (node.always ?? []).map((it) => ({ event: '', always: true, it }));
  return [...always, ...all].flatMap(({ event, always: spontaneous, it }) =>
    (it.target ?? []).map((target) => ({
      from: node.path.length === 0 ? null : idOf(node),
      to: idOf(target),
      event,
      guard: guardName(it.guard),
      always: spontaneous,
      inherited: false,
    })),
  );
}

function walk(node: StateNode, states: ChartState[], transitions: ChartTransition[]): void {
  const inner = Object.values(node.states);
  if (node.path.length > 0 && inner.length === 0) states.push({ id: idOf(node), label: node.key });
  transitions.push(...transitionsOf(node));
  for (const child of inner) walk(child, states, transitions);
}

/** The innermost first state. */
function firstOf(node: StateNode): string {
  const initial = node.initial?.target[0];
  return initial === undefined ? idOf(node) : firstOf(initial);
}

/** A composite target means its first state; a composite source speaks for each of its states. */
function flatten(machine: Machine, states: readonly ChartState[], transitions: readonly ChartTransition[]): ChartTransition[] {
  const leaf = new Set(states.map(({ id }) => id));
  const inside = (id: string) => states.filter((state) => state.id.startsWith(`${id}.`)).map(({ id: own }) => own);
  const entry = (id: string) => (leaf.has(id) ? id : firstOf(nodeAt(machine.root, id)));
  return transitions.flatMap((it) => {
    const to = entry(it.to);
    const inherited = it.from !== null && !leaf.has(it.from);
    const sources = inherited ? inside(it.from ?? '') : [it.from];
    return sources.map((from) => ({ ...it, from, to, inherited }));
  });
}

const nodeAt = (root: StateNode, id: string): StateNode => id.split('.').reduce((node, key) => node.states[key] ?? node, root);

export function chartOf(kind: keyof typeof machines): MachineChart {
  const machine = machines[kind];
  const states: ChartState[] = [];
  const transitions: ChartTransition[] = [];
  walk(machine.root, states, transitions);
  return { initial: firstOf(machine.root), states, transitions: flatten(machine, states, transitions) };
}

/** `{a: {b: 'c'}}` → `a.b.c`: XState's value as the id of a state. */
export function stateId(value: unknown): string {
  if (typeof value === 'string') return value;
  const [entry] = Object.entries(value as Record<string, unknown>);
  return entry === undefined ? '' : `${entry[0]}.${stateId(entry[1])}`;
}

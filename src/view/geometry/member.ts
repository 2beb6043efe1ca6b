/** A consumer in its group's box: badge and line pattern, state in words, heartbeat trace, what it holds and how far it lags. */
import type { Box, Point } from './box.ts';
import { fitLabel, fitNameLabel, label, type Label, type Tone } from './label.ts';
import type { GroupModel, MemberModel } from './model.ts';
import type { Draft } from './draft.ts';
import type { Thing } from './thing.ts';

export type MemberDensity = 'full' | 'medium' | 'compact' | 'badge';

/** Heartbeats as spikes on a line that ends now: they slide with time by one transform. */
export interface Trace {
  readonly box: Box;
  /** Spikes in pixels relative to the newest heartbeat. */
  readonly path: string;
  readonly newest: number | null;
  /** Pixels per ms. */
  readonly speed: number;
  /** Silence longer than this is worth a colour. */
  readonly lateAfter: number;
}

export interface MemberCard {
  readonly key: string;
  readonly thing: Thing;
  readonly box: Box;
  readonly density: MemberDensity;
  readonly badge: {
    readonly x: number;
    readonly y: number;
    readonly radius: number;
    readonly text: string;
    /** A static member (KIP-345): square. */ readonly fixed: boolean;
  };
  readonly labels: readonly Label[];
  /** Says how long nothing was heard: the text needs the time. */
  readonly silent: { readonly label: Label; readonly since: number } | null;
  readonly trace: Trace | null;
  readonly down: boolean;
  readonly tone: Tone;
  readonly entry: Point;
  readonly name: string;
}

/** Consumers have no hue: a number and the pattern of their lines tell them apart. */
const patterns = ['', '9 4', '2 4', '9 4 2 4', '14 4', '5 4', '9 4 2 4 2 4', '2 3 2 8'];

export interface Badge {
  readonly text: string;
  /** stroke-dasharray of its ribbons. */
  readonly dash: string;
}

/** The numbers of a group's processes: that of its own name (`billing-2` is 2) where it is free, else the first free one. Later ones change nothing. */
function numbersOf(processes: readonly string[]): Map<string, number> {
  const taken = new Set<number>();
  return new Map(
    processes.map((id) => {
      let number = Number(/(?:^|\D)(\d{1,2})$/.exec(id)?.[1] ?? 0);
      if (number === 0 || taken.has(number)) for (number = 1; taken.has(number);) number++;
      taken.add(number);
      return [id, number];
    }),
  );
}

/** What tells a group's consumers apart, for all their lives. The first group counts 1, 2, 3, the next A, B, C, the one after a, b, c. */
export function badgesOf({ processes }: Pick<GroupModel, 'processes'>, groupIndex: number): Map<string, Badge> {
  const first = groupIndex % 2 === 1 ? 65 : 97;
  return new Map(
    [...numbersOf(processes)].map(([id, number]) => {
      const text = groupIndex === 0 || number > 26 ? String(number) : String.fromCharCode(first + number - 1);
      return [id, { text, dash: patterns[(number - 1) % patterns.length] ?? '' }];
    }),
  );
}

export function memberHeight(density: MemberDensity, { scale, layers }: Draft): number {
  const live = layers.has('prefetch');
  if (density === 'badge') return scale.tiny + 15;
  if (density === 'compact') return scale.name + 15;
  if (density === 'medium') return scale.name + 15 + scale.tiny + 10;
  return scale.name + 15 + scale.tiny + 6 + (live ? 26 + scale.tiny + 8 : 4);
}

const partitionsOf = (member: MemberModel) => Object.values(member.assignment).reduce((sum, list) => sum + list.length, 0);

/** Records behind the end of the log, over what it holds; null before anything was committed. */
export function lagOf(member: MemberModel, group: GroupModel): number | null {
  let lag: number | null = null;
  for (const offset of group.offsets) {
    if (member.assignment[offset.topic]?.includes(offset.partition) !== true || offset.lag === null) continue;
    lag = (lag ?? 0) + offset.lag;
  }
  return lag;
}

function traceOf(member: MemberModel, box: Box): Trace {
  const interval = Number(member.settings['heartbeat.interval.ms'] ?? 3000);
  const speed = box.width / (interval * 10);
  const newest = member.heartbeats.at(-1) ?? null;
  const h = box.height;
  const spike = (at: number) =>
    `M${(-at - 6).toFixed(1)},0l2,${(-h * 0.55).toFixed(1)}l3,${(h * 0.85).toFixed(1)}l2,${(-h * 0.3).toFixed(1)}`;
  const path = newest === null ? '' : member.heartbeats.map((at) => spike((newest - at) * speed)).join('');
  return { box, path, newest, speed, lateAfter: interval * 1.5 };
}

export function memberOf(
  member: MemberModel,
  group: GroupModel,
  badge: string,
  box: Box,
  edge: number,
  density: MemberDensity,
  draft: Draft,
): MemberCard {
  const { scale, measure, words, layers } = draft;
  const session = group.sessions[member.id];
  const owns = partitionsOf(member) > 0;
  const given = member.settings['group.instance.id'];
  const instance = typeof given === 'string' ? given : null;
  // It still believes in what the coordinator has taken away.
  const zombie = group.coordinated && session === undefined && owns;
  const state = words.memberState(zombie ? { ...member, state: 'zombie' } : member, owns, group.state === 'Stable');
  const down = state.tone === 'alert';
  const live = layers.has('prefetch');
  const radius = density === 'badge' ? Math.floor(box.height / 2) - 1 : scale.tiny - 1;
  const first = density === 'full' || density === 'medium' ? 6 + radius + 1 : box.height / 2;
  const middle =
    density === 'badge' ? { x: box.x + box.width / 2, y: box.y + box.height / 2 } : { x: box.x + 8 + radius, y: box.y + first };
  const left = box.x + 10;
  const inner = box.width - 20;
  const labels: Label[] = [];
  let silent: MemberCard['silent'] = null;
  let trace: Trace | null = null;
  const heard = session?.heardAt ?? member.heartbeats.at(-1);
  const gone = down && !zombie && heard !== undefined;
  if (density !== 'badge') {
    const nameX = middle.x + radius + 8;
    const baseline = middle.y + scale.name * 0.36;
    const name = label(nameX, baseline, member.id, scale.name, { weight: 700, tone: down ? 'alert' : 'ink' });
    const stateText = label(left, 0, state.text, scale.tiny, { tone: state.tone, weight: state.tone === 'muted' ? 400 : 600 });
    const lag = lagOf(member, group);
    const lagText = lag === null ? '' : words.lag(lag);
    if (density === 'full') {
      labels.push(fitNameLabel(name, box.x + box.width - 8 - nameX, measure));
      let y = middle.y + radius + scale.tiny + 3;
      const placed = { ...stateText, y };
      if (gone) silent = { label: placed, since: heard };
      else labels.push(fitLabel(placed, inner, measure));
      const term = label(left + inner, y, instance === null ? member.state : words.staticMember(instance), scale.tiny, {
        mono: true,
        tone: 'muted',
        anchor: 'end',
      });
      const room = inner - Math.max(measure(state.text, stateText), gone ? measure(words.silent(99_900), stateText) : 0) - 10;
      if (measure(term.text, term) <= room) labels.push(term);
      if (live) {
        trace = traceOf(member, { x: left, y: y + 7, width: inner, height: 18 });
        y += 26 + scale.tiny + 4;
        const held = label(left, y, words.prefetched(member.prefetched), scale.tiny, { tone: 'muted' });
        const lagLabel = label(left + inner, y, lagText, scale.tiny, { tone: 'muted', anchor: 'end' });
        const both = measure(held.text, held) + measure(lagText, lagLabel) + 10 <= inner;
        labels.push(lagText !== '' && !both ? { ...lagLabel, x: left, anchor: 'start' } : held);
        if (lagText !== '' && both) labels.push(lagLabel);
      }
    } else {
      const stateWidth = gone ? measure(words.silent(99_900), stateText) : measure(state.text, stateText);
      const end = box.x + box.width - 10;
      const beside = density === 'compact' && end - nameX - stateWidth - 8 >= measure(member.id.slice(0, 6), name);
      labels.push(fitNameLabel(name, (beside ? end - stateWidth - 8 : end) - nameX, measure));
      const second = middle.y + radius + scale.tiny + 4;
      const place = beside ? { ...stateText, x: end, y: baseline, anchor: 'end' as const } : { ...stateText, y: second };
      if (beside || density === 'medium') {
        if (gone) silent = { label: place, since: heard };
        else labels.push(fitLabel(place, inner, measure));
      }
      if (density === 'medium' && live) {
        const from = left + stateWidth + 10;
        const wide = left + inner - from;
        if (wide >= 40) trace = traceOf(member, { x: from, y: second - scale.tiny + 1, width: wide, height: 13 });
      }
    }
  }
  return {
    key: `${group.id}/${member.id}`,
    thing: { kind: 'member', group: group.id, id: member.id },
    box,
    density,
    badge: { ...middle, radius, text: badge, fixed: instance !== null },
    labels,
    silent,
    trace,
    down,
    tone: state.tone,
    entry: { x: density === 'badge' ? edge : box.x, y: box.y + Math.min(first, box.height / 2) },
    name: words.nameMember(member, badge),
  };
}

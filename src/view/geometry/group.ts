/** Consumer groups: a box each with the coordinator's view on top and the members beneath, as full as they fit. */
import type { Box, Point } from './box.ts';
import { fitLabel, fitNameLabel, label, type Label } from './label.ts';
import { badgesOf, memberHeight, memberOf, type MemberCard, type MemberDensity } from './member.ts';
import type { GroupModel, Verdict } from './model.ts';
import { draftOf, type Draft } from './draft.ts';
import type { Keep } from './keep.ts';
import type { Silence } from './silence.ts';
import type { Thing } from './thing.ts';
import { termOf, type StateWords } from './words.ts';

export interface GroupCard {
  readonly key: string;
  readonly thing: Thing;
  readonly box: Box;
  readonly labels: readonly Label[];
  /** Where talk with the coordinator happens. */
  readonly entry: Point;
  readonly rebalancing: boolean;
  /** Members it does not hear from though it still counts them: where that is said, and when the first session ends. */
  readonly silent: { readonly label: Label; readonly count: number; readonly endsAt: number } | null;
  readonly name: string;
}

/** A process of the group that the coordinator does not count: not started, closed, failed, or crashed and expired. */
export interface AbsentCard {
  readonly key: string;
  readonly thing: Thing;
  readonly box: Box;
  readonly labels: readonly Label[];
  readonly down: boolean;
  readonly name: string;
}

type Density = MemberDensity | 'line';

interface Level {
  readonly density: Density;
  /** Lines of its head: the name alone, with its state, or with all the coordinator knows. */
  readonly lines: 1 | 2 | 4;
}

/** From poor to rich. A line counts its members, badges number them, everything else names them. */
const levels: readonly Level[] = [
  { density: 'line', lines: 1 },
  { density: 'badge', lines: 2 },
  { density: 'compact', lines: 2 },
  { density: 'medium', lines: 2 },
  { density: 'medium', lines: 4 },
  { density: 'full', lines: 4 },
];
const poorest: Level = { density: 'line', lines: 1 };

const headHeight = (lines: number, { scale }: Draft) => scale.pad + scale.title + (lines - 1) * (scale.tiny + 5) + 8;
const memberGap = 6;
const badgeGap = 4;
const folds = (density: Density) => density === 'badge' || density === 'line';

function bodyHeight(count: number, density: MemberDensity, width: number, draft: Draft): number {
  if (count === 0) return 0;
  const height = memberHeight(density, draft);
  if (density !== 'badge') return count * (height + memberGap) - memberGap;
  const perRow = Math.max(1, Math.floor((width - draft.scale.pad * 2 + badgeGap) / (height + badgeGap)));
  return Math.ceil(count / perRow) * (height + badgeGap) - badgeGap;
}

/** Processes the coordinator does not count stand below in a line each, or are left out with the badges. */
const absentHeight = ({ scale }: Draft) => scale.tiny + 10;
const absentGap = 4;

function groupHeight(group: GroupModel, { density, lines }: Level, width: number, draft: Draft): number {
  if (density === 'line') return draft.scale.title + 16;
  const absent = density === 'badge' ? 0 : group.absent.length * (absentHeight(draft) + absentGap);
  const body = bodyHeight(group.members.length, density, width, draft);
  return headHeight(lines, draft) + body + absent + (body > 0 || absent > 0 ? draft.scale.pad : 2);
}

export interface GroupPlan {
  readonly group: GroupModel;
  readonly index: number;
  readonly box: Box;
  readonly level: Level;
}

/** The height groups would like to have, with all their processes among their members: it does not change while these come and go. */
export function groupsWish(width: number, groups: readonly GroupModel[], draft: Draft): number {
  const rich = levels.at(-1) ?? poorest;
  const { scale } = draft;
  return groups.reduce((sum, group) => {
    const count = group.members.length + group.absent.length;
    return sum + headHeight(rich.lines, draft) + bodyHeight(count, 'full', width, draft) + scale.pad + scale.gap;
  }, -scale.gap);
}

/** Every group shows at least its name and how many it counts; what room is left makes them richer, level by level, the first ones first. */
export function planGroups(
  column: Box,
  groups: readonly GroupModel[],
  draft: Draft,
): { plans: GroupPlan[]; hidden: number; folded: number } {
  const { gap } = draft.scale;
  const heightOf = (group: GroupModel, level: Level) => groupHeight(group, level, column.width, draft);
  const line = groups.length === 0 ? 0 : heightOf(groups[0] as GroupModel, poorest) + gap;
  const list = groups.slice(0, Math.max(1, Math.floor((column.height + gap) / Math.max(1, line))));
  const chosen = list.map((group) => ({ group, level: poorest, height: heightOf(group, poorest), stuck: false }));
  let left = column.height + gap - chosen.reduce((sum, it) => sum + it.height + gap, 0);
  for (const level of levels)
    for (const it of chosen) {
      const height = heightOf(it.group, level);
      if (it.stuck || height - it.height > left) it.stuck = true;
      else {
        left -= height - it.height;
        it.level = level;
        it.height = height;
      }
    }
  let y = column.y;
  const plans = chosen.map(({ group, level, height }, index): GroupPlan => {
    const box = { x: column.x, y, width: column.width, height };
    y += height + gap;
    return { group, index, box, level };
  });
  const folded = plans
    .filter((it) => folds(it.level.density))
    .reduce((sum, it) => sum + it.group.members.length + it.group.absent.length, 0);
  return { plans, hidden: groups.length - list.length, folded };
}

/** A group in one line: its name, and how many it counts in which state. */
function lineOf(group: GroupModel, left: number, end: number, middle: number, { scale, measure, words }: Draft): Label[] {
  const state = words.groupState(termOf(group));
  const count = words.members(group.members.length);
  const short = state.text.replace(/:.*/, '');
  const wordy = group.members.length === 0 ? short : `${short} · ${count}`;
  const y = middle + scale.tiny * 0.36;
  const said = (text: string) => label(end, y, text, scale.tiny, { tone: state.tone, weight: 600, anchor: 'end' });
  const name = label(left, middle + scale.name * 0.36, group.id, scale.name, { weight: 700 });
  const room = (text: string) => end - left - measure(text, said(text)) - 10;
  const text = room(wordy) >= Math.min(measure(group.id, name), scale.name * 5) ? wordy : count;
  return [fitNameLabel(name, room(text), measure), said(text)];
}

export function groupOf({ group, box, level }: GroupPlan, verdict: Verdict | null, silent: readonly Silence[], draft: Draft): GroupCard {
  const { scale, measure, words } = draft;
  const left = box.x + scale.pad;
  const end = box.x + box.width - scale.pad;
  const state = words.groupState(termOf(group));
  const labels: Label[] = [];
  const card = {
    key: group.id,
    thing: { kind: 'group', id: group.id },
    box,
    rebalancing: state.tone === 'amber',
    name: words.nameGroup(group),
  } as const;
  if (level.density === 'line') {
    const middle = box.y + box.height / 2;
    return { ...card, labels: lineOf(group, left, end, middle, draft), silent: null, entry: { x: box.x, y: middle } };
  }
  let y = box.y + scale.pad + scale.title - 4;
  const generation = label(end, y, words.generation(group.generation), scale.tiny, { mono: true, tone: 'muted', anchor: 'end' });
  labels.push(generation);
  labels.push(
    fitNameLabel(label(left, y, group.id, scale.title, { weight: 700 }), end - left - measure(generation.text, generation) - 8, measure),
  );
  y += scale.tiny + 6;
  const words1 = label(left, y, state.text, scale.tiny, { tone: state.tone, weight: 700 });
  const term = label(left, y, termOf(group), scale.tiny, { mono: true, tone: 'muted' });
  const [first] = silent;
  const from1 = left + measure(words1.text, words1) + 6;
  // As wide as it gets: seconds count down in it.
  const widest = label(from1, y, words.silentMembers(silent.length, 99_900), scale.tiny, { tone: 'alert', weight: 600 });
  const fits = first !== undefined && from1 + measure(widest.text, widest) <= end;
  if (level.lines === 2) {
    labels.push(fitLabel(words1, end - left, measure));
    const from = left + measure(words1.text, words1) + 8;
    if (!fits && from + measure(term.text, term) <= end) labels.push({ ...term, x: from });
  } else {
    labels.push(fitLabel(words1, end - left, measure), { ...term, y: y + scale.tiny + 5 });
    const assignor = words.assignor(group.protocol);
    const coordinator = words.coordinator(group.coordinated ? group.coordinator : null);
    const line = (text: string) => label(left, y + (scale.tiny + 5) * 2, text, scale.tiny, { tone: 'muted' });
    const both = line([assignor, coordinator].filter((it) => it !== '').join(' · '));
    // A long assignor goes alone: the inspector names the coordinator too.
    const info = assignor === '' || measure(both.text, both) <= end - left ? both : line(assignor);
    labels.push(fitLabel(info, end - left, measure));
  }
  if (draft.layers.has('prefetch'))
    labels.push(...deliveryOf(group, verdict, fits ? [...labels, widest] : labels, { y, end, lines: level.lines }, draft));
  const said = fits ? { label: widest, count: silent.length, endsAt: first.endsAt } : null;
  return { ...card, labels, silent: said, entry: { x: box.x, y: box.y + scale.pad + scale.title / 2 } };
}

/** How far the group is behind in all, and what delivery came to, at the right of the lines that leave room for it. */
function deliveryOf(
  { offsets }: GroupModel,
  verdict: Verdict | null,
  taken: readonly Label[],
  { y, end, lines }: { readonly y: number; readonly end: number; readonly lines: number },
  { scale, measure, words }: Draft,
): Label[] {
  const counted = offsets.flatMap(({ lag }) => lag ?? []);
  const delivered = verdict === null ? null : words.verdict(verdict);
  const lag: StateWords | null = counted.length === 0 ? null : { text: words.lag(counted.reduce((sum, it) => sum + it, 0)), tone: 'muted' };
  const wishes = lines === 2 ? [lag] : [lag, delivered];
  return wishes.flatMap((said, index): Label[] => {
    if (said === null) return [];
    const it = label(end, y + index * (scale.tiny + 5), said.text, scale.tiny, { tone: said.tone, weight: 600, anchor: 'end' });
    const beside = taken.filter((other) => other.y === it.y).map((other) => other.x + measure(other.text, other));
    return Math.max(0, ...beside) + 10 + measure(it.text, it) <= end ? [it] : [];
  });
}

export function membersOf({ group, index: groupIndex, box, level }: GroupPlan, draft: Draft, keep: Keep): MemberCard[] {
  const { density } = level;
  if (density === 'line') return [];
  const { scale } = draft;
  const badges = badgesOf(group, groupIndex);
  const height = memberHeight(density, draft);
  const top = box.y + headHeight(level.lines, draft);
  const inner = box.width - scale.pad * 2;
  const perRow = density === 'badge' ? Math.max(1, Math.floor((inner + badgeGap) / (height + badgeGap))) : 1;
  const inset = density === 'badge' ? scale.pad : scale.pad - 4;
  return group.members.map((member, index) => {
    const cell: Box =
      density === 'badge'
        ? {
            x: box.x + inset + (index % perRow) * (height + badgeGap),
            y: top + Math.floor(index / perRow) * (height + badgeGap),
            width: height,
            height,
          }
        : { x: box.x + inset, y: top + index * (height + memberGap), width: box.width - inset * 2, height };
    const badge = badges.get(member.id)?.text ?? '';
    return keep(
      `member:${group.id}/${member.id}`,
      [member, group.offsets, badge, cell.x, cell.y, cell.width, density, ...draftOf(draft)],
      () => memberOf(member, group, badge, cell, box.x, density, draft),
    );
  });
}

export function absentOf({ group, box, level: { density, lines } }: GroupPlan, draft: Draft): AbsentCard[] {
  if (density === 'badge' || density === 'line') return [];
  const { scale, measure, words } = draft;
  const inset = scale.pad - 4;
  const height = absentHeight(draft);
  const body = bodyHeight(group.members.length, density, box.width, draft);
  const top = box.y + headHeight(lines, draft) + body + (body > 0 ? absentGap : 0);
  return group.absent.map(({ id, state }, index) => {
    const cell = { x: box.x + inset, y: top + index * (height + absentGap), width: box.width - inset * 2, height };
    const said = words.absentState(state);
    const y = cell.y + height / 2 + scale.tiny * 0.36;
    const end = cell.x + cell.width - 10;
    const text = label(end, y, said.text, scale.tiny, { tone: said.tone, anchor: 'end' });
    const name = label(cell.x + 10, y, id, scale.tiny, { tone: said.tone, weight: 600 });
    return {
      key: `${group.id}/${id}`,
      thing: { kind: 'member', group: group.id, id },
      box: cell,
      labels: [fitNameLabel(name, end - measure(said.text, text) - 8 - name.x, measure), text],
      down: said.tone === 'alert',
      name: words.nameAbsent(id, state),
    };
  });
}

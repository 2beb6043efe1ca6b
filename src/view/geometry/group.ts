/** Consumer groups: a box each with the coordinator's view on top and the members beneath, as full as they fit. */
import type { Box, Point } from './box.ts';
import { fitLabel, label, type Label } from './label.ts';
import { badgesOf, memberHeight, memberOf, type MemberCard, type MemberDensity } from './member.ts';
import type { GroupModel } from './model.ts';
import { draftOf, type Draft } from './draft.ts';
import type { Keep } from './keep.ts';
import type { Thing } from './thing.ts';
import { termOf } from './words.ts';

export interface GroupCard {
  readonly key: string;
  readonly thing: Thing;
  readonly box: Box;
  readonly labels: readonly Label[];
  /** Where talk with the coordinator happens. */
  readonly entry: Point;
  readonly rebalancing: boolean;
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

interface Head {
  readonly lines: 2 | 4;
}

const headHeight = ({ lines }: Head, { scale }: Draft) => scale.pad + scale.title + (lines - 1) * (scale.tiny + 5) + 8;

const memberDensities: readonly MemberDensity[] = ['full', 'medium', 'compact', 'badge'];
const memberGap = 6;
const badgeGap = 4;

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

function groupHeight(group: GroupModel, density: MemberDensity, head: Head, width: number, draft: Draft): number {
  const absent = density === 'badge' ? 0 : group.absent.length * (absentHeight(draft) + absentGap);
  const body = bodyHeight(group.members.length, density, width, draft);
  return headHeight(head, draft) + body + absent + (group.members.length > 0 || absent > 0 ? draft.scale.pad : 2);
}

export interface GroupPlan {
  readonly group: GroupModel;
  readonly index: number;
  readonly box: Box;
  readonly density: MemberDensity;
  readonly head: Head;
}

interface Try {
  readonly first: MemberDensity;
  readonly others: MemberDensity;
  readonly head: Head;
  readonly otherHead: Head;
}

const least: Try = { first: 'badge', others: 'badge', head: { lines: 2 }, otherHead: { lines: 2 } };
const pairs = memberDensities.flatMap((first, i) => memberDensities.slice(i).map((others) => [first, others] as const));

/** From rich to poor. Badges alone are the last resort, for whichever group. */
const tries: readonly Try[] = [
  ...[...pairs.filter(([, others]) => others !== 'badge'), ...pairs.filter(([, others]) => others === 'badge')].flatMap(
    ([first, others]): Try[] => [
      { first, others, head: { lines: 4 }, otherHead: { lines: 4 } },
      { first, others, head: { lines: 4 }, otherHead: { lines: 2 } },
    ],
  ),
  least,
];

/** The first group gets the room, the others what is left; every group shows at least its head and its badges. */
export function planGroups(
  column: Box,
  groups: readonly GroupModel[],
  draft: Draft,
): { plans: GroupPlan[]; hidden: number; folded: number } {
  const { scale } = draft;
  const total = ({ first, others, head, otherHead }: Try, list: readonly GroupModel[]) =>
    list.reduce((sum, group, i) => sum + groupHeight(group, i === 0 ? first : others, i === 0 ? head : otherHead, column.width, draft), 0) +
    (list.length - 1) * scale.gap;
  let list = groups;
  const chosen = tries.find((it) => total(it, list) <= column.height) ?? least;
  while (list.length > 1 && total(chosen, list) > column.height) list = list.slice(0, -1);
  let y = column.y;
  const plans = list.map((group, i): GroupPlan => {
    const density = i === 0 ? chosen.first : chosen.others;
    const head = i === 0 ? chosen.head : chosen.otherHead;
    const height = groupHeight(group, density, head, column.width, draft);
    const box = { x: column.x, y, width: column.width, height };
    y += height + scale.gap;
    return { group, index: i, box, density, head };
  });
  const folded = plans
    .filter((it) => it.density === 'badge')
    .reduce((sum, it) => sum + it.group.members.length + it.group.absent.length, 0);
  return { plans, hidden: groups.length - list.length, folded };
}

export function groupOf({ group, box, head }: GroupPlan, draft: Draft): GroupCard {
  const { scale, measure, words } = draft;
  const left = box.x + scale.pad;
  const end = box.x + box.width - scale.pad;
  const state = words.groupState(termOf(group));
  const labels: Label[] = [];
  let y = box.y + scale.pad + scale.title - 4;
  const generation = label(end, y, words.generation(group.generation), scale.tiny, { mono: true, tone: 'muted', anchor: 'end' });
  labels.push(generation);
  labels.push(
    fitLabel(label(left, y, group.id, scale.title, { weight: 700 }), end - left - measure(generation.text, generation) - 8, measure),
  );
  y += scale.tiny + 6;
  const words1 = label(left, y, state.text, scale.tiny, { tone: state.tone, weight: 700 });
  const term = label(left, y, termOf(group), scale.tiny, { mono: true, tone: 'muted' });
  if (head.lines === 2) {
    labels.push(fitLabel(words1, end - left, measure));
    const from = left + measure(words1.text, words1) + 8;
    if (from + measure(term.text, term) <= end) labels.push({ ...term, x: from });
  } else {
    labels.push(fitLabel(words1, end - left, measure), { ...term, y: y + scale.tiny + 5 });
    const assignor = words.assignor(group.protocol);
    const coordinator = words.coordinator(group.coordinator);
    const line = (text: string) => label(left, y + (scale.tiny + 5) * 2, text, scale.tiny, { tone: 'muted' });
    const both = line([assignor, coordinator].filter((it) => it !== '').join(' · '));
    // A long assignor goes alone: the inspector names the coordinator too.
    const info = assignor === '' || measure(both.text, both) <= end - left ? both : line(assignor);
    labels.push(fitLabel(info, end - left, measure));
  }
  return {
    key: group.id,
    thing: { kind: 'group', id: group.id },
    box,
    labels,
    entry: { x: box.x, y: box.y + scale.pad + scale.title / 2 },
    rebalancing: state.tone === 'amber',
    name: words.nameGroup(group),
  };
}

export function membersOf({ group, index: groupIndex, box, density, head }: GroupPlan, draft: Draft, keep: Keep): MemberCard[] {
  const { scale } = draft;
  const badges = badgesOf(group.members, groupIndex);
  const height = memberHeight(density, draft);
  const top = box.y + headHeight(head, draft);
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

export function absentOf({ group, box, density, head }: GroupPlan, draft: Draft): AbsentCard[] {
  if (density === 'badge') return [];
  const { scale, measure, words } = draft;
  const inset = scale.pad - 4;
  const height = absentHeight(draft);
  const body = bodyHeight(group.members.length, density, box.width, draft);
  const top = box.y + headHeight(head, draft) + body + (body > 0 ? absentGap : 0);
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
      labels: [fitLabel(name, end - measure(said.text, text) - 8 - name.x, measure), text],
      down: said.tone === 'alert',
      name: words.nameAbsent(id, said.text),
    };
  });
}

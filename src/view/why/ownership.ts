/** Why a partition belongs to a member: the assignor's computation, with the numbers it was made of (A1–A4). */
import type { FactOf, GroupModel } from '../../sim/index.ts';
import { say, type Clause } from './answer.ts';
import { consumerOf, coordinatorOf, isAt, last, placeName, type Now, type Place } from './now.ts';

interface Subscriber {
  readonly process: string;
  readonly topics: readonly string[];
  readonly instance: string | null;
  readonly memberId: string;
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** As Range and RoundRobin sort: static members first, by their instance id, then the others by member id. */
function sorted(members: readonly Subscriber[]): readonly Subscriber[] {
  return members.toSorted((a, b) => {
    if (a.instance !== null && b.instance !== null) return order(a.instance, b.instance);
    if (a.instance !== null || b.instance !== null) return a.instance !== null ? -1 : 1;
    return order(a.memberId, b.memberId);
  });
}

/** The members of the group with what they subscribe to, in the assignors' order. */
export function subscribersOf(now: Now, group: GroupModel): readonly Subscriber[] {
  const context = coordinatorOf(now, group);
  const all = Object.values(context?.members ?? {}).map(({ process, memberId, groupInstanceId, protocols }) => ({
    process,
    memberId,
    instance: groupInstanceId,
    topics: protocols[0]?.subscription.topics ?? [],
  }));
  return sorted(all);
}

/** The last assignment that the group handed out. */
export const handedOut = (now: Now, group: string): FactOf<'rebalance.completed'> | undefined =>
  last(now, 'rebalance.completed', (fact) => fact.group === group);

/** The computation behind it, in the process of the group's leader. */
const computed = (now: Now, { group, generation, id }: FactOf<'rebalance.completed'>): FactOf<'assignment.computed'> | undefined =>
  last(now, 'assignment.computed', (fact) => fact.group === group && fact.generation === generation && fact.id < id);

const RULES: Readonly<Record<string, readonly string[]>> = {
  range: ['A1', 'G9'],
  roundrobin: ['A2', 'G9'],
  sticky: ['A3', 'G9'],
  'cooperative-sticky': ['A4', 'G8'],
};

/** Why a member has what it has; `only`: one partition of it. */
export function ownership(now: Now, group: GroupModel, member: string, only: Place | null = null): readonly Clause[] {
  const consumer = consumerOf(now, member);
  if (consumer !== null && consumer.self.assigned !== null) {
    const chosen = last(now, 'partitions.chosen', (fact) => fact.member === member);
    return [say('owns_assign', { member }, { fact: chosen, rules: ['F3'] })];
  }
  const handed = handedOut(now, group.id);
  const given = handed?.assignment[member] ?? [];
  if (handed === undefined || given.length === 0) return formerly(now, group, member);
  const computation = computed(now, handed);
  const head = say(
    'owns_computed',
    { generation: handed.generation, leader: handed.leader, assignor: handed.protocol },
    { fact: computation ?? handed, rules: ['G4'] },
  );
  const counts = only === null ? given : given.filter((it) => isAt(it, only));
  return [head, ...arithmetic(now, group, member, handed, counts)];
}

/** It goes on believing in what an earlier generation gave it. */
function formerly(now: Now, group: GroupModel, member: string): readonly Clause[] {
  const got = last(now, 'partitions.assigned', (fact) => fact.member === member);
  const generation = got?.generation ?? group.generation;
  return [say('owns_former', { member, generation }, { fact: got, rules: ['G13'] })];
}

function arithmetic(
  now: Now,
  group: GroupModel,
  member: string,
  handed: FactOf<'rebalance.completed'>,
  given: readonly Place[],
): readonly Clause[] {
  if (!group.coordinated) return [];
  const rules = RULES[handed.protocol] ?? ['G4'];
  const members = subscribersOf(now, group);
  const topics = [...new Set(given.map(({ topic }) => topic))];
  if (handed.protocol === 'range')
    return topics.slice(0, 3).map((topic) => {
      const takers = members.filter((it) => it.topics.includes(topic));
      const shared = Math.max(1, takers.length);
      const count = now.model.topics.find(({ name }) => name === topic)?.partitions.length ?? 0;
      const own = given.filter((it) => it.topic === topic).map(placeName);
      const values = {
        topic,
        partitions: { partitions: count },
        members: { members: shared },
        each: Math.floor(count / shared),
        place: takers.findIndex(({ process }) => process === member) + 1,
        member,
        owned: own,
      };
      const rest = count % shared;
      return rest === 0 ? say('owns_range_even', values, { rules }) : say('owns_range', { ...values, rest }, { rules });
    });
  if (handed.protocol === 'roundrobin') {
    const place = members.findIndex(({ process }) => process === member) + 1;
    return [say('owns_roundrobin', { members: { members: members.length }, place, member, owned: given.map(placeName) }, { rules })];
  }
  return sticky(group, member, given, handed, rules);
}

/** What stayed, what came from somebody else, and what nobody had. */
function sticky(
  group: GroupModel,
  member: string,
  given: readonly Place[],
  handed: FactOf<'rebalance.completed'>,
  rules: readonly string[],
): readonly Clause[] {
  const moves = group.rebalances.at(-1)?.moves ?? [];
  const from = (place: Place) => moves.find((move) => isAt(move, place))?.from ?? null;
  const kept = given.filter((place) => from(place) === member);
  const free = given.filter((place) => from(place) === null);
  const cooperative = handed.protocol === 'cooperative-sticky';
  const taken = given.filter((place) => from(place) !== null && from(place) !== member);
  return [
    ...(kept.length === 0 ? [] : [say('owns_kept', { owned: kept.map(placeName), member }, { rules })]),
    ...(free.length === 0 ? [] : [say('owns_free', { owned: free.map(placeName) }, { rules })]),
    ...(taken.length === 0
      ? []
      : [say('owns_taken', { owned: taken.map(placeName), from: [...new Set(taken.map((it) => from(it) ?? ''))] }, { rules })]),
    ...(cooperative && taken.length > 0 ? [say('owns_two_rounds', {}, { rules: ['G8'] })] : []),
  ];
}

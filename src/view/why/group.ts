/** What one may ask of a group. */
import type { Breach, GroupModel } from '../../sim/index.ts';
import { coordinatorPartition, DEFAULT_OFFSETS_PARTITIONS, javaStringHash } from '../../sim/index.ts';
import { silencesOf } from '../geometry/silence.ts';
import { ask, say, type Clause, type Question } from './answer.ts';
import { breachAnswer } from './breach.ts';
import { slowness } from './member.ts';
import { coordinatorOf, faultOf, groupNamed, isAt, last, ownerIn, placeName, told, type Now } from './now.ts';
import { trouble } from './trouble.ts';
import { handedOut } from './ownership.ts';
import { emptied, lastRebalance, rebalancing, rounds } from './rebalance.ts';

export function groupQuestions(now: Now, id: string): readonly Question[] {
  const group = groupNamed(now, id);
  if (group === undefined) return [];
  const latest = group.rebalances.at(-1);
  const settled = group.state === 'Stable' && group.coordinated;
  const moving = /Rebalance$/.test(group.state);
  return [
    ...(group.coordinated ? [] : [askCoordinator(now, group)]),
    ...(silencesOf(group, now.model.now).length > 0 ? [ask('ask_silent', {}, () => silent(now, group))] : []),
    ...(moving && group.coordinated ? [ask('ask_rebalancing', {}, () => rebalancing(now, group))] : []),
    ...(group.state === 'Empty' || group.state === 'Dead' ? [ask('ask_empty', {}, () => emptied(now, group))] : []),
    ...(latest !== undefined && !moving ? [ask('ask_last_rebalance', {}, () => lastRebalance(now, group))] : []),
    ...(latest !== undefined && latest.rounds > 1 ? [ask('ask_rounds', { rounds: latest.rounds }, () => rounds(now, group))] : []),
    ...(group.offsets.some(({ lag }) => (lag ?? 0) > 0) ? [ask('ask_group_lag', {}, () => groupLag(now, group))] : []),
    ...(group.coordinator !== null && group.coordinated
      ? [ask('ask_coordinator', { broker: { node: String(group.coordinator) } }, () => coordinator(now, group))]
      : []),
    ...(settled && group.leader !== null ? [ask('ask_group_leader', { leader: group.leader }, () => leader(now, group))] : []),
    ...(settled && group.protocol !== null ? [ask('ask_assignor', { assignor: group.protocol }, () => assignor(now, group))] : []),
    ...breachQuestions(now, (breach) => breach.group === id),
  ];
}

/** G7: who is not heard any more, why, and how long the coordinator still waits. */
function silent(now: Now, group: GroupModel): readonly Clause[] {
  return silencesOf(group, now.model.now).flatMap(({ member, since, endsAt, timeoutMs }) => [
    say('silent_member', { member, since: { at: since } }, { rules: ['G7'] }),
    ...told(faultOf(now, member), ['N4']),
    say(
      'silence_until',
      { until: { at: endsAt }, left: { ms: Math.max(0, endsAt - now.model.now) }, timeout: { ms: timeoutMs } },
      { rules: ['G7'] },
    ),
  ]);
}

/** One question per kind of broken guarantee: about the last time it was. */
export function breachQuestions(now: Now, about: (breach: Breach) => boolean): readonly Question[] {
  const found = now.model.ledger.breaches.filter(about);
  return (['lost', 'skipped', 'duplicate', 'outOfOrder'] as const).flatMap((guarantee) => {
    const breach = found.findLast((it) => it.guarantee === guarantee);
    return breach === undefined ? [] : [askBreach(now, breach)];
  });
}

/** Why a guarantee broke, for this record. */
export function askBreach(now: Now, breach: Breach): Question {
  const record = `${placeName(breach)}@${breach.offset}`;
  const group = breach.group ?? '';
  const answer = () => breachAnswer(now, breach);
  const id = `${breach.guarantee}:${group}`;
  switch (breach.guarantee) {
    case 'lost':
      return ask('ask_lost', { record }, answer, id);
    case 'duplicate':
      return ask('ask_twice', { record, group }, answer, id);
    case 'skipped':
      return ask('ask_skipped', { record, group }, answer, id);
    case 'outOfOrder':
      return ask('ask_disordered', { record, group }, answer, id);
  }
}

function offsetsHome(now: Now, group: GroupModel): { readonly count: number; readonly partition: number } {
  const count = Number(now.scenario.cluster.config['offsets.topic.num.partitions'] ?? DEFAULT_OFFSETS_PARTITIONS);
  return { count, partition: coordinatorPartition(group.id, count) };
}

function coordinator(now: Now, group: GroupModel): readonly Clause[] {
  const { count, partition } = offsetsHome(now, group);
  const loaded = last(now, 'coordinator.loaded', (fact) => fact.group === group.id && fact.broker === group.coordinator);
  const broker = { node: String(group.coordinator) };
  return [
    say('coordinator_hash', { group: group.id, hash: javaStringHash(group.id), count, partition }, { rules: ['O4'] }),
    say('coordinator_leads', { partition, broker }, { fact: loaded, rules: ['O4'] }),
    ...(loaded === undefined ? [] : trouble(now, loaded.broker)),
  ];
}

/** A broker that runs and should serve the group has not begun to; else there is nobody who could. */
function askCoordinator(now: Now, group: GroupModel): Question {
  const broker = now.model.brokers.find(({ id }) => id === group.coordinator);
  return broker?.state === 'running'
    ? ask('ask_unserved', { broker: { node: String(broker.id) } }, () => uncoordinated(now, group))
    : ask('ask_uncoordinated', {}, () => uncoordinated(now, group));
}

function uncoordinated(now: Now, group: GroupModel): readonly Clause[] {
  const { count, partition } = offsetsHome(now, group);
  const hash = say('coordinator_hash', { group: group.id, hash: javaStringHash(group.id), count, partition }, { rules: ['O4'] });
  const before = last(now, 'coordinator.loaded', (fact) => fact.group === group.id);
  const broker = now.model.brokers.find(({ id }) => id === group.coordinator);
  if (broker?.state === 'running') {
    const [node, rules] = [{ node: String(broker.id) }, ['O4', 'G2']];
    return [
      hash,
      say('coordinator_to_be', { partition, broker: node }, { rules }),
      say(before === undefined ? 'coordinator_unasked' : 'coordinator_loading', {}, { rules }),
    ];
  }
  return [
    hash,
    before === undefined
      ? say('coordinator_none_yet', { partition }, { rules: ['O4', 'G2'] })
      : say('coordinator_lost', { partition, broker: { node: String(before.broker) } }, { fact: before, rules: ['O4'] }),
    ...(before === undefined ? [] : trouble(now, before.broker)),
  ];
}

function leader(now: Now, group: GroupModel): readonly Clause[] {
  const handed = handedOut(now, group.id);
  const joined = last(now, 'member.joined', (fact) => fact.group === group.id && fact.member === group.leader);
  return [
    say('leader_first', { leader: group.leader ?? '' }, { fact: joined, rules: ['G4'] }),
    say('leader_computes', { generation: group.generation }, { fact: handed, rules: ['G4'] }),
  ];
}

/** G5: the votes, counted as the coordinator counts them. */
function assignor(now: Now, group: GroupModel): readonly Clause[] {
  const lists = Object.values(coordinatorOf(now, group)?.members ?? {}).map(({ protocols }) => protocols.map(({ name }) => name));
  const common = (lists[0] ?? []).filter((name) => lists.every((list) => list.includes(name)));
  const votes = lists.filter((list) => list.find((name) => common.includes(name)) === group.protocol).length;
  return [
    say('assignor_common', { common, members: { members: lists.length } }, { rules: ['G5'] }),
    say('assignor_votes', { assignor: group.protocol ?? '', votes: { members: votes } }, { fact: handedOut(now, group.id), rules: ['G5'] }),
    ...(common.length > 1 && common.includes('cooperative-sticky') && group.protocol !== 'cooperative-sticky'
      ? [say('assignor_still_eager', {}, { rules: ['G5'] })]
      : []),
  ];
}

/** Where it is most behind, and what that partition's owner says. */
export function groupLag(now: Now, group: GroupModel, only: { topic: string; partition: number } | null = null): readonly Clause[] {
  const candidates = only === null ? group.offsets : group.offsets.filter((it) => isAt(it, only));
  const worst = candidates.toSorted((a, b) => (b.lag ?? 0) - (a.lag ?? 0))[0];
  if (worst === undefined) return [say('lag_none', {}, { rules: ['F5'] })];
  const owner = ownerIn(group, worst);
  const head = say(
    'lag_partition',
    { partition: placeName(worst), records: { records: worst.lag ?? 0 }, committed: worst.committed ?? 0 },
    { rules: ['F5', 'O1'] },
  );
  if (owner === undefined)
    return [head, say('lag_ownerless', { partition: placeName(worst) }, { rules: ['G8', 'G9'] }), ...whyNobody(now, group)];
  const reading = owner.position[worst.topic]?.[worst.partition];
  const end = worst.logEndOffset;
  return reading !== undefined && reading >= end
    ? [head, say('lag_uncommitted', { member: owner.id, position: reading }, { rules: ['F2', 'O1'] })]
    : [head, say('lag_owner', { member: owner.id }, { rules: ['G9'] }), ...slowness(now, group, owner, [worst])];
}

/** Why no member of the group has a partition now. */
export function whyNobody(now: Now, group: GroupModel): readonly Clause[] {
  if (!group.coordinated) return uncoordinated(now, group);
  if (/Rebalance$/.test(group.state)) return rebalancing(now, group);
  if (group.state === 'Empty' || group.state === 'Dead') return emptied(now, group);
  return [say('nobody_settled', {}, { fact: handedOut(now, group.id), rules: ['G4'] }), ...told(handedOut(now, group.id), ['G4'])];
}

/** What one may ask of a member of a group, from its own state and the coordinator's. */
import type { FactOf, GroupModel, MemberModel } from '../../sim/index.ts';
import { ask, say, type Clause, type Question } from './answer.ts';
import { lagOf } from './lag.ts';
import {
  because,
  consumerOf,
  coordinatorOf,
  countedMember,
  faultOf,
  groupNamed,
  last,
  memberNamed,
  ownedBy,
  placeName,
  told,
  toldWhy,
  type Now,
} from './now.ts';
import { committing, refusedCommit } from './offsets.ts';
import { handedOut, ownership, subscribersOf } from './ownership.ts';
import { waiting } from './rebalance.ts';

const STANDING: ReadonlySet<string> = new Set(['paused', 'stopped', 'crashed', 'closed', 'failed', 'not started']);
const WAITING = /coordinator|joining|syncing|rejoin|revok|prepar|position|matching|committing/;

export function memberQuestions(now: Now, groupId: string, id: string): readonly Question[] {
  const group = groupNamed(now, groupId);
  if (group === undefined) return [];
  const member = memberNamed(group, id);
  const state = member?.state ?? group.absent.find((it) => it.id === id)?.state;
  if (state === undefined) return [];
  if (STANDING.has(state))
    return [ask('ask_standing', {}, () => standing(now, group, id, state)), ...expelledQuestion(now, group, member, id)];
  return member === undefined ? [] : livingQuestions(now, group, member);
}

function livingQuestions(now: Now, group: GroupModel, member: MemberModel): readonly Question[] {
  const { id } = member;
  const owned = ownedBy(member);
  const alone = (consumerOf(now, id)?.self.assigned ?? null) !== null;
  const behind = owned.filter((place) => lagOf(now, member, place) > 0);
  const uncommitted = group.offsets.filter(({ topic, partition, committed }) => {
    const position = member.position[topic]?.[partition];
    return position !== undefined && position > (committed ?? -1) && (committed !== null || position > 0);
  });
  const refused = last(now, ['commit.refused', 'commit.failed'], (fact) => fact.member === id);
  const accepted = last(now, 'offsets.committed', (fact) => fact.member === id);
  return [
    ...expelledQuestion(now, group, member, id),
    ...(owned.length === 0 ? [ask('ask_idle', {}, () => idle(now, group, member))] : []),
    ...(owned.length > 0 ? [ask('ask_owns', { owned: owned.map(placeName) }, () => ownership(now, group, id))] : []),
    ...(WAITING.test(member.state) && owned.length > 0 && !alone ? [ask('ask_waits', {}, () => awaiting(now, group, member))] : []),
    ...(behind.length > 0 ? [ask('ask_lag', {}, () => lagging(now, group, member))] : []),
    ...(uncommitted.length > 0 ? [ask('ask_commit', {}, () => committing(now, group, member))] : []),
    ...(refused !== undefined && refused.id > (accepted?.id ?? -1) ? [ask('ask_refused', {}, () => refusedCommit(now, refused))] : []),
    ...(owned.some(({ topic, partition }) => member.position[topic]?.[partition] !== undefined)
      ? [ask('ask_position', {}, () => positions(now, member))]
      : []),
  ];
}

// ── It stands still ──

function standing(now: Now, group: GroupModel, id: string, state: string): readonly Clause[] {
  const counted = countedMember(coordinatorOf(now, group), id);
  const still =
    counted === undefined
      ? []
      : [
          say(
            'still_counted',
            { until: { at: counted.lastHeartbeat + counted.sessionTimeoutMs }, timeout: { ms: counted.sessionTimeoutMs } },
            { rules: ['G7'] },
          ),
        ];
  const expired = last(now, 'member.expired', (fact) => fact.member === id);
  const fault = faultOf(now, id);
  const gone = counted === undefined && expired !== undefined && expired.id > (fault?.id ?? 0) ? told(expired, ['G7']) : [];
  return [...howItStopped(now, id, state), ...still, ...gone];
}

function howItStopped(now: Now, id: string, state: string): readonly Clause[] {
  const fault = faultOf(now, id);
  switch (state) {
    case 'paused':
      return [say('member_paused', {}, { fact: fault, rules: ['N4'] }), ...because(now, fault)];
    case 'crashed': {
      const record = last(now, ['processing.failed', 'poll.failed'], (fact) => fact.member === id && fact.then === 'crash');
      const died = record !== undefined && record.id >= (fault?.id ?? Infinity) - 8;
      return [say('member_crashed', {}, { fact: fault, rules: ['N4', 'G7'] }), ...(died ? told(record, ['F4']) : because(now, fault))];
    }
    case 'failed': {
      const failed = last(now, 'consumer.failed', (fact) => fact.member === id);
      return [
        say('member_failed', { error: failed?.error ?? '' }, { fact: failed, rules: ['F4'] }),
        ...twoLists(now, failed),
        ...because(now, failed),
      ];
    }
    case 'not started':
      return [say('member_not_started', { at: { at: consumerOf(now, id)?.self.joinAt ?? 0 } }, { rules: ['G2'] })];
    default: {
      const closed = last(now, ['consumer.closed', 'node.stopped'], (fact) => ('node' in fact ? fact.node === id : fact.member === id));
      return [say('member_closed', {}, { fact: closed, rules: ['G2'] }), ...because(now, closed)];
    }
  }
}

/** G5: what it offered when it was refused, and what the others knew then. */
function twoLists(now: Now, failed: FactOf<'consumer.failed'> | undefined): readonly Clause[] {
  const refused = last(now, 'join.refused', (fact) => fact.member === failed?.member && fact.assignors !== undefined);
  if (failed === undefined || refused?.assignors === undefined || !failed.error.startsWith('InconsistentGroupProtocol')) return [];
  const { offered, known } = refused.assignors;
  return [say('member_inconsistent', { offered, known }, { fact: refused, rules: ['G5'] })];
}

// ── It is out of the group ──

/** It once joined, lives or stands, and the coordinator does not count it. */
function expelledQuestion(now: Now, group: GroupModel, member: MemberModel | undefined, id: string): readonly Question[] {
  const context = coordinatorOf(now, group);
  if (context === null || member === undefined || member.memberId === '' || countedMember(context, id) !== undefined) return [];
  const out = last(now, ['member.expired', 'member.left', 'member.replaced', 'poll.expired'], (fact) => fact.member === id);
  if (out === undefined) return [];
  return [
    ask('ask_expelled', {}, () => {
      const owned = ownedBy(member);
      const believes = owned.length === 0 ? [] : [say('member_zombie', { owned: owned.map(placeName) }, { rules: ['G13', 'O3'] })];
      return [...toldWhy(now, out, [out.kind === 'member.replaced' ? 'G10' : 'G7']), ...believes];
    }),
  ];
}

// ── It owns nothing ──

function idle(now: Now, group: GroupModel, member: MemberModel): readonly Clause[] {
  const consumer = consumerOf(now, member.id);
  const { topics = [], pattern = null, assigned = null } = consumer?.self ?? {};
  const known = topics.filter((topic) => now.model.topics.some(({ name }) => name === topic));
  if (assigned !== null) return [say('idle_assigned_none', {}, { rules: ['F3'] })];
  if (pattern !== null && known.length === 0) return [say('idle_pattern', { pattern }, { rules: ['G11'] })];
  if (known.length === 0) return [say('idle_topic_missing', { topics }, { fact: deleted(now, topics), rules: ['T4'] })];
  if (group.coordinator === null || !group.coordinated) return [say('wait_no_coordinator', { group: group.id }, { rules: ['O4', 'G2'] })];
  const counted = countedMember(coordinatorOf(now, group), member.id);
  if (group.state !== 'Stable' || counted === undefined || WAITING.test(member.state)) {
    const reasons = awaiting(now, group, member);
    return [say('idle_not_yet', {}, { rules: ['G2'] }), ...reasons];
  }
  return unserved(now, group, member, known);
}

const deleted = (now: Now, topics: readonly string[]) => last(now, 'topic.deleted', (fact) => topics.includes(fact.topic));

/** The group is settled, and this one got nothing. */
function unserved(now: Now, group: GroupModel, member: MemberModel, topics: readonly string[]): readonly Clause[] {
  const handed = handedOut(now, group.id);
  const members = subscribersOf(now, group);
  const count = (topic: string) => now.model.topics.find(({ name }) => name === topic)?.partitions.length ?? 0;
  const partitions = topics.reduce((sum, topic) => sum + count(topic), 0);
  const rivals = members.filter((it) => it.topics.some((topic) => topics.includes(topic)));
  const place = rivals.findIndex(({ process }) => process === member.id) + 1;
  const free = say('idle_stands_by', {}, { rules: ['G9'] });
  if (rivals.length > partitions)
    return [
      say(
        'idle_more_members',
        { partitions: { partitions }, members: { members: rivals.length }, idle: { members: rivals.length - partitions } },
        { fact: handed, rules: ['G9'] },
      ),
      ...(handed?.protocol === 'range' ? [say('idle_range_order', { member: member.id, place }, { rules: ['A1'] })] : []),
      free,
    ];
  if (handed?.protocol === 'range')
    return [
      ...topics
        .slice(0, 3)
        .map((topic) =>
          say(
            'idle_range',
            { topic, partitions: { partitions: count(topic) }, members: { members: rivals.length }, member: member.id, place },
            { fact: handed, rules: ['A1'] },
          ),
        ),
      free,
    ];
  const given = Object.values(handed?.assignment ?? {}).reduce((sum, it) => sum + it.length, 0);
  if (handed?.protocol === 'cooperative-sticky' && given < partitions)
    return [say('idle_cooperative', { member: member.id }, { fact: handed, rules: ['G8', 'A4'] })];
  return [
    say(
      'idle_computed',
      { leader: handed?.leader ?? group.leader ?? '', assignor: handed?.protocol ?? '' },
      { fact: handed, rules: ['G4'] },
    ),
    free,
  ];
}

// ── It waits ──

function awaiting(now: Now, group: GroupModel, member: MemberModel): readonly Clause[] {
  const { state } = member;
  if (/coordinator/.test(state) || group.coordinator === null)
    return [say('wait_coordinator', { group: group.id }, { rules: ['G2', 'O4'] })];
  if (/position/.test(state)) return [say('wait_position', {}, { rules: ['F2', 'O1'] })];
  if (/committing/.test(state)) {
    const sent = last(now, 'commit.sent', (fact) => fact.member === member.id);
    return [say('wait_commit', {}, { fact: sent, rules: ['F4', 'O1'] })];
  }
  const forGroup = waiting(now, group);
  if (forGroup.length > 0) return forGroup;
  if (/matching/.test(state)) return [say('wait_topics', {}, { rules: ['G11'] })];
  const joining = last(now, 'consumer.joining', (fact) => fact.member === member.id);
  return [say('wait_join', {}, { fact: joining, rules: ['G2'] })];
}

// ── It is behind ──

export function lagging(now: Now, group: GroupModel, member: MemberModel): readonly Clause[] {
  const owned = ownedBy(member).filter((place) => lagOf(now, member, place) > 0);
  const total = owned.reduce((sum, place) => sum + lagOf(now, member, place), 0);
  return [
    say(
      'lag_amount',
      { records: { records: total }, where: owned.map((place) => `${placeName(place)}: ${lagOf(now, member, place)}`) },
      { rules: ['F5'] },
    ),
    ...slowness(now, group, member, owned),
  ];
}

const WINDOW_MS = 10_000;

export function slowness(now: Now, group: GroupModel, member: MemberModel, owned: ReturnType<typeof ownedBy>): readonly Clause[] {
  const fault = faultOf(now, member.id);
  if (fault !== undefined) return [...told(fault, ['N4']), ...because(now, fault)];
  const reading = consumerOf(now, member.id)?.reading.partitions ?? {};
  const paused = Object.values(reading).filter((it) => it.paused);
  if (paused.length > 0) return [say('lag_paused', { owned: paused.map(placeName) }, { rules: ['F3'] })];
  const failing = last(now, ['processing.failed', 'poll.failed'], (fact) => fact.member === member.id && fact.then === 'retry');
  if (failing !== undefined && failing.at > now.model.now - 2000) return told(failing, ['F4']);
  const since = Math.max(0, now.model.now - WINDOW_MS);
  const own = new Set(owned.map(placeName));
  let arrived = 0;
  let done = 0;
  for (let i = now.facts.length - 1; i >= 0; i--) {
    const fact = now.facts[i];
    if (fact === undefined || fact.at < since) break;
    if (fact.kind === 'batch.appended' && own.has(placeName(fact))) arrived += fact.numbers.length;
    if (fact.kind === 'record.processed' && fact.member === member.id && own.has(placeName(fact))) done += 1;
  }
  const perRecordMs = consumerOf(now, member.id)?.self.app.perRecordMs ?? 0;
  const rates = say(
    'lag_rates',
    { window: { ms: now.model.now - since }, arrived: { records: arrived }, done: { records: done } },
    { rules: ['F4'] },
  );
  return [
    rates,
    ...(perRecordMs > 0
      ? [say('lag_slow', { each: { ms: perRecordMs }, rate: Math.round(10_000 / perRecordMs) / 10 }, { rules: ['F4'] })]
      : []),
    ...(member.prefetched > 0 ? [say('lag_prefetched', { records: { records: member.prefetched } }, { rules: ['F1'] })] : []),
    ...(WAITING.test(member.state) ? awaiting(now, group, member) : []),
  ];
}

// ── Where it reads ──

function positions(now: Now, member: MemberModel): readonly Clause[] {
  const starts = ownedBy(member).flatMap((place) => {
    const fact = last(now, 'position.set', (it) => it.member === member.id && it.topic === place.topic && it.partition === place.partition);
    return fact === undefined ? [] : [fact];
  });
  const says = {
    committed: 'from_committed',
    earliest: 'from_earliest',
    latest: 'from_latest',
    time: 'from_time',
    seek: 'from_seek',
  } as const;
  const told4 = starts
    .slice(0, 4)
    .map((fact) =>
      say(says[fact.by], { partition: placeName(fact), offset: fact.offset }, { fact, rules: [fact.by === 'seek' ? 'F3' : 'F2'] }),
    );
  return told4.length > 0 ? told4 : [say('from_committed_plain', {}, { rules: ['F2'] })];
}

/** What one may ask of a record: why it lies where it lies, why nobody sees it yet, and what became of it (P2, R2, R5, D1, D3). */
import type { FactOf, GroupModel, PartitionModel, RecordFate, RecordModel } from '../../sim/index.ts';
import { explainKey, fateOf } from '../../sim/index.ts';
import { ask, say, type Clause, type Question } from './answer.ts';
import { askBreach, breachQuestions, whyNobody } from './group.ts';
import { slowness } from './member.ts';
import { isAt, last, ownerIn, partitionAt, placeName, producerOf, told, toldWhy, type Now, type Place } from './now.ts';
import { stuckWatermark } from './partition.ts';
import { errorWords } from './producer.ts';

interface Spot extends Place {
  readonly offset: number;
}

export function recordQuestions(now: Now, spot: Spot): readonly Question[] {
  const partition = partitionAt(now, spot);
  const record = partition?.records.find(({ offset }) => offset === spot.offset);
  const formerly = breachQuestions(now, (breach) => breach.guarantee === 'lost' && isAt(breach, spot) && breach.offset === spot.offset);
  if (partition === undefined || record === undefined) return formerly;
  const fate = fateOf(now.told, record.producer, record.number);
  const visible = spot.offset < partition.highWatermark;
  return [
    ask('ask_here', { partition: spot.partition }, () => whyHere(now, spot, record)),
    ...(visible ? [] : [ask('ask_invisible', {}, () => invisible(now, spot, partition))]),
    ...(fate === null ? [] : fateQuestions(now, record, fate)),
    ...now.model.groups
      .filter(({ topics }) => topics.includes(spot.topic))
      .flatMap((group) => groupQuestions(now, group, spot, record, fate, visible)),
    ...formerly,
  ];
}

// ── Why in this partition ──

const sentOf = (now: Now, { producer, number }: Pick<RecordModel, 'producer' | 'number'>): FactOf<'record.sent'> | undefined =>
  last(now, 'record.sent', (fact) => fact.producer === producer && fact.number === number);

function whyHere(now: Now, place: Place, record: RecordModel): readonly Clause[] {
  const sent = sentOf(now, record);
  switch (sent?.by) {
    case 'key':
      return byKey(now, place, record, sent);
    case 'explicit':
      return [say('here_explicit', { partition: place.partition }, { fact: sent, rules: ['P2'] })];
    case 'roundRobin':
      return [say('here_round_robin', {}, { fact: sent, rules: ['P2'] })];
    case 'sticky':
      return [say(now.scenario.kafka === '2.8' ? 'here_sticky_batch' : 'here_sticky', {}, { fact: sent, rules: ['P2'] })];
    case 'random':
      return [say('here_random', {}, { fact: sent, rules: ['P2', 'N1'] })];
    case 'custom': {
      const partitioner = producerOf(now, record.producer)?.client.config.partitioner ?? '';
      return [say('here_custom', { partitioner, key: record.key ?? '' }, { fact: sent, rules: ['P2'] })];
    }
    case undefined:
      return [say('here_unknown', { producer: record.producer }, { rules: ['P1'] })];
  }
}

function byKey(now: Now, { topic, partition }: Place, { key }: RecordModel, sent: FactOf<'record.sent'>): readonly Clause[] {
  const count = now.model.topics.find(({ name }) => name === topic)?.partitions.length ?? 1;
  const grown = now.facts.find(
    (fact): fact is FactOf<'partitions.added'> => fact.kind === 'partitions.added' && fact.topic === topic && fact.id > sent.id,
  );
  const then = grown?.from ?? count;
  const sum = explainKey(key ?? '', then);
  const arithmetic = say(
    'here_key',
    { key: key ?? '', hash: sum.hash, positive: sum.positive, count: then, partition: sum.partition },
    { fact: sent, rules: ['P2'] },
  );
  if (sum.partition !== partition) return [say('here_key_stale', { key: key ?? '' }, { fact: sent, rules: ['P2', 'C5'] }), arithmetic];
  return grown === undefined
    ? [arithmetic, say('here_same_key', {}, { rules: ['P2'] })]
    : [arithmetic, say('here_grown', { now: explainKey(key ?? '', count).partition, count }, { fact: grown, rules: ['T2'] })];
}

// ── Why not visible ──

function invisible(now: Now, { topic, partition, offset }: Spot, model: PartitionModel): readonly Clause[] {
  return [say('invisible', { offset, hw: model.highWatermark }, { rules: ['R6'] }), ...stuckWatermark(now, { topic, partition }, model)];
}

// ── What became of it ──

function fateQuestions(now: Now, record: RecordModel, fate: RecordFate): readonly Question[] {
  const carries = (it: { producer: string; numbers: readonly number[] }) =>
    it.producer === record.producer && it.numbers.includes(record.number);
  switch (fate.fate) {
    case 'appended':
    case 'inFlight':
    case 'buffered':
      return [ask('ask_unacknowledged', {}, () => unacknowledged(now, record, fate))];
    case 'failed': {
      const failed = last(now, 'batch.failed', carries);
      return [
        ask('ask_stored_though_failed', {}, () => [
          ...toldWhy(now, failed, ['P6']),
          ...(failed === undefined ? [] : errorWords(failed.error)),
          say('stored_all_the_same', {}, { rules: ['R5', 'D1'] }),
        ]),
      ];
    }
    case 'forgotten': {
      const forgotten = last(now, 'batch.forgotten', carries);
      return [
        ask('ask_stored_though_forgotten', {}, () => [
          ...toldWhy(now, forgotten, ['P9']),
          say('stored_all_the_same', {}, { rules: ['P9', 'D1'] }),
        ]),
      ];
    }
    case 'acknowledged':
    case 'lost':
      return [];
  }
}

function unacknowledged(now: Now, { producer, offset }: RecordModel, fate: RecordFate): readonly Clause[] {
  const acks = producerOf(now, producer)?.client.config.acks ?? -1;
  if (acks === 0) return [say('acks_zero', {}, { rules: ['R5', 'P8'] })];
  const place = { topic: fate.topic, partition: fate.partition };
  const partition = partitionAt(now, place);
  if (acks === -1 && partition !== undefined && offset >= partition.highWatermark)
    return [say('acks_all_waits', {}, { rules: ['R5'] }), ...stuckWatermark(now, place, partition)];
  return [say('ack_on_its_way', { producer }, { fact: now.facts[fate.last], rules: ['R5', 'N2'] })];
}

// ── What a group did with it ──

function groupQuestions(
  now: Now,
  group: GroupModel,
  spot: Spot,
  record: RecordModel,
  fate: RecordFate | null,
  visible: boolean,
): readonly Question[] {
  const mine = now.model.ledger.breaches.filter(
    (it) => it.group === group.id && it.producer === record.producer && it.number === record.number,
  );
  const broken = (['skipped', 'duplicate', 'outOfOrder'] as const).flatMap((guarantee) => {
    const breach = mine.findLast((it) => it.guarantee === guarantee);
    return breach === undefined ? [] : [askBreach(now, breach)];
  });
  const done = (fate?.groups[group.id]?.processed ?? 0) > 0;
  const skipped = mine.some(({ guarantee }) => guarantee === 'skipped');
  return done || skipped || !visible
    ? broken
    : [...broken, ask('ask_unread', { group: group.id }, () => unread(now, group, spot), `unread:${group.id}`)];
}

/** It may be read, and has not been processed. */
function unread(now: Now, group: GroupModel, spot: Spot): readonly Clause[] {
  const owner = ownerIn(group, spot);
  if (owner === undefined) return [say('lag_ownerless', { partition: placeName(spot) }, { rules: ['G9'] }), ...whyNobody(now, group)];
  const position = owner.position[spot.topic]?.[spot.partition];
  const { processing } = owner;
  if (processing !== null && isAt(processing, spot) && processing.offset === spot.offset)
    return [say('unread_in_hand', { member: owner.id }, { rules: ['F4'] })];
  if (position === undefined) return [say('unread_no_position', { member: owner.id }, { rules: ['F2'] })];
  if (position > spot.offset) {
    const start = last(now, 'position.set', (fact) => fact.member === owner.id && isAt(fact, spot));
    return start !== undefined && start.offset > spot.offset
      ? [say('unread_before_start', { member: owner.id, offset: start.offset }, { fact: start, rules: ['F2'] }), ...told(start)]
      : [say('unread_polled', { member: owner.id, position }, { rules: ['F2', 'F4'] })];
  }
  const place =
    position === spot.offset
      ? say('unread_next', { member: owner.id, position }, { rules: ['F2'] })
      : say('unread_in_line', { member: owner.id, position, ahead: { records: spot.offset - position } }, { rules: ['F2'] });
  return [place, ...slowness(now, group, owner, [spot])];
}

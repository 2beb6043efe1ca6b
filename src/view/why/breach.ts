/** Why a guarantee was broken (D3): a record lost, processed twice, skipped, or out of order. */
import type { Breach, Fact, FactOf } from '../../sim/index.ts';
import { say, type Clause } from './answer.ts';
import { because, isAt, last, told, toldWhy, type Now, type Place } from './now.ts';

type Name = Pick<Breach, 'producer' | 'number'>;

const carries = (it: { readonly producer: string; readonly numbers: readonly number[] }, { producer, number }: Name): boolean =>
  it.producer === producer && it.numbers.includes(number);

const factOf = ({ facts }: Now, id: number): Fact | undefined => facts[id];

export function breachAnswer(now: Now, breach: Breach): readonly Clause[] {
  switch (breach.guarantee) {
    case 'lost':
      return lost(now, breach);
    case 'duplicate':
      return twice(now, breach);
    case 'skipped':
      return skipped(now, breach);
    case 'outOfOrder':
      return disordered(now, breach);
  }
}

/** Who was in sync when something happened. */
function isrBefore(now: Now, place: Breach, id: number): readonly number[] {
  const change = last(now, ['isr.changed', 'leader.elected'], (fact) => fact.id < id && isAt(fact, place));
  return change?.isr ?? now.model.topics.find(({ name }) => name === place.topic)?.partitions[place.partition]?.replicas ?? [];
}

function lost(now: Now, breach: Breach): readonly Clause[] {
  const end = factOf(now, breach.fact);
  const acknowledged = last(now, 'batch.acknowledged', (fact) => carries(fact, breach) && fact.id <= breach.fact);
  const elected = last(now, 'leader.elected', (fact) => isAt(fact, breach) && fact.leader !== null && fact.id <= breach.fact);
  const isr = acknowledged === undefined ? [] : isrBefore(now, breach, acknowledged.id);
  const first = say(
    'lost_what',
    { producer: breach.producer, number: breach.number + 1, offset: breach.offset },
    { fact: acknowledged, rules: ['D3'] },
  );
  const thin =
    acknowledged === undefined
      ? []
      : acknowledged.acks === 1
        ? [say('lost_acks_one', {}, { fact: acknowledged, rules: ['R5'] })]
        : [say('lost_isr', { isr }, { rules: ['R2', 'R5'] })];
  const led =
    elected === undefined
      ? []
      : elected.unclean
        ? [say('lost_unclean', { leader: { node: String(elected.leader) } }, { fact: elected, rules: ['C3'] })]
        : [say('lost_elected', { leader: { node: String(elected.leader) } }, { fact: elected, rules: ['C3', 'R4'] })];
  const cause = elected === undefined ? because(now, end) : because(now, elected);
  return [first, ...thin, ...cause, ...led, ...(end === undefined || end === elected ? [] : told(end, ['R4']))];
}

function twice(now: Now, breach: Breach): readonly Clause[] {
  const second = factOf(now, breach.fact) as FactOf<'record.processed'> | undefined;
  const first = last(
    now,
    'record.processed',
    (fact) => fact.group === breach.group && fact.producer === breach.producer && fact.number === breach.number && fact.id < breach.fact,
  );
  if (first === undefined || second === undefined) return told(second, ['D3']);
  const head = [
    say('twice_first', { member: first.member, offset: first.offset }, { fact: first, rules: ['D3'] }),
    say('twice_second', { member: second.member, offset: second.offset }, { fact: second }),
  ];
  return [...head, ...(first.offset !== second.offset ? writtenTwice(now, breach) : readAgain(now, first, second))];
}

/** The log holds it twice: a retry that the broker could not recognise. */
function writtenTwice(now: Now, breach: Breach): readonly Clause[] {
  const retried = last(now, 'batch.retried', (fact) => carries(fact, breach));
  return [
    say('twice_in_log', {}, { fact: retried, rules: ['P6', 'P7'] }),
    ...(retried === undefined ? [] : [say('twice_retry', { error: retried.error }, { fact: retried, rules: ['P6'] })]),
    ...because(now, retried),
  ];
}

/** It was handed out again, because nobody had committed past it. */
function readAgain(now: Now, first: FactOf<'record.processed'>, second: FactOf<'record.processed'>): readonly Clause[] {
  const between = (fact: Fact) => fact.id > first.id && fact.id < second.id;
  const start = last(now, 'position.set', (fact) => fact.id < second.id && fact.member === second.member && isAt(fact, second));
  const refused = last(now, 'commit.refused', (fact) => between(fact) && fact.group === first.group);
  const ended = now.facts
    .slice(first.id + 1, second.id)
    .find(
      (fact) =>
        (fact.kind === 'node.crashed' && fact.node === first.member) ||
        (fact.kind === 'node.paused' && fact.node === first.member) ||
        (fact.kind === 'rebalance.started' && fact.group === first.group) ||
        (fact.kind === 'processing.failed' && fact.member === first.member),
    );
  const zombie = start !== undefined && start.id < first.id && first.member !== second.member;
  const why = zombie
    ? [say('twice_zombie', { member: second.member }, { fact: start, rules: ['G13', 'O3'] })]
    : [
        ...toldWhy(now, ended),
        start === undefined
          ? say('twice_uncommitted_plain', {}, { rules: ['O1', 'F2'] })
          : start.by === 'seek'
            ? say('twice_seek', { offset: start.offset }, { fact: start, rules: ['F3'] })
            : say('twice_uncommitted', { offset: start.offset, member: second.member }, { fact: start, rules: ['O1', 'F2'] }),
      ];
  return [...why, ...told(refused, ['O3'])];
}

function skipped(now: Now, breach: Breach): readonly Clause[] {
  const commit = factOf(now, breach.fact);
  const here = (fact: Place) => isAt(fact, breach);
  const failure = last(
    now,
    ['processing.failed', 'poll.failed'],
    (fact) => fact.group === breach.group && here(fact) && fact.offset === breach.offset && fact.id <= breach.fact,
  );
  const polled = last(
    now,
    'poll.returned',
    (fact) =>
      fact.group === breach.group && fact.ranges.some((it) => isAt(it, breach) && it.from <= breach.offset && breach.offset < it.to),
  );
  const start = last(now, 'position.set', (fact) => fact.group === breach.group && here(fact) && fact.id <= breach.fact);
  const sent =
    commit?.kind === 'offsets.committed'
      ? last(now, 'commit.sent', (fact) => fact.member === commit.member && fact.id < commit.id)
      : undefined;
  const cause =
    failure !== undefined
      ? [...told(failure, ['F4']), ...(failure.then === 'skip' ? [say('skipped_on_purpose', {}, { fact: failure, rules: ['F4'] })] : [])]
      : polled === undefined
        ? passedOver(now, start)
        : [say('skipped_polled', { member: polled.member }, { fact: polled, rules: ['F2'] })];
  return [
    say('skipped_what', { offset: breach.offset, group: breach.group ?? '' }, { fact: commit, rules: ['D3'] }),
    ...cause,
    ...(polled !== undefined && failure === undefined ? dropped(now, polled) : []),
    ...(sent?.by === 'auto' ? [say('skipped_auto', { member: sent.member }, { fact: sent, rules: ['O2'] })] : []),
  ];
}

/** What made the member that had it in its hands drop it. */
function dropped(now: Now, polled: FactOf<'poll.returned'>): readonly Clause[] {
  const end = last(
    now,
    ['node.crashed', 'consumer.failed', 'partitions.lost', 'partitions.revoked', 'consumer.closed'],
    (fact) => fact.id > polled.id && ('node' in fact ? fact.node === polled.member : fact.member === polled.member),
  );
  return end === undefined ? [] : [...told(end), ...because(now, end)];
}

/** Nobody was ever given it: reading began behind it. */
function passedOver(now: Now, start: FactOf<'position.set'> | undefined): readonly Clause[] {
  if (start === undefined) return [say('skipped_never', {}, { rules: ['F2'] })];
  const says = start.by === 'latest' ? 'skipped_latest' : start.by === 'seek' ? 'skipped_seek' : 'skipped_start';
  return [say(says, { member: start.member, offset: start.offset }, { fact: start, rules: ['F2', 'F3'] }), ...because(now, start)];
}

function disordered(now: Now, breach: Breach): readonly Clause[] {
  const late = factOf(now, breach.fact) as FactOf<'record.processed'> | undefined;
  const early = last(
    now,
    'record.processed',
    (fact) => fact.id < breach.fact && fact.group === breach.group && fact.producer === breach.producer && fact.number > breach.number,
  );
  const head = say(
    'order_what',
    { first: (early?.number ?? breach.number) + 1, second: breach.number + 1, producer: breach.producer },
    { fact: late, rules: ['D3'] },
  );
  if (early === undefined || late === undefined) return [head];
  if (early.partition !== late.partition) {
    const grown = last(now, 'partitions.added', (fact) => fact.topic === breach.topic);
    return [head, say('order_partitions', { first: early.partition, second: late.partition }, { fact: grown, rules: ['T2', 'P2'] })];
  }
  if (early.offset < late.offset) {
    const retried = last(now, 'batch.retried', (fact) => carries(fact, breach));
    return [
      head,
      say('order_retry', { first: early.offset, second: late.offset }, { fact: retried, rules: ['P6', 'P7'] }),
      ...toldWhy(now, retried, ['P6']),
    ];
  }
  const start = last(now, 'position.set', (fact) => fact.id < late.id && fact.member === late.member && isAt(fact, late));
  return [head, say('order_reread', { member: late.member }, { fact: start, rules: ['F2', 'O1'] })];
}

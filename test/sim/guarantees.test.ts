import { describe, expect, it } from 'vitest';
import type { Fact, FactBody } from '../../src/sim/facts.ts';
import { createFold, fateOf, journeyOf } from '../../src/sim/guarantees/index.ts';
import { acknowledged, appended, committed, led, processed, sent, tell } from './support/told.ts';
import type { Told } from './support/told.ts';

const after = (...story: readonly Told[]) => {
  const facts = tell(...story);
  return createFold(facts).at(facts.length);
};
const two: readonly Told[] = [
  [0, sent(0, 'a')],
  [0, sent(1, 'a')],
  [20, appended(0, [0, 1])],
];

describe('records on their way (D1)', () => {
  it('D1: produced counts send(), acknowledged what the broker confirmed, failed what never will be', () => {
    const failed: FactBody = {
      kind: 'batch.failed',
      topic: 'orders',
      partition: 0,
      producer: 'web',
      numbers: [2],
      error: 'TimeoutException',
    };
    const { ledger } = after(...two, [30, sent(2)], [40, acknowledged(0, [0, 1])], [50, failed]);
    expect(ledger).toMatchObject({ produced: 3, acknowledged: 2, failed: 1, lost: 0 });
  });

  it('D1: a record sent with acks=0 never counts as acknowledged', () => {
    expect(after(...two, [40, acknowledged(-1, [0, 1], 0)]).ledger.acknowledged).toBe(0);
  });

  it('D1: a record is buffered, in flight, appended, acknowledged, in that order', () => {
    const requested: FactBody = {
      kind: 'produce.requested',
      producer: 'web',
      broker: 1,
      correlationId: 0,
      acks: -1,
      batches: [{ topic: 'orders', partition: 0, producer: 'web', numbers: [0] }],
    };
    const facts = tell([0, sent(0, 'a')], [5, requested], [25, appended(0, [0])], [45, acknowledged(0, [0])]);
    const fold = createFold(facts);
    const fates = facts.map((_, count) => fateOf(fold.at(count + 1), 'web', 0)?.fate);
    expect(fates).toEqual(['buffered', 'inFlight', 'appended', 'acknowledged']);
    expect(journeyOf(facts, 'web', 0)).toEqual(facts);
    expect(journeyOf(facts, 'web', 1)).toEqual([]);
  });
});

describe('lost records (D3)', () => {
  it('D3: an acknowledged record is lost when the next leader does not have it, and the leader is the cause', () => {
    const facts = tell(...two, [40, acknowledged(0, [0, 1])], [9000, led(1, 1)]);
    const state = createFold(facts).at(facts.length);
    expect(state.ledger.lost).toBe(1);
    expect(state.ledger.breaches).toEqual([
      { guarantee: 'lost', at: 9000, topic: 'orders', partition: 0, offset: 1, key: 'a', producer: 'web', number: 1, group: null, fact: 4 },
    ]);
    expect(fateOf(state, 'web', 1)?.fate).toBe('lost');
    expect(fateOf(state, 'web', 0)?.fate).toBe('acknowledged');
  });

  it('D3: a record whose acknowledgement arrives after the log was cut is lost too', () => {
    expect(after(...two, [30, led(0, 1)], [40, acknowledged(0, [0, 1])]).ledger.lost).toBe(2);
  });

  it('D3: what a leader of the past still appends and acknowledges is lost', () => {
    const state = after([0, led(0, 1)], [1, sent(0)], [20, appended(0, [0], 0)], [40, acknowledged(0, [0])]);
    expect(state.ledger).toMatchObject({ lost: 1, breaches: [{ fact: 0 }] });
  });

  it('D3: a record that was cut and sent again before its acknowledgement is not lost', () => {
    expect(after(...two, [30, led(0, 1)], [50, appended(0, [0, 1], 1)], [70, acknowledged(0, [0, 1])]).ledger.lost).toBe(0);
  });

  it('P6: a record appended twice is lost only when both copies are', () => {
    const twice: readonly Told[] = [
      [0, sent(0)],
      [20, appended(0, [0])],
      [60, appended(1, [0])],
      [80, acknowledged(1, [0])],
    ];
    expect(after(...twice, [90, led(1, 1)]).ledger.lost).toBe(0);
    expect(after(...twice, [90, led(0, 1)]).ledger.lost).toBe(1);
  });
});

describe('records that come back (D3)', () => {
  const follows = (broker: number, leader: number): FactBody => ({
    kind: 'replica.followed',
    topic: 'orders',
    partition: 0,
    broker,
    leader,
    leaderEpoch: 0,
  });
  const copied = (broker: number, from: number, to: number): FactBody => ({
    kind: 'replica.copied',
    topic: 'orders',
    partition: 0,
    broker,
    from,
    to,
  });
  const truncated = (broker: number, from: number, to: number): FactBody => ({
    kind: 'replica.truncated',
    topic: 'orders',
    partition: 0,
    broker,
    from,
    to,
  });
  /** Broker 2 has the first of three acknowledged records and leads: two are lost. Broker 1 still has them. */
  const lost: readonly Told[] = [
    [0, follows(2, 1)],
    [0, sent(0, 'a')],
    [0, sent(1, 'b')],
    [0, sent(2, 'c')],
    [10, appended(0, [0])],
    [11, copied(2, 0, 1)],
    [12, appended(1, [1, 2])],
    [13, acknowledged(0, [0, 1, 2])],
    [50, led(1, 1, 2)],
  ];

  it('D3: a second unclean election that brings the old leader back brings back what was lost', () => {
    expect(after(...lost).ledger.lost).toBe(2);
    const state = after(...lost, [90, led(3, 2, 1)]);
    expect(state.ledger).toMatchObject({ lost: 0, breaches: [] });
    expect(fateOf(state, 'web', 2)).toMatchObject({ fate: 'acknowledged', offset: 2 });
  });

  it('D3: what the leader in between had taken is lost in its turn', () => {
    const state = after(...lost, [60, sent(3, 'd')], [70, appended(1, [3], 1, 2)], [75, acknowledged(1, [3])], [90, led(3, 2, 1)]);
    expect(state.ledger.breaches).toMatchObject([{ guarantee: 'lost', number: 3, fact: 12 }]);
    expect(state.ledger.lost).toBe(1);
  });

  it('D3: an old leader that has followed meanwhile was cut: it brings nothing back', () => {
    const meanwhile: readonly Told[] = [
      [60, follows(1, 2)],
      [61, truncated(1, 3, 1)],
      [70, sent(3, 'd')],
      [71, appended(1, [3], 1, 2)],
      [72, copied(1, 1, 2)],
      [73, acknowledged(1, [3])],
    ];
    const state = after(...lost, ...meanwhile, [90, led(2, 2, 1)]);
    expect(state.ledger.lost).toBe(2);
    expect(fateOf(state, 'web', 3)?.fate).toBe('acknowledged');
  });

  it('D3: a group that committed past them elsewhere has skipped them when they come back', () => {
    const state = after(
      ...lost,
      [60, sent(3, 'd')],
      [70, appended(1, [3], 1, 2)],
      [75, processed(3, 1)],
      [80, committed(2)],
      [90, led(3, 2, 1)],
    );
    expect(state.ledger.breaches.filter(({ guarantee }) => guarantee === 'skipped').map(({ number }) => number)).toEqual([0, 1]);
  });

  it('D1, T3: records deleted with their topic are not lost', () => {
    const state = after(...lost.slice(0, -1), [50, { kind: 'topic.deleted', topic: 'orders' }], [60, led(0, 0, 2)]);
    expect(state.ledger.lost).toBe(0);
  });
});

describe('what a group did (D1, D3)', () => {
  it('D3, G12: a record processed three times makes two duplicates, in this group alone', () => {
    const { groups } = after(
      ...two,
      [50, processed(0, 0)],
      [60, processed(0, 0)],
      [70, processed(0, 0)],
      [80, processed(0, 0, 'fraud')],
    ).ledger;
    expect(groups['billing']).toEqual({ processed: 3, duplicates: 2, skipped: 0, outOfOrder: 0 });
    expect(groups['fraud']).toEqual({ processed: 1, duplicates: 0, skipped: 0, outOfOrder: 0 });
  });

  it('D3: a copy of a record at another offset is a duplicate as well', () => {
    const story: readonly Told[] = [
      [0, sent(0)],
      [1, appended(0, [0])],
      [2, appended(1, [0])],
      [3, processed(0, 0)],
      [4, processed(0, 1)],
    ];
    expect(after(...story).ledger.groups['billing']?.duplicates).toBe(1);
  });

  it('D3: committed past and never processed is skipped; processed after all it is not', () => {
    const skipped = after(...two, [50, processed(0, 0)], [60, committed(2)]).ledger;
    expect(skipped.groups['billing']?.skipped).toBe(1);
    expect(skipped.breaches).toMatchObject([{ guarantee: 'skipped', offset: 1, number: 1, group: 'billing', fact: 4 }]);
    const healed = after(...two, [50, processed(0, 0)], [60, committed(2)], [70, processed(1, 1)]).ledger;
    expect(healed).toMatchObject({ groups: { billing: { skipped: 0, processed: 2 } }, breaches: [] });
  });

  it('D3: a commit that goes back takes back what it skipped', () => {
    expect(after(...two, [60, committed(2)], [70, committed(1)]).ledger.groups['billing']?.skipped).toBe(1);
    expect(after(...two, [60, committed(2)], [70, committed(0)], [80, committed(2)]).ledger.groups['billing']?.skipped).toBe(2);
  });

  it('D3: order is broken when a later record of a key was first processed before an earlier one', () => {
    const swapped: readonly Told[] = [
      [0, sent(0, 'a')],
      [0, sent(1, 'a')],
      [9, appended(0, [1])],
      [10, appended(1, [0])],
    ];
    expect(after(...swapped, [50, processed(1, 0)], [60, processed(0, 1)]).ledger.groups['billing']?.outOfOrder).toBe(1);
    expect(after(...two, [50, processed(0, 0)], [55, processed(1, 1)], [60, processed(0, 0)]).ledger.groups['billing']?.outOfOrder).toBe(0);
  });

  it('T2, D3: a key that moved to another partition can break its order', () => {
    const story: readonly Told[] = [
      [0, sent(0, 'a', 0)],
      [0, sent(1, 'a', 3)],
      [50, processed(1, 0, 'billing', 3)],
      [60, processed(0, 0)],
    ];
    expect(after(...story).ledger.groups['billing']?.outOfOrder).toBe(1);
  });

  it('D3: records without a key promise order within their partition only', () => {
    const story: readonly Told[] = [
      [0, sent(0, null, 0)],
      [0, sent(1, null, 3)],
      [50, processed(1, 0, 'billing', 3)],
      [60, processed(0, 0)],
    ];
    expect(after(...story).ledger.groups['billing']?.outOfOrder).toBe(0);
  });
});

describe('the fold', () => {
  /** Two thousand records in three partitions' worth of numbers, some lost, some processed twice. */
  function long(): Fact[] {
    const story: Told[] = [];
    for (let number = 0; number < 2000; number++) {
      story.push([number, sent(number, `k${number % 7}`)], [number, appended(number, [number])], [number, acknowledged(number, [number])]);
      if (number % 3 > 0) story.push([number, processed(number, number)]);
      if (number % 50 === 49) story.push([number, committed(number - 5)]);
    }
    story.push([3000, led(1990, 1)], [3001, processed(4, 4)]);
    return tell(...story);
  }

  it('D3: the fold at any moment says what folding from the start says', () => {
    const facts = long();
    const fold = createFold(facts);
    for (const count of [facts.length, 5, 255, 256, 257, 4000, 3999, 4001, facts.length - 1, 0, facts.length])
      expect(fold.at(count).ledger).toEqual(createFold(facts.slice(0, count)).at(count).ledger);
    expect(fold.at(facts.length).ledger).toMatchObject({ produced: 2000, acknowledged: 2000, lost: 10 });
  });

  it('D3: what did not change is the same object', () => {
    const facts = tell(...two, [50, { kind: 'heartbeat.sent', group: 'billing', member: 'm1', generation: 1 }], [60, processed(0, 0)]);
    const fold = createFold(facts);
    const before = fold.at(3);
    expect(fold.at(4).ledger).toBe(before.ledger);
    expect(fold.at(5).ledger).not.toBe(before.ledger);
    expect(fold.at(5).rebalances).toBe(before.rebalances);
  });

  it('D3: facts taken back are forgotten, others may take their place', () => {
    const facts = long();
    const fold = createFold(facts);
    fold.at(facts.length);
    facts.length = 3000;
    fold.truncate(3000);
    const more = tell(...Array.from({ length: 3001 }, (): Told => [9, sent(1999)]));
    facts.push(...more.slice(3000));
    expect(fold.at(3001).ledger).toEqual(createFold(facts.slice(0, 3001)).at(3001).ledger);
  });

  it('D3: groups named beforehand are in the ledger from the start', () => {
    expect(createFold([], ['billing']).at(0).ledger.groups).toEqual({
      billing: { processed: 0, duplicates: 0, skipped: 0, outOfOrder: 0 },
    });
  });
});

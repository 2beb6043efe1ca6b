import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { FactBody } from '../../src/sim/facts.ts';
import { createChecker, invariants } from '../../src/sim/invariants/index.ts';
import { insert } from '../../src/sim/kernel/queue.ts';
import type { Entry } from '../../src/sim/kernel/world.ts';
import { batch, broken, judged, producer } from './support/broken.ts';
import { tell } from './support/told.ts';
import { worldOf } from './support/worlds.ts';

describe('producers (D2, D1)', () => {
  it('D2: more in flight than allowed, more memory than there is', () => {
    const claim = 'D2: in-flight and memory bounds';
    const flying = (purpose: string) => ({ connections: { 1: { broker: 1, inFlight: [request, { ...request, purpose }] } } });
    const request = { purpose: 'produce', batches: [batch] };
    expect(broken(worldOf(producer(flying('produce'))))).toEqual([claim]);
    expect(broken(worldOf(producer(flying('metadata'))))).toEqual([]);
    const large = { queues: { orders: [{ batches: [{ ...batch, memory: 200 }] }] }, memoryUsed: 200 };
    expect(broken(worldOf(producer({ accumulator: large })))).toEqual([claim]);
  });

  it('D2: memory that no batch holds', () => {
    const leaking = { queues: {}, memoryUsed: 100 };
    expect(broken(worldOf(producer({ accumulator: leaking })))).toEqual(['D2: the memory of a producer is that of its batches']);
  });

  it('D1: a record that ends twice, or is sent twice', () => {
    const claim = 'D1: every record has one fate';
    const run = { topic: 'orders', partition: 0, producer: 'web', numbers: [0] };
    const acknowledged: FactBody = { kind: 'batch.acknowledged', ...run, baseOffset: 0, acks: 1, latencyMs: 1 };
    const failed: FactBody = { kind: 'batch.failed', ...run, error: 'TimeoutException' };
    const sent: FactBody = {
      kind: 'record.sent',
      topic: 'orders',
      partition: 0,
      producer: 'web',
      number: 0,
      key: null,
      bytes: 1,
      by: 'sticky',
    };
    expect(judged([0, sent], [0, acknowledged])).toEqual([]);
    expect(judged([0, sent], [0, acknowledged], [0, failed])).toEqual([claim]);
    expect(judged([0, sent], [0, sent])).toEqual([claim]);
  });

  it('D1: a fate that was taken back by going back in time may come again', () => {
    const run = { topic: 'orders', partition: 0, producer: 'web', numbers: [0] };
    const facts = tell([0, { kind: 'batch.failed', ...run, error: 'TimeoutException' }]);
    const check = createChecker();
    const world = { ...worldOf(), factCount: 1 };
    expect([...check(world, facts), ...check(world, facts)]).toEqual([]);
  });
});

describe('the kernel (N1, N2)', () => {
  const message = {
    kind: 'message',
    at: 5,
    seq: 0,
    from: 'a:a',
    to: 'b:b',
    message: { type: 'x' },
    connection: 'main',
    sentAt: 0,
    incarnation: 0,
    cause: null,
  } as const;
  const timer = { kind: 'timer', at: 5, seq: 0, to: 'producer:web', id: 'linger', message: { type: 'x' }, cause: null } as const;

  it('N2: a message that nobody counted', () => {
    const world = { ...worldOf(), queue: insert<Entry>(null, message) };
    expect(broken(world)).toEqual(['N2: messages sent = delivered + dropped + in flight']);
    expect(broken({ ...world, counters: { sent: 1, delivered: 0, dropped: 0 } })).toEqual([]);
  });

  it('N1: a timer its actor has forgotten', () => {
    const world = worldOf(producer({}));
    expect(broken({ ...world, queue: insert<Entry>(null, timer) })).toEqual(['N1: every timer that is due is known to its actor']);
  });

  it('N1: time that goes back, and something due that was left behind', () => {
    const claim = 'N1: time moves on, and nothing due was left behind';
    expect(broken({ ...worldOf(), at: 9 }, { ...worldOf(), at: 8 })).toEqual([claim]);
    const late = { ...worldOf(), at: 9, queue: insert<Entry>(null, message), counters: { sent: 1, delivered: 0, dropped: 0 } };
    expect(broken(late)).toEqual([claim]);
  });

  it('N1: a fact out of its order, before its cause, or of another time', () => {
    const claim = 'N1: facts are numbered in order, and causes come before them';
    const closed: FactBody = { kind: 'producer.closed', producer: 'web' };
    expect(judged([0, closed], [0, closed, 0])).toEqual([]);
    expect(judged([0, closed], [0, closed, 1])).toEqual([claim]);
    expect(judged([0, closed], [3, closed])).toEqual([claim]);
    expect(createChecker()({ ...worldOf(), factCount: 9 }, tell([0, closed]))).toMatchObject([{ invariant: claim }]);
  });
});

it('D2: every invariant of the register is broken by some test', () => {
  const tests = ['invariants.test.ts', 'invariantsOfClusters.test.ts'].map((name) => readFileSync(new URL(name, import.meta.url), 'utf8'));
  for (const { name } of invariants) expect(tests.join('')).toContain(name);
});

import { describe, expect, it } from 'vitest';
import { hash } from '../../src/sim/kernel/luck.ts';
import type { ErrorCode } from '../../src/sim/messages.ts';
import { producerRig, workload, type Posted, type Rig } from './support/producerRig.ts';

const errors: readonly ErrorCode[] = [
  'NOT_ENOUGH_REPLICAS',
  'NOT_LEADER_OR_FOLLOWER',
  'REQUEST_TIMED_OUT',
  'MESSAGE_TOO_LARGE',
  'OUT_OF_ORDER_SEQUENCE_NUMBER',
];

/** Two brokers in a bad mood: they answer late, refuse, hang up, move leaders, say nothing; then they get well. */
function adventure(seed: number, idempotent: boolean): Rig {
  const config = {
    'enable.idempotence': idempotent,
    'linger.ms': hash(seed, 1) % 30,
    'batch.size': 200 + (hash(seed, 2) % 800),
    'buffer.memory': 4000,
    'max.block.ms': 700,
    'request.timeout.ms': 900,
    'delivery.timeout.ms': 2500,
    'max.in.flight.requests.per.connection': 1 + (hash(seed, 3) % 5),
  };
  const workloads = [workload({ everyMs: 17, stopAt: 8000, keys: ['a', 'b', 'c'] }), workload({ everyMs: 41, stopAt: 8000, mode: 'sync' })];
  const rig = producerRig({ seed, config, workloads, topics: { test: [1, 2, 1, 2] } });
  rig.start();
  let open: Posted[] = [];
  let seen = 0;
  const most = { inFlight: 0, memory: 0 };
  for (let step = 0; rig.now < 16_000; step++) {
    const ill = rig.now < 8000;
    const dice = (n: number, below: number) => hash(seed, 100 + step, n) % below;
    rig.run(rig.now + 1 + dice(0, 40));
    open.push(...rig.posted.slice(seen).filter(({ broker }) => !rig.silent.has(broker)));
    seen = rig.posted.length;
    if (ill && dice(1, 40) === 0) rig.silent.add(1 + dice(2, 2));
    if (!ill || dice(1, 15) === 1) rig.silent.clear();
    if (ill && dice(3, 30) === 0) rig.lead('test', dice(4, 4), dice(5, 5) === 0 ? null : 1 + dice(6, 2));
    if (!ill) for (const partition of [0, 1, 2, 3]) if (rig.topics['test']?.[partition] === null) rig.lead('test', partition, 1);
    if (ill && dice(7, 60) === 0) {
      const broker = 1 + dice(8, 2);
      const ordinal = rig.context.connections[broker]?.ordinal ?? 1;
      open = open.filter((it) => it.broker !== broker);
      rig.disconnect(String(broker), ordinal === 1 ? 'main' : `main#${ordinal}`);
    }
    for (const request of open.splice(0, ill ? dice(9, 3) : open.length))
      if (ill && dice(request.message.correlationId, 6) === 0) rig.refuse(request, errors[dice(10, errors.length)] ?? 'REQUEST_TIMED_OUT');
      else rig.accept(request);
    const { connections, accumulator } = rig.context;
    for (const { inFlight } of Object.values(connections))
      most.inFlight = Math.max(most.inFlight, inFlight.filter(({ purpose }) => purpose === 'produce').length);
    most.memory = Math.max(most.memory, accumulator.memoryUsed);
  }
  expect(most.inFlight).toBeLessThanOrEqual(config['max.in.flight.requests.per.connection']);
  expect(most.memory).toBeLessThanOrEqual(config['buffer.memory']);
  return rig;
}

describe('producer: fates', () => {
  it('D1, D2: whatever happens, every record ends in exactly one way, and all memory returns', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const rig = adventure(seed, seed % 2 === 0);
      const sent = rig.facts('record.sent').map(({ number }) => number);
      const acknowledged = rig.facts('batch.acknowledged').flatMap(({ numbers }) => numbers);
      const failed = rig.facts('batch.failed').flatMap(({ numbers }) => numbers);
      const rejected = rig.facts('record.rejected').map(({ number }) => number);
      const order = (a: number, b: number) => a - b;
      expect([...acknowledged, ...failed].sort(order), `seed ${seed}`).toEqual(sent.toSorted(order));
      expect([...sent, ...rejected].sort(order)).toEqual(Array.from({ length: rig.context.nextNumber }, (_, i) => i));
      expect(rig.model).toMatchObject({
        sent: sent.length,
        acknowledged: acknowledged.length,
        failed: failed.length + rejected.length,
        buffered: [],
        inFlight: [],
      });
      expect(rig.context.accumulator).toMatchObject({ memoryUsed: 0, incomplete: 0 });
      expect(rig.context.pending).toEqual([]);
      expect(acknowledged.length).toBeGreaterThan(80);
    }
  });

  it('P7: an idempotent producer never sends a number twice for different records of one epoch', () => {
    let retries = 0;
    for (let seed = 1; seed <= 14; seed++) {
      const rig = adventure(seed, true);
      retries += rig.model.retries;
      const numbered = new Map<string, number>();
      for (const { message } of rig.posted)
        for (const { topic, partition, records, producerEpoch, baseSequence } of message.batches) {
          for (const [i, { number }] of records.entries()) {
            const name = `${topic}-${partition} ${producerEpoch} ${baseSequence + i}`;
            expect(numbered.get(name) ?? number, `seed ${seed}: ${name}`).toBe(number);
            numbered.set(name, number);
          }
        }
    }
    expect(retries).toBeGreaterThan(200);
  });
});

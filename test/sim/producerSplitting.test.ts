import { describe, expect, test } from 'vitest';
import { createSimulation, parseScenario, type Simulation } from '../../src/sim/index.ts';
import { carried, producerRig, type Posted, type Rig } from './support/producerRig.ts';
import { ofKind } from './support/scenes.ts';

/** Six records of 100 bytes and more for partition 0, sent as one batch and refused as too large. */
function refusedBatch(config: Record<string, string | number | boolean>, profile: '2.8' | '4.3' = '4.3'): Rig {
  const rig = producerRig({ profile, config: { 'linger.ms': 1000, 'batch.size': 800, ...config }, topics: { test: [1] } });
  rig.start();
  for (let n = 0; n < 6; n++) rig.send(null, 0, 'x'.repeat(100));
  rig.deliver({ type: 'command.flush' });
  return rig;
}

const last = (rig: Rig): Posted => rig.posted.at(-1) as Posted;
const numbers = (posted: Posted) => carried(posted)['test-0'];
const sequences = ({ message }: Posted) => message.batches.map(({ baseSequence }) => baseSequence);

describe('P4: splitting', () => {
  test('P4: a refused batch is cut to batch.size first, and what is refused again in halves', () => {
    const rig = refusedBatch({ 'max.in.flight.requests.per.connection': 1 });
    expect(numbers(last(rig))).toEqual([0, 1, 2, 3, 4, 5]);
    rig.refuse(last(rig), 'MESSAGE_TOO_LARGE');
    expect(numbers(last(rig))).toEqual([0, 1, 2, 3, 4, 5]);
    rig.refuse(last(rig), 'MESSAGE_TOO_LARGE');
    // Half the bytes, header included, is room for two records.
    for (const piece of [
      [0, 1],
      [2, 3],
      [4, 5],
    ]) {
      expect(numbers(last(rig))).toEqual(piece);
      rig.accept(last(rig));
    }
    expect(rig.facts('batch.split').map(({ into }) => into)).toEqual([1, 3]);
    expect(rig.model).toMatchObject({ acknowledged: 6, failed: 0, retries: 0 });
    expect(rig.context.accumulator).toMatchObject({ memoryUsed: 0, incomplete: 0 });
  });

  test('P4, P7: the pieces share the sequence numbers of the batch, and go in order', () => {
    const rig = refusedBatch({});
    rig.refuse(last(rig), 'MESSAGE_TOO_LARGE');
    rig.refuse(last(rig), 'MESSAGE_TOO_LARGE');
    expect([numbers(last(rig)), sequences(last(rig))]).toEqual([[0, 1], [0]]);
    rig.refuse(last(rig), 'MESSAGE_TOO_LARGE');
    for (const piece of [
      [[0], [0]],
      [[1], [1]],
      [[2, 3], [2]],
      [[4, 5], [4]],
    ]) {
      expect([numbers(last(rig)), sequences(last(rig))]).toEqual(piece);
      rig.accept(last(rig));
    }
    rig.send(null, 0, 'y');
    rig.run(rig.now + 1000);
    expect(sequences(last(rig))).toEqual([6]);
  });

  test('P4: a single record that is too large fails with RecordTooLargeException, the others of its batch do not', () => {
    const rig = refusedBatch({ acks: '1' });
    for (let n = 0; n < rig.posted.length; n++) {
      const posted = rig.posted[n] as Posted;
      if (numbers(posted)?.includes(4) === true) rig.refuse(posted, 'MESSAGE_TOO_LARGE');
      else rig.accept(posted);
    }
    expect(rig.facts('batch.failed')).toMatchObject([{ numbers: [4], error: 'RecordTooLargeException' }]);
    expect(rig.model).toMatchObject({ acknowledged: 5, failed: 1 });
  });

  test('P4, V: before 4.2 a piece was never smaller than batch.size, so that the same batch is refused until delivery.timeout.ms', () => {
    const rig = refusedBatch({}, '2.8');
    for (let n = 0; n < 5; n++) rig.refuse(last(rig), 'MESSAGE_TOO_LARGE');
    expect(rig.facts('batch.split').map(({ into }) => into)).toEqual([1, 1, 1, 1, 1]);
    rig.silent.add(1);
    rig.run(121_000);
    expect(rig.facts('batch.failed')).toMatchObject([{ error: 'TimeoutException', numbers: [0, 1, 2, 3, 4, 5] }]);
  });

  test('P4: whole world: a topic with a small max.message.bytes gets its records all the same, in order', () => {
    const run: Simulation = createSimulation(
      parseScenario(`
partita: 1
brokers: 1
topics: { orders: { config: { max.message.bytes: 700 } } }
producers:
  web-1:
    config: { linger.ms: 200, batch.size: 4096 }
    workload: { topic: orders, everyMs: 5, count: 60, value: { bytes: 100 } }`),
    );
    run.runUntil(20_000);
    const model = run.read();
    expect(model.ledger).toMatchObject({ produced: 60, acknowledged: 60, failed: 0 });
    const records = model.topics[0]?.partitions[0]?.records ?? [];
    expect(records.map(({ number }) => number)).toEqual(Array.from({ length: 60 }, (_, n) => n));
    expect(ofKind(run.facts(), 'batch.split').length).toBeGreaterThan(0);
    for (const { bytes } of ofKind(run.facts(), 'batch.appended')) expect(bytes).toBeLessThanOrEqual(700);
  });
});

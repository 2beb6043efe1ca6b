import { expect, test } from 'vitest';
import { CommandError, createSimulation } from '../../src/sim/index.ts';
import { ofKind, play, scene } from './support/scenes.ts';

test('a read model is frozen to the bottom: whoever holds it cannot rewrite history', () => {
  const model = play('leave-crash', 20_000).read();
  const loose: string[] = [];
  const visit = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return;
    if (!Object.isFrozen(value)) loose.push(path);
    for (const [key, part] of Object.entries(value)) visit(part, `${path}.${key}`);
  };
  visit(model, 'model');
  expect(loose).toEqual([]);
});

test('N1: a setting of one producer leaves the luck of another one’s messages alone', () => {
  const acknowledgements = (linger: number) => {
    const run = play('leave-crash', 10_000, {
      'network/jitterMs': 10,
      'topics/other': { partitions: 1, replicas: [[3]] },
      'producers/quiet': { workload: { topic: 'other', everyMs: 500 } },
      'producers/web-1/config/linger.ms': linger,
    });
    return ofKind(run.facts(), 'batch.acknowledged')
      .filter(({ producer }) => producer === 'quiet')
      .map(({ at }) => at);
  };
  expect(acknowledgements(0)).toEqual(acknowledgements(7));
});

test('O4: a group whose coordinator died is what __consumer_offsets remembers, and nobody serves it', () => {
  const run = createSimulation(scene('leave-crash', { 'topics/orders/replicationFactor': 3, script: [] }));
  run.runUntil(12_000);
  const before = run.read().groups[0];
  run.dispatch({ do: 'crash', target: before?.coordinator });
  run.runUntil(15_000);
  expect(run.read().groups[0]).toMatchObject({
    coordinated: false,
    state: 'Stable',
    generation: before?.generation,
    leader: before?.leader,
  });
  for (const [i, { committed }] of (run.read().groups[0]?.offsets ?? []).entries())
    expect(committed).toBeGreaterThanOrEqual(before?.offsets[i]?.committed ?? 0);
  run.runUntil(40_000);
  const after = run.read().groups[0];
  expect(after?.coordinated).toBe(true);
  expect(after?.coordinator).not.toBe(before?.coordinator);
  expect(ofKind(run.facts(12_000), 'rebalance.started')).toEqual([]);
});

const codeOf = (command: Parameters<ReturnType<typeof createSimulation>['dispatch']>[0]): string | null => {
  try {
    createSimulation(scene('leave-crash')).dispatch(command);
    return null;
  } catch (error) {
    return error instanceof CommandError ? error.code : String(error);
  }
};

test('T1, T2: what cannot be created is refused with Kafka’s names', () => {
  expect(codeOf({ do: 'createTopic', topic: 'orders' })).toBe('TOPIC_ALREADY_EXISTS');
  expect(codeOf({ do: 'createTopic', topic: 'a', partitions: 0 })).toBe('INVALID_PARTITIONS');
  expect(codeOf({ do: 'createTopic', topic: 'a', replicationFactor: 0 })).toBe('INVALID_REPLICATION_FACTOR');
  expect(codeOf({ do: 'createTopic', topic: 'a', replicationFactor: 4 })).toBe('INVALID_REPLICATION_FACTOR');
  expect(codeOf({ do: 'createTopic', topic: 'a', replicas: [[1, 9]] })).toBe('INVALID_REPLICA_ASSIGNMENT');
  expect(codeOf({ do: 'createTopic', topic: '..' })).toBe('INVALID_TOPIC_EXCEPTION');
  expect(codeOf({ do: 'addPartitions', topic: 'orders', partitions: 6 })).toBe('INVALID_PARTITIONS');
  expect(codeOf({ do: 'addPartitions', topic: 'orders', partitions: 0 })).toBe('INVALID_PARTITIONS');
  expect(codeOf({ do: 'createTopic', topic: 'a' })).toBeNull();
});

test('internal topics are nobody’s to command, and clients have no links to each other', () => {
  expect(codeOf({ do: 'addPartitions', topic: '__consumer_offsets', partitions: 60 })).not.toBeNull();
  expect(codeOf({ do: 'subscribe', member: 'billing-1', topics: ['__consumer_offsets'] })).not.toBeNull();
  expect(codeOf({ do: 'cut', between: ['web-1', 'billing-1'] })).not.toBeNull();
  expect(codeOf({ do: 'cut', between: ['web-1', [1, 'billing-1']] })).toBeNull();
});

test('a command acts now: one that names another time is refused', () => {
  expect(codeOf({ do: 'crash', target: 1, at: 9000 })).toBe('INVALID_REQUEST');
  expect(codeOf({ do: 'crash', target: 1, at: 0 })).toBeNull();
});

test('D1: a record that send() refused was produced and failed', () => {
  const run = play('leave-crash', 2000, {
    'producers/big': { config: { 'max.request.size': 2000 }, workload: { topic: 'orders', atMs: [100], value: { bytes: 3000 } } },
  });
  const { produced, failed, acknowledged } = run.read().ledger;
  expect(failed).toBe(1);
  expect(acknowledged + failed).toBeLessThanOrEqual(produced);
});

test('C2: a restarted broker is unfenced as soon as it has caught up', () => {
  const script = [
    { at: 5000, do: 'crash', target: 2 },
    { at: 30_000, do: 'restart', target: 2 },
  ];
  const facts = play('leave-crash', 40_000, { script }).facts();
  const registered = ofKind(facts, 'broker.registered').at(-1)?.at ?? 0;
  const unfenced = ofKind(facts, 'broker.unfenced').at(-1)?.at ?? Infinity;
  expect(unfenced - registered).toBeLessThan(200);
});

/** A scene by seed: a cluster, its topics, who writes and who reads, with settings that a run of a minute can bear. */
import type { ProfileName, Scenario } from '../../sim/index.ts';
import { atLeast } from '../../sim/config/index.ts';
import { parseScenarioValue, profiles, runsOnZooKeeper } from '../../sim/index.ts';
import { TROUBLE_MS, group, numbered, producer } from './clients.ts';
import type { Dice } from './dice.ts';
import { scriptedTrouble } from './trouble.ts';

/** The scene as a file would say it, so that a failure can be kept and run by hand. */
export type SceneValue = Readonly<Record<string, unknown>>;

export function sceneValue(dice: Dice, seed: number): SceneValue {
  const brokers = dice.between(1, 5);
  const kafka = dice.pick(profiles);
  const topics = Object.fromEntries(dice.some(['orders', 'payments', 'refunds']).map((name) => [name, topic(dice, brokers)]));
  const names = Object.keys(topics);
  const groups = Object.fromEntries(dice.some(['billing', 'fraud', 'audit']).map((name) => [name, group(dice, kafka, name, names)]));
  const producers = Object.fromEntries(numbered('web', dice.between(1, 3)).map((name) => [name, producer(dice, names)]));
  const bare = {
    partita: 1,
    kafka,
    seed,
    network: {
      latencyMs: dice.pick([1, 5, 20, 50]),
      jitterMs: dice.pick([0, 0, 4, 15]),
      ...(dice.chance(0.2) ? { bandwidthBytesPerMs: dice.pick([50, 500]) } : {}),
    },
    [runsOnZooKeeper(kafka) ? 'zookeeper' : 'controllers']: dice.pick([1, 1, 3]),
    cluster: { config: cluster(dice, kafka) },
    brokers,
    topics,
    producers,
    groups,
  };
  return { ...bare, script: scriptedTrouble(dice, parseScenarioValue(bare), TROUBLE_MS) };
}

export const sceneOf = (value: SceneValue): Scenario => parseScenarioValue(value);

function cluster(dice: Dice, kafka: ProfileName): Record<string, unknown> {
  const session = {
    'broker.session.timeout.ms': dice.pick([3000, 6000, 9000]),
    'broker.heartbeat.interval.ms': dice.pick([500, 1000, 2000]),
  };
  return {
    ...(runsOnZooKeeper(kafka) ? { 'zookeeper.session.timeout.ms': session['broker.session.timeout.ms'] } : session),
    'replica.lag.time.max.ms': dice.pick([2000, 5000, 30_000]),
    'replica.fetch.wait.max.ms': dice.pick([200, 500]),
    'group.initial.rebalance.delay.ms': dice.pick([0, 500, 3000]),
    'group.min.session.timeout.ms': 1000,
    'log.retention.check.interval.ms': 3000,
    'log.cleaner.backoff.ms': 3000,
    ...(atLeast(kafka, '3.9') && { 'log.initial.task.delay.ms': 3000 }),
    ...(dice.chance(0.15) ? { 'unclean.leader.election.enable': true } : {}),
  };
}

/** Logs that grow for ever, that forget, and that are compacted; a batch larger than a segment is refused. */
const LOGS: readonly Record<string, unknown>[] = [
  {},
  {},
  {},
  { 'max.message.bytes': 400 },
  { 'segment.bytes': 2000, 'retention.bytes': 6000 },
  { 'segment.bytes': 1000, 'retention.ms': 6000 },
  { 'segment.bytes': 1000, 'cleanup.policy': 'compact', 'min.cleanable.dirty.ratio': 0.1, 'delete.retention.ms': 3000 },
];

function topic(dice: Dice, brokers: number): Record<string, unknown> {
  const replicationFactor = dice.between(1, Math.min(3, brokers));
  const inSync = dice.between(1, replicationFactor);
  return { partitions: dice.between(1, 6), replicationFactor, config: { 'min.insync.replicas': inSync, ...dice.pick(LOGS) } };
}

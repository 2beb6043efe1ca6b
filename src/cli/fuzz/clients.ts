/** Producers and groups by seed, with settings that a run of a minute can bear. */
import type { Dice } from './dice.ts';

/** How long things go wrong, virtual ms. */
export const TROUBLE_MS = 30_000;
/** Workloads go on for a while in the healed world. */
export const WORKLOAD_MS = TROUBLE_MS + 5000;

export const numbered = (name: string, count: number): string[] => Array.from({ length: count }, (_, i) => `${name}-${i + 1}`);

export function producer(dice: Dice, topics: readonly string[]): Record<string, unknown> {
  const acks = dice.pick(['all', 'all', '1', '0']);
  const linger = dice.pick([0, 5, 50, 200]);
  const requestTimeout = dice.pick([1000, 2000, 5000]);
  const config = {
    acks,
    'linger.ms': linger,
    'batch.size': dice.pick([200, 1000, 16_384]),
    'max.in.flight.requests.per.connection': dice.pick([1, 2, 5]),
    'request.timeout.ms': requestTimeout,
    'delivery.timeout.ms': linger + requestTimeout + dice.pick([0, 2000, 20_000]),
    'max.block.ms': dice.pick([500, 5000]),
    ...(dice.chance(0.3) ? { 'buffer.memory': dice.pick([2000, 40_000]) } : {}),
    ...(dice.chance(0.3)
      ? { retries: dice.pick([0, 1, 5]) }
      : acks === 'all' && dice.chance(0.5)
        ? { 'enable.idempotence': dice.chance(0.7) }
        : {}),
    ...(dice.chance(0.2) ? { 'metadata.max.age.ms': 5000 } : {}),
    ...(dice.chance(0.25) ? { 'compression.type': dice.pick(['gzip', 'snappy', 'lz4', 'zstd']) } : {}),
    ...(dice.chance(0.15) ? { 'partitioner.class': dice.pick(['key-length', 'hash-mod', 'process-hash', 'crc32', 'random']) } : {}),
  };
  return { config, workload: dice.some(topics).map((name) => workload(dice, name)) };
}

function workload(dice: Dice, name: string): Record<string, unknown> {
  const mode = dice.pick(['fire', 'sync', 'async']);
  return {
    topic: name,
    // A caller that waits for each result falls behind a fast schedule, and would still be sending when everybody else has come to rest.
    everyMs: mode === 'sync' ? dice.pick([600, 1500]) : dice.pick([50, 120, 250, 600]),
    startAt: dice.pick([0, 500, 4000]),
    stopAt: WORKLOAD_MS,
    keys: dice.pick([null, 'user_{1..8}', ['a', 'b', 'c']]),
    pick: dice.pick(['turn', 'random']),
    value: { bytes: dice.pick([10, 60, 180]), kind: dice.pick(['bytes', 'text', 'json']) },
    mode,
    ...(dice.chance(0.08) ? { poison: [dice.between(0, 30)] } : {}),
  };
}

export function group(dice: Dice, kafka: string, name: string, topics: readonly string[]): Record<string, unknown> {
  const application = app(dice);
  const config = consumerConfig(dice, kafka);
  // Whoever waits for a commit after each record must not take up more than it can do within max.poll.interval.ms.
  const patient = ['auto', 'none', 'syncPerPoll', 'asyncPerPoll'].includes(String(application['commit']));
  const read = dice.some(topics);
  // All forward to the last topic, and who reads that does not: no record goes round in circles.
  const last = topics.at(-1) ?? '';
  const forwards = topics.length > 1 && !read.includes(last) && dice.chance(0.4);
  const alone = dice.chance(0.15) ? [{ id: `${name}-alone`, assign: [`${dice.pick(read)}-0`] }] : [];
  const isStatic = dice.chance(0.2);
  return {
    topics: !forwards && dice.chance(0.1) ? { pattern: '.*s' } : read,
    config: patient ? { ...config, 'max.poll.records': dice.pick([1, 20, 200]) } : config,
    members: [
      ...numbered(name, dice.between(1, 5)).map((id) => ({
        id,
        joinAt: dice.pick([0, 0, 1000, 8000]),
        ...(isStatic && { config: { 'group.instance.id': id } }),
      })),
      ...alone,
    ],
    app: forwards ? { ...application, forwardTo: last } : application,
  };
}

const EAGER: readonly (readonly string[])[] = [['range'], ['roundrobin'], ['sticky'], ['sticky', 'range']];

export function consumerConfig(dice: Dice, kafka: string): Record<string, unknown> {
  const session = dice.pick([2000, 4000, 10_000]);
  return {
    'partition.assignment.strategy': dice.pick(kafka === '2.3' ? EAGER : [...EAGER, ['cooperative-sticky'], ['cooperative-sticky']]),
    'session.timeout.ms': session,
    'heartbeat.interval.ms': dice.pick([300, 1000, session / 3 - 1]) | 0,
    'max.poll.interval.ms': dice.pick([8000, 15_000]),
    'max.poll.records': dice.pick([1, 20]),
    'auto.offset.reset': dice.pick(['earliest', 'earliest', 'earliest', 'latest', 'latest', 'none']),
    'auto.commit.interval.ms': dice.pick([500, 2000, 5000]),
    'metadata.max.age.ms': dice.pick([3000, 10_000]),
    'request.timeout.ms': dice.pick([3000, 10_000]),
    'fetch.min.bytes': dice.pick([1, 1, 500]),
    'fetch.max.wait.ms': dice.pick([100, 500]),
    'max.partition.fetch.bytes': dice.pick([1000, 1_048_576]),
  };
}

function app(dice: Dice): Record<string, unknown> {
  return {
    perRecordMs: dice.pick([0, 1, 3, 8]),
    commit: dice.pick(['auto', 'auto', 'syncPerPoll', 'syncPerRecord', 'asyncPerPoll', { every: 5 }, 'none']),
    commitOnRevoke: dice.chance(0.3),
    // A poison pill ends whoever does not skip it.
    onError: dice.pick(['skip', 'skip', 'skip', 'close']),
    ...(dice.chance(0.1) ? { failOn: { key: 'user_3' }, onError: dice.pick(['skip', 'close', 'crash']) } : {}),
    ...(dice.chance(0.05) ? { failOn: { offset: dice.between(0, 40), times: 2 }, onError: 'retry' } : {}),
  };
}

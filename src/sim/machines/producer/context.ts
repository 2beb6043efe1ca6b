/** What a producer process knows and counts. Everything but the counters, the settings and the place in its schedule is memory: a crash takes it (P9). */
import type { ProfileName, Settings } from '../../config/types.ts';
import { emptyAccumulator, type Accumulator } from '../../kafka/accumulator.ts';
import { bootstrapOf, noMetadata, type ClientMetadata } from '../../kafka/clientMetadata.ts';
import type { Payload } from '../../kafka/producer/codecs.ts';
import { configOf, type ProducerConfig } from '../../kafka/producer/config.ts';
import { newMeters, type Meters } from '../../kafka/producer/meters.ts';
import type { Connections } from '../../kafka/producer/connections.ts';
import { idleWorkload, type WorkloadState } from '../../kafka/workload.ts';
import type { PartitionerState } from '../../partitioners/index.ts';
import type { ConfigOverrides, WorkloadSpec } from '../../scenario/types.ts';
import type { ProducerInput } from '../inputs.ts';

/** A send() that has not returned: it waits for metadata or for memory, `max.block.ms` at most (P4). */
export interface PendingSend {
  readonly number: number;
  /** The workload whose thread is blocked; null: a command. */
  readonly thread: number | null;
  readonly topic: string;
  readonly key: string | null;
  readonly value: string | null;
  readonly partition: number | null;
  readonly bytes: number;
  readonly payload: Payload;
  readonly since: number;
  readonly waitsFor: 'metadata' | 'memory';
}

/** Who the client is and how it is set up: what changes only between two starts. */
export interface Client {
  readonly id: string;
  readonly seed: number;
  readonly profile: ProfileName;
  readonly bootstrap: readonly number[];
  readonly workloads: readonly WorkloadSpec[];
  /** Whether any of them gives send() a callback (P8). */
  readonly callsBack: boolean;
  /** What differs from the profile's defaults, and the complete settings that follow from it. */
  readonly overrides: ConfigOverrides;
  readonly settings: Settings;
  readonly config: ProducerConfig;
  /** Why the client refuses to start. */
  readonly failure: string | null;
  /** Settings the next start takes up, and whether the producer closes only to start again with them. */
  readonly nextOverrides: ConfigOverrides | null;
  readonly restarting: boolean;
}

/** What a learner counts, over all lives of the process. Names as in the read model. */
export interface Tally {
  readonly sent: number;
  readonly acknowledged: number;
  readonly failed: number;
  readonly retries: number;
  readonly batches: number;
  readonly requests: number;
  /** Calls of callbacks with a result and with an exception (P8). */
  readonly callbacks: number;
  readonly errbacks: number;
  readonly results: readonly string[];
}

/** Requests about the cluster: the one under way (its correlation id), and when the last one left. */
export interface Asking {
  readonly metadata: number | null;
  readonly metadataAt: number | null;
  readonly identity: number | null;
  readonly identityAt: number | null;
}

/** When something was last ready for a broker, and when the broker could last take it. */
export interface Patience {
  readonly readyAt: number;
  readonly drainedAt: number;
}

export interface ProducerContext {
  readonly client: Client;
  readonly metadata: ClientMetadata;
  /** Topics this producer sends to: the ones it asks about. */
  readonly topics: readonly string[];
  readonly asking: Asking;
  /** P7: given by a broker; null until then, and always without idempotence. */
  readonly producerId: number | null;
  readonly producerEpoch: number;
  /** Before 2.5: every id this process was given; a batch's epoch is the place of its id here. */
  readonly formerIds: readonly number[];

  readonly accumulator: Accumulator;
  readonly connections: Connections;
  /** What the partitioner remembers, by topic. */
  readonly partitioners: Readonly<Record<string, PartitionerState>>;
  /** P2: how long each broker has taken nothing; only measured with `partitioner.availability.timeout.ms`. */
  readonly patience: Readonly<Record<number, Patience>>;
  /** P2: what this process drew when it started, the secret of a hash that is salted. */
  readonly process: number;
  /** P10: to which share of their size batches have shrunk lately, by topic. */
  readonly ratios: Readonly<Record<string, number>>;
  /** In the order of their calls. */
  readonly pending: readonly PendingSend[];
  readonly threads: readonly WorkloadState[];
  /** flush() waits for every batch with a smaller ordinal; null: no flush. */
  readonly flushUpTo: number | null;
  readonly closing: boolean;
  /** P9: when close() loses patience; null: never. */
  readonly closeBy: number | null;

  readonly nextNumber: number;
  readonly nextCorrelationId: number;
  /** When the sender looks for work again by itself, and when the next time limit may run out; null: never. */
  readonly wakeAt: number | null;
  readonly deadlineAt: number | null;
  readonly tally: Tally;
  readonly meters: Meters;
}

/** What a process has when it begins: nothing but its settings. */
export const freshMemory = (bootstrap: readonly number[]) => ({
  metadata: noMetadata(bootstrap),
  asking: { metadata: null, metadataAt: null, identity: null, identityAt: null },
  producerId: null,
  producerEpoch: -1,
  formerIds: [],
  accumulator: emptyAccumulator,
  partitioners: {},
  patience: {},
  ratios: {},
  pending: [],
  flushUpTo: null,
  closing: false,
  closeBy: null,
});

export function initialContext({ spec, seed, profile, settings, bootstrap }: ProducerInput): ProducerContext {
  const { id, workloads, config: overrides } = spec;
  const config = configOf(settings);
  return {
    client: {
      id,
      seed,
      profile,
      bootstrap,
      workloads,
      callsBack: workloads.some(({ mode }) => mode === 'async'),
      overrides,
      settings,
      config,
      failure: null,
      nextOverrides: null,
      restarting: false,
    },
    topics: [...new Set(workloads.map(({ topic }) => topic))],
    ...freshMemory(bootstrapOf(settings, bootstrap)),
    connections: {},
    threads: workloads.map(() => idleWorkload),
    process: 0,
    nextNumber: 0,
    nextCorrelationId: 0,
    wakeAt: null,
    deadlineAt: null,
    tally: { sent: 0, acknowledged: 0, failed: 0, retries: 0, batches: 0, requests: 0, callbacks: 0, errbacks: 0, results: [] },
    meters: newMeters(0),
  };
}

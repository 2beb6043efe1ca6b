/** A scenario as the simulator uses it: every default filled in, every reference checked, times in ms. Written by `parseScenario`. */
import type { NodeId, TopicPartition } from '../address.ts';
import type { ProfileName } from '../config/types.ts';

/** Values of settings by Kafka's own names, as given (only what differs from the profile's defaults). */
export type ConfigOverrides = Readonly<Record<string, string | number | boolean | readonly string[]>>;

export interface BrokerSpec {
  readonly id: number;
  readonly rack: string | null;
  readonly config: ConfigOverrides;
}

export interface TopicSpec {
  readonly name: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  /** Explicit placement per partition, or null to let the controller place. */
  readonly replicas: readonly (readonly number[])[] | null;
  readonly config: ConfigOverrides;
}

export interface WorkloadSpec {
  readonly topic: string;
  /** A send() every so many ms from `startAt`, or at exactly these times. */
  readonly everyMs: number | null;
  readonly atMs: readonly number[] | null;
  readonly count: number | null;
  readonly startAt: number;
  readonly stopAt: number | null;
  /** Keys already expanded from a pattern; null: no key. */
  readonly keys: readonly string[] | null;
  readonly pick: 'turn' | 'random';
  /** Its size, and what it is made of (P10; random bytes if nothing is said); or the value itself; text null: a tombstone (L4). */
  readonly value: { readonly bytes: number; readonly kind?: 'bytes' | 'text' | 'json' } | { readonly text: string | null };
  readonly partition: number | null;
  readonly mode: 'fire' | 'sync' | 'async';
  /** Poison pills, by their place in this workload from 0: no consumer can deserialize them. */
  readonly poison?: readonly number[];
}

export interface ProducerSpec {
  readonly id: string;
  readonly config: ConfigOverrides;
  readonly workloads: readonly WorkloadSpec[];
}

export type CommitPolicy = 'auto' | 'syncPerPoll' | 'syncPerRecord' | 'asyncPerPoll' | 'none' | { readonly every: number };

/** The application around poll() (F4). */
export interface AppSpec {
  readonly perRecordMs: number;
  readonly commit: CommitPolicy;
  /** Commits what was processed once more in onPartitionsRevoked, whatever the policy. */
  readonly commitOnRevoke: boolean;
  /** Records the application cannot process: a key, a value, or an offset of a partition; `times`: only so often. Null: none. */
  readonly failOn: {
    readonly key?: string;
    readonly value?: string;
    readonly offset?: number;
    readonly topic?: string;
    readonly partition?: number;
    readonly times?: number;
  } | null;
  /** What it does at a record it cannot process, and when poll() throws at one that cannot be deserialized. */
  readonly onError: 'close' | 'crash' | 'skip' | 'retry';
  /** Every processed record is sent on to this topic by a producer of its own in the same process, without waiting for the result. */
  readonly forwardTo?: { readonly topic: string; readonly config: ConfigOverrides };
}

export interface MemberSpec {
  readonly id: string;
  readonly joinAt: number;
  /** The group's config with the member's own on top. */
  readonly config: ConfigOverrides;
  readonly app: AppSpec;
  readonly topics: readonly string[];
  /** G11: it subscribes to whatever matches; `topics` are those that do at the start. */
  readonly topicPattern?: string;
  /** F3: assign() instead of subscribe(): these partitions, outside the group's protocol; the group's id is only where its offsets are kept. */
  readonly assign?: readonly TopicPartition[];
}

export interface GroupSpec {
  readonly id: string;
  readonly config: ConfigOverrides;
  readonly topics: readonly string[];
  readonly topicPattern?: string;
  readonly app: AppSpec;
  readonly members: readonly MemberSpec[];
}

export interface LinkSpec {
  readonly latencyMs: number;
  readonly jitterMs: number;
  /** Left out: size costs no time. */
  readonly bandwidthBytesPerMs?: number;
}

/** One entry of the script or the command log. `do` is a verb of `scenario/verbs`; the rest are its parameters, checked by the verb. */
export interface Command {
  readonly do: string;
  readonly at?: number;
  readonly [parameter: string]: unknown;
}

export interface Scenario {
  readonly partita: 1;
  readonly kafka: ProfileName;
  readonly seed: number;
  readonly title: string | null;
  readonly network: { readonly clients: LinkSpec; readonly brokers: LinkSpec };
  /** Ids of the controller nodes: `controller-1`, … */
  readonly controllers: readonly NodeId[];
  readonly cluster: { readonly config: ConfigOverrides };
  readonly brokers: readonly BrokerSpec[];
  readonly topics: readonly TopicSpec[];
  readonly producers: readonly ProducerSpec[];
  readonly groups: readonly GroupSpec[];
  readonly script: readonly (Command & { readonly at: number })[];
}

export type { TopicPartition };

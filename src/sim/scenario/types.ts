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
  readonly value: { readonly bytes: number } | { readonly text: string };
  readonly partition: number | null;
  readonly mode: 'fire' | 'sync' | 'async';
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
  readonly commitOnRevoke: boolean;
  /** Records the application cannot process: a key, a value, or an offset of a partition. Null: none. */
  readonly failOn: {
    readonly key?: string;
    readonly value?: string;
    readonly offset?: number;
    readonly topic?: string;
    readonly partition?: number;
  } | null;
  readonly onError: 'close' | 'crash' | 'skip';
}

export interface MemberSpec {
  readonly id: string;
  readonly joinAt: number;
  /** The group's config with the member's own on top. */
  readonly config: ConfigOverrides;
  readonly app: AppSpec;
  readonly topics: readonly string[];
}

export interface GroupSpec {
  readonly id: string;
  readonly config: ConfigOverrides;
  readonly topics: readonly string[];
  readonly app: AppSpec;
  readonly members: readonly MemberSpec[];
}

export interface LinkSpec {
  readonly latencyMs: number;
  readonly jitterMs: number;
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

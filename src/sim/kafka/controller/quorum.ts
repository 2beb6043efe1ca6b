/**
 * C1: the metadata quorum. Models KRaft's raft layer (KafkaRaftClient), simplified: whole images are replicated instead of log entries,
 * and a candidate raises the controller epoch only when it wins, as with Kafka's pre-vote (KIP-996), so that one that was cut off does not
 * disturb the others when it is back.
 */
import type { NodeId } from '../../address.ts';
import type { MetadataImage } from '../../messages.ts';

/** The active controller shows itself this often (Kafka's voters fetch from it instead). */
export const BEAT_MS = 500;
/** A voter that has heard no active controller for this long, plus up to as much again by luck, stands for election. */
export const ELECTION_TIMEOUT_MS = 1000;
/** A voter that heard the active controller this recently refuses to help replacing it. */
export const TRUST_ACTIVE_MS = 800;
/** An active controller that heard no majority for this long resigns (`controller.quorum.fetch.timeout.ms`). */
export const MAJORITY_TIMEOUT_MS = 2000;

export const majorityOf = (voters: readonly NodeId[]): number => Math.floor(voters.length / 2) + 1;

/** A vote is for a log that has everything a majority may have acknowledged: a later epoch, or as far in the same one. */
export const isAsNew = (log: MetadataImage, logEpoch: number, logVersion: number): boolean =>
  logEpoch > log.controllerEpoch || (logEpoch === log.controllerEpoch && logVersion >= log.version);

export interface Heard {
  /** How much of the log this voter holds. */
  readonly version: number;
  readonly at: number;
}

/** The version up to which a majority holds the log, the active controller included. */
export function majorityVersion(voters: readonly NodeId[], self: NodeId, own: number, heard: Readonly<Record<NodeId, Heard>>): number {
  const versions = voters.map((voter) => (voter === self ? own : (heard[voter]?.version ?? 0))).toSorted((a, b) => b - a);
  return versions[majorityOf(voters) - 1] ?? 0;
}

export function hearsMajority(voters: readonly NodeId[], self: NodeId, at: number, heard: Readonly<Record<NodeId, Heard>>): boolean {
  const present = voters.filter((voter) => voter === self || at - (heard[voter]?.at ?? 0) < MAJORITY_TIMEOUT_MS);
  return present.length >= majorityOf(voters);
}

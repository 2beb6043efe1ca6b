/** P6: which errors of a Produce request are worth a retry, and which say that the client's metadata is wrong. Models Kafka's RetriableException and InvalidMetadataException. */
import type { ErrorCode } from '../../messages.ts';

const staleMetadata: readonly ErrorCode[] = [
  'NOT_LEADER_OR_FOLLOWER',
  'UNKNOWN_TOPIC_OR_PARTITION',
  'LEADER_NOT_AVAILABLE',
  'NETWORK_EXCEPTION',
  'FENCED_LEADER_EPOCH',
  'UNKNOWN_LEADER_EPOCH',
];
const retriable: readonly ErrorCode[] = [...staleMetadata, 'REQUEST_TIMED_OUT', 'NOT_ENOUGH_REPLICAS', 'NOT_ENOUGH_REPLICAS_AFTER_APPEND'];
/** The broker cannot place the batch's sequence number: an idempotent producer raises its epoch and numbers anew (KIP-360). */
const sequence: readonly ErrorCode[] = ['OUT_OF_ORDER_SEQUENCE_NUMBER', 'UNKNOWN_PRODUCER_ID', 'INVALID_PRODUCER_EPOCH'];

export const needsNewMetadata = (error: ErrorCode): boolean => staleMetadata.includes(error);
export const isRetriable = (error: ErrorCode): boolean => retriable.includes(error);
export const isSequenceError = (error: ErrorCode): boolean => sequence.includes(error);

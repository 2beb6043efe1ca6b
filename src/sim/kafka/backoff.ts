/**
 * How long a client waits before it tries again: `initial · 2^failures`, at most `max`, ± 20 % (P6). Models Kafka's ExponentialBackoff.
 * Back-off spares a cluster in trouble, its jitter keeps clients from returning all at once. Before KIP-580 (2.8) requests were retried
 * after a fixed time: there `max` equals `initial`.
 */
const JITTER = 0.2;

/** `failures` counts from 0; `luck` is a fraction in [0, 1). Whole milliseconds. */
export function exponentialBackoff(initialMs: number, maxMs: number, failures: number, luck: number): number {
  if (initialMs >= maxMs) return initialMs;
  const term = Math.min(initialMs * 2 ** Math.min(failures, 30), maxMs);
  return Math.min(Math.floor(term * (1 - JITTER + 2 * JITTER * luck)), maxMs);
}

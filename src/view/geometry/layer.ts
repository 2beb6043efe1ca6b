/**
 * What lessons reveal bit by bit. `tape` records in cells · `keys` their labels and hues · `ribbon` who reads what ·
 * `flags` commits and positions · `replicas` brokers, chips, high watermark · `batches` accumulators, linger, slots ·
 * `prefetch` heartbeat traces, prefetched counts and lag · `protocol` requests that carry no records.
 */
export type Layer = 'tape' | 'keys' | 'ribbon' | 'flags' | 'replicas' | 'batches' | 'prefetch' | 'protocol';

export const layers: readonly Layer[] = ['tape', 'keys', 'ribbon', 'flags', 'replicas', 'batches', 'prefetch', 'protocol'];

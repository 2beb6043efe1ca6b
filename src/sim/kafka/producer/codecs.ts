/**
 * P10, simplified: what compression saves and costs, as constants. A record shrinks to a fixed share of its size, whatever its batch holds
 * besides; a batch pays the codec's frame once, so that small batches gain less or lose.
 *
 * Text: zstd's published benchmark on the Silesia corpus (one core of a desktop computer), at the level Kafka's clients use or the nearest
 * published one: ratios 2.7 (zlib), 2.1 (snappy), 2.1 (lz4), 2.9 (zstd); speeds of compression, where gzip's stands for its level 6.
 * JSON: taken as half of that, because records of one kind repeat the names of their fields. Random bytes do not shrink at all.
 */
import type { Compressor } from '../../messages.ts';

export type Codec = 'none' | Compressor;

/** What a value is made of: bytes without a pattern, words, or fields that repeat from record to record. */
export type Payload = 'bytes' | 'text' | 'json';

interface Costs {
  /** Compressed size as a share of the size. */
  readonly ratio: Readonly<Record<Payload, number>>;
  /** Header and checksum around the compressed records, bytes. */
  readonly frame: number;
  /** Bytes compressed in a millisecond of the producer's CPU. */
  readonly bytesPerMs: number;
}

const CODECS: Readonly<Record<Compressor, Costs>> = {
  gzip: { ratio: { bytes: 1, text: 0.37, json: 0.18 }, frame: 20, bytesPerMs: 35_000 },
  snappy: { ratio: { bytes: 1, text: 0.48, json: 0.27 }, frame: 20, bytesPerMs: 520_000 },
  lz4: { ratio: { bytes: 1, text: 0.48, json: 0.26 }, frame: 15, bytesPerMs: 675_000 },
  zstd: { ratio: { bytes: 1, text: 0.35, json: 0.17 }, frame: 13, bytesPerMs: 380_000 },
};

/** A record's share of its compressed batch. */
export const packedBytes = (codec: Compressor, payload: Payload, bytes: number): number => Math.ceil(bytes * CODECS[codec].ratio[payload]);

export const frameBytes = (codec: Codec): number => (codec === 'none' ? 0 : CODECS[codec].frame);

/** How long the client's CPU works on records of this size. */
export const compressionMs = (codec: Codec, bytes: number): number => (codec === 'none' ? 0 : bytes / CODECS[codec].bytesPerMs);

/** What a value given as text is made of. */
export const payloadOf = (value: string | null): Payload => (value !== null && /^\s*[{[]/.test(value) ? 'json' : 'text');

/** The estimate a topic begins with, Kafka's CompressionType.rate: nothing shrinks until a batch has shown that it does. */
export const FIRST_ESTIMATE = 1;
/** An estimate that is too low overfills batches, so it is taken a little higher than it is. */
export const CAUTION = 1.05;

/** After each compressed batch: quickly worse, slowly better. Models CompressionRatioEstimator.updateEstimation. */
export function learnRatio(estimate: number, observed: number): number {
  if (observed > estimate) return Math.max(estimate + 0.05, observed);
  return observed < estimate ? Math.max(estimate - 0.005, observed) : estimate;
}

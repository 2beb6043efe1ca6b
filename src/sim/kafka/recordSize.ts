/**
 * Sizes of Kafka's record batch format, version 2. Simplified in one thing: the two deltas of a record (to the batch's first timestamp and
 * offset) count three bytes together, whatever they are, so that a record's size does not depend on where in a batch it lands.
 * Models DefaultRecord.sizeInBytes and DefaultRecordBatch.RECORD_BATCH_OVERHEAD; no headers. What compression makes of it: producer/codecs.ts.
 */

/** Every batch begins with a header of 61 bytes: what a record saves by travelling in company. */
export const BATCH_OVERHEAD = 61;

const ATTRIBUTES = 1;
const DELTAS = 3;
const NO_HEADERS = 1;
/** A null key or value is written as the length -1. */
const NULL_LENGTH = 1;

/** Bytes of a length as a zigzag varint. */
const varint = (length: number): number => (length < 64 ? 1 : length < 8192 ? 2 : length < 1_048_576 ? 3 : length < 134_217_728 ? 4 : 5);

const field = (bytes: number | null): number => (bytes === null ? NULL_LENGTH : varint(bytes) + bytes);

/** Serialized size of a record whose key and value take so many bytes (null: absent). */
export function recordBytes(keyBytes: number | null, valueBytes: number | null): number {
  const body = ATTRIBUTES + DELTAS + field(keyBytes) + field(valueBytes) + NO_HEADERS;
  return varint(body) + body;
}

/** Length of `text` in UTF-8, what Kafka's StringSerializer sends. */
export function utf8Length(text: string): number {
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) bytes += 1;
    else if (unit < 0x800) bytes += 2;
    else if (isSurrogate(unit)) {
      const pair = unit < 0xdc00 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00;
      bytes += pair ? 4 : 1; // half a pair becomes `?`, as on the JVM
      if (pair) i++;
    } else bytes += 3;
  }
  return bytes;
}

const isSurrogate = (unit: number): boolean => (unit & 0xf800) === 0xd800;

/**
 * Records in the order of their offsets, as a persistent list: what an append costs does not depend on how many there are, and every
 * version shares what it has in common with the one before, because the history keeps them all. Plain JSON data.
 *
 * Full chunks of 64 are never copied, nor are full blocks of 64 chunks; an append copies the unfinished chunk, and now and then the
 * unfinished block. Offsets rise and may leave holes (L4), so that a place is found by its offset.
 */
import type { LogRecord } from '../../messages.ts';

const BITS = 6;
const WIDTH = 1 << BITS;
const MASK = WIDTH - 1;

type Chunk = readonly LogRecord[];

export interface Sequence {
  readonly length: number;
  readonly blocks: readonly (readonly Chunk[])[];
  /** Full chunks of the unfinished block. */
  readonly chunks: readonly Chunk[];
  /** The unfinished chunk. */
  readonly tail: Chunk;
}

export const EMPTY_SEQUENCE: Sequence = { length: 0, blocks: [], chunks: [], tail: [] };

export function extend({ length, blocks, chunks, tail }: Sequence, records: Chunk): Sequence {
  const joined = tail.length === 0 ? records : tail.concat(records);
  const longer = length + records.length;
  if (joined.length < WIDTH) return { length: longer, blocks, chunks, tail: joined };
  let open = chunks.slice();
  let full = blocks;
  let from = 0;
  for (; joined.length - from >= WIDTH; from += WIDTH) {
    open.push(joined.slice(from, from + WIDTH));
    if (open.length < WIDTH) continue;
    full = [...full, open];
    open = [];
  }
  return { length: longer, blocks: full, chunks: open, tail: joined.slice(from) };
}

/** Its first `length` records. */
export function keepFirst(sequence: Sequence, length: number): Sequence {
  if (length >= sequence.length) return sequence;
  if (length <= 0) return EMPTY_SEQUENCE;
  const { blocks, chunks, tail } = sequence;
  const chunk = length >> BITS;
  const block = chunk >> BITS;
  const open = blocks[block] ?? chunks;
  return {
    length,
    blocks: blocks.slice(0, block),
    chunks: open.slice(0, chunk & MASK),
    tail: (open[chunk & MASK] ?? tail).slice(0, length & MASK),
  };
}

export function recordAtIndex({ blocks, chunks, tail }: Sequence, index: number): LogRecord | undefined {
  const chunk = index >> BITS;
  const block = chunk >> BITS;
  if (block < blocks.length) return blocks[block]?.[chunk & MASK]?.[index & MASK];
  const open = chunk - (blocks.length << BITS);
  return open < chunks.length ? chunks[open]?.[index & MASK] : tail[index - ((blocks.length << BITS) + chunks.length) * WIDTH];
}

/** Where the first record at or after this offset lies; the length if there is none. */
export function indexAtOrAfter(sequence: Sequence, offset: number): number {
  const first = recordAtIndex(sequence, 0)?.offset;
  if (first === undefined || offset <= first) return 0;
  // Without holes it lies here; holes can only bring it nearer to the beginning.
  let high = Math.min(offset - first, sequence.length);
  if (recordAtIndex(sequence, high)?.offset === offset) return high;
  let low = 0;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((recordAtIndex(sequence, middle) as LogRecord).offset < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** All of them, in a new array. */
export function recordsIn({ blocks, chunks, tail }: Sequence): LogRecord[] {
  return blocks.length === 0 ? chunks.flat().concat(tail) : blocks.flat(2).concat(chunks.flat(), tail);
}

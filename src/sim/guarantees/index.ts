/** The guarantees of delivery (D1, D3) and the cost of rebalances (A6), told from facts. */
export { fateOf, journeyOf } from './fate.ts';
export type { FateName, RecordFate } from './fate.ts';
export { createFold } from './fold.ts';
export type { Fold } from './fold.ts';
export type { FoldState } from './state.ts';

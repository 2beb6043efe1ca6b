/** The guarantees of delivery (D1, D3) and the cost of rebalances (A6), told from facts. */
export { anomalyOf, exportLedger, ledgerAsCsv } from './export.ts';
export type { Anomaly, ExportedLedger } from './export.ts';
export { fateOf, journeyOf } from './fate.ts';
export type { FateName, RecordFate } from './fate.ts';
export { createFold } from './fold.ts';
export type { Fold, FoldState } from './state.ts';

/** What few pictures show, brokers, cut links, long logs and columns one below the other: which do, and what it takes. A page fetches it for those alone (marks/seldom.ts). */
import type { brokersIn } from './brokers.ts';
import type { cutsOf } from './cut.ts';
import type { Layer } from './layer.ts';
import type { logMarksOf } from './logMarks.ts';
import type { lostRecords } from './lost.ts';
import type { ReadModel } from './model.ts';
import type { pocketScene } from './pocket.ts';
import type { stackedScene } from './stacked.ts';
import type { stripOf } from './strip.ts';

export interface Seldom {
  readonly brokersIn: typeof brokersIn;
  readonly cutsOf: typeof cutsOf;
  readonly logMarksOf: typeof logMarksOf;
  readonly lostRecords: typeof lostRecords;
  readonly stripOf: typeof stripOf;
  readonly pocketScene: typeof pocketScene;
  readonly stackedScene: typeof stackedScene;
}

/** Whether brokers, or ways to them, have something to show. */
export const showsBrokers = (model: ReadModel, layers: ReadonlySet<Layer>): boolean =>
  layers.has('replicas') || model.brokers.some((it) => it.state !== 'running') || model.links.length > 0;

/** A log of this many records may be longer than its tape. */
const LONG = 9;

/** Whether some log is more than records one after the other that fit. */
export const showsLogs = ({ topics, ledger }: ReadModel): boolean =>
  ledger.lost > 0 ||
  topics.some(({ partitions }) =>
    partitions.some(
      ({ logStartOffset, logEndOffset, segments }) => logEndOffset - logStartOffset > LONG || logStartOffset > 0 || segments !== undefined,
    ),
  );

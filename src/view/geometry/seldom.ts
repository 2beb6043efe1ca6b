/** What few pictures show, brokers, cut links and columns one below the other: which do, and what it takes. A page fetches it for those alone (marks/seldom.ts). */
import type { brokersIn } from './brokers.ts';
import type { cutsOf } from './cut.ts';
import type { Layer } from './layer.ts';
import type { ReadModel } from './model.ts';
import type { stackedScene } from './stacked.ts';
import type { stripOf } from './strip.ts';

export interface Seldom {
  readonly brokersIn: typeof brokersIn;
  readonly cutsOf: typeof cutsOf;
  readonly stripOf: typeof stripOf;
  readonly stackedScene: typeof stackedScene;
}

/** Whether brokers, or ways to them, have something to show. */
export const showsBrokers = (model: ReadModel, layers: ReadonlySet<Layer>): boolean =>
  layers.has('replicas') || model.brokers.some((it) => it.state !== 'running') || model.links.some((it) => it.cut);

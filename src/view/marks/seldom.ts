/** What few pictures show: brokers, as boxes with their copies or as chips, cut links, long logs; and narrow rooms. Fetched when the first does. */
export { brokersIn } from '../geometry/brokers.ts';
export { cutsOf } from '../geometry/cut.ts';
export { logMarksOf } from '../geometry/logMarks.ts';
export { lostRecords } from '../geometry/lost.ts';
export { pocketScene } from '../geometry/pocket.ts';
export { stackedScene } from '../geometry/stacked.ts';
export { stripOf } from '../geometry/strip.ts';
export { default as BrokerChip } from './BrokerChip.svelte';
export { default as ByBroker } from './ByBroker.svelte';
export { default as Cut } from './Cut.svelte';
export { default as LogMarks } from './LogMarks.svelte';

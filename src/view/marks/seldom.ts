/** What few pictures show: brokers as boxes with their copies, and cut links. Fetched when the first does. */
export { brokersIn } from '../geometry/brokers.ts';
export { cutsOf } from '../geometry/cut.ts';
export { default as ByBroker } from './ByBroker.svelte';
export { default as Cut } from './Cut.svelte';

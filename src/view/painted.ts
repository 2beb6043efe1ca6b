/** What stands at the edge of the first picture or begins with time: fetched when that picture has been painted. */
export { default as Flights } from './marks/Flights.svelte';
export { default as Glossary } from './panels/Glossary.svelte';
export { default as PageSettings } from './panels/PageSettings.svelte';
export { default as Timeline } from './panels/Timeline.svelte';

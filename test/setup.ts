// Components mounted by one test are gone before the next; tests without a page do not load the tools for one.
if (typeof document !== 'undefined') await import('@testing-library/svelte/vitest');

// Machines are tested with everything a scenario may name at hand, as on the command line.
await import('../src/sim/assignors/index.ts');
await import('../src/sim/partitioners/index.ts');

export {};

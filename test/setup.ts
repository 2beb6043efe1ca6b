// Components mounted by one test are gone before the next; tests without a page do not load the tools for one.
if (typeof document !== 'undefined') await import('@testing-library/svelte/vitest');

export {};

// @ts-check
// Builds a page as the product is built: node test/bench/build.mjs OUTDIR INPUT.html. In a process of its own, because src/cli runs without Svelte.
import { build } from 'vite';

const [outDir = '', input = ''] = process.argv.slice(2);
await build({ logLevel: 'error', build: { outDir, emptyOutDir: true, rolldownOptions: { input } } });

// @ts-check
// Entries that compute for long are bundled first: the module runner looks up every import at each use, which makes a simulation
// about three times as slow as in the built page.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { build } from 'vite';

/**
 * Imports src/cli/NAME.ts as a bundle.
 * @param {string} root
 * @param {string} name
 */
export async function importBundled(root, name) {
  process.setSourceMapsEnabled(true);
  const folder = await bundle(root, name);
  try {
    return await import(`${folder}/${name}.mjs`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Builds into a folder of its own, so that two runs at once do not meet.
 * @param {string} root
 * @param {string} name
 */
async function bundle(root, name) {
  const cache = `${root}/node_modules/.cache/partita`;
  mkdirSync(cache, { recursive: true });
  const outDir = mkdtempSync(`${cache}/${name}-`);
  await build({
    root,
    configFile: false, // a page's needs are not ours
    logLevel: 'error',
    mode: 'production',
    ssr: { noExternal: true },
    build: {
      ssr: `src/cli/${name}.ts`,
      outDir,
      emptyOutDir: false,
      minify: false,
      sourcemap: 'inline', // a failure names the lines of the source
      target: 'node20',
      copyPublicDir: false,
      rollupOptions: { output: { entryFileNames: `${name}.mjs`, codeSplitting: false } },
    },
  });
  return outDir;
}

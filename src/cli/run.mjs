// @ts-check
// `node src/cli/run.mjs NAME …` runs `main(argv)` of src/cli/NAME.ts through Vite's module runner, so that the command
// line, the tests and the page read the same TypeScript the same way. `main` gives the exit code (nothing means 0).
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const [name = '', ...argv] = process.argv.slice(2);

if (!/^[a-z][a-z-]*$/.test(name) || !existsSync(`${root}/src/cli/${name}.ts`)) {
  console.error(`There is no src/cli/${name}.ts. Use: node src/cli/run.mjs NAME [arguments]`);
  process.exit(2);
}

process.env['PARTITA_CLI'] = name;
process.env['NODE_ENV'] ??= 'production'; // XState and Svelte say and check less, as in the built page

/** What computes for long and is bundled first. */
const heavy = ['fuzz', 'bench'];

try {
  process.exitCode = heavy.includes(name) ? await runBundled() : await runFromSource();
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}

async function runBundled() {
  const { importBundled } = await import('./bundle.mjs');
  const entry = await importBundled(root, name);
  return (await entry.main(argv)) ?? 0;
}

async function runFromSource() {
  const { createServer, createServerModuleRunner } = await import('vite');
  const server = await createServer({
    root,
    configFile: `${root}/vite.config.ts`,
    logLevel: 'error',
    appType: 'custom',
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true, include: [] },
  });
  const runner = createServerModuleRunner(server.environments.ssr, { hmr: false });
  try {
    const entry = await runner.import(`/src/cli/${name}.ts`);
    return (await entry.main(argv)) ?? 0;
  } finally {
    await runner.close();
    await server.close();
  }
}

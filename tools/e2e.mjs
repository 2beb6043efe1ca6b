// @ts-check
// `npm run e2e -- [playwright's arguments]`: finds a browser, builds the page and runs test/e2e in it.
// PARTITA_NO_BUILD=1 takes dist/ as it is.
import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBrowser } from './find-browser.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const installed = createRequire(import.meta.url);

/** @returns {Promise<number>} */
const freePort = () =>
  new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(address !== null && typeof address === 'object' ? address.port : 0));
    });
  });

/** @param {string[]} args @param {NodeJS.ProcessEnv} env */
function node(args, env = process.env) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env });
  if (status !== 0) process.exit(status ?? 1);
}

let browser = '';
try {
  browser = findBrowser();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
if (process.env['PARTITA_NO_BUILD'] !== '1') {
  node(['tools/messages.mjs']);
  node([join(dirname(installed.resolve('vite/package.json')), 'bin/vite.js'), 'build', '--logLevel', 'warn']);
}
const playwright = join(dirname(installed.resolve('@playwright/test/package.json')), 'cli.js');
const port = process.env['PARTITA_PORT'] ?? String(await freePort());
node([playwright, 'test', '--config', 'test/e2e/playwright.config.ts', ...process.argv.slice(2)], {
  ...process.env,
  CHROMIUM: browser,
  PARTITA_PORT: port,
});

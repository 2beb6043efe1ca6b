import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';
import { browserFlags, findBrowser } from '../../tools/find-browser.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const port = Number(process.env['PARTITA_PORT'] ?? 4187);
const reports = process.env['PARTITA_REPORTS'];

/** Tests run against the built page, policy and all. `npm run e2e` builds it first. */
export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  outputDir: `${root}/test-results`,
  timeout: 180_000, // axe takes a minute of a busy computer
  expect: { timeout: 10_000 },
  fullyParallel: true,
  forbidOnly: process.env['CI'] !== undefined,
  retries: 0,
  workers: 2,
  reporter: reports === undefined ? 'list' : [['list'], ['json', { outputFile: `${reports}/playwright.json` }]],
  use: {
    baseURL: `http://127.0.0.1:${port}/`,
    viewport: { width: 1280, height: 720 },
    locale: 'ko-KR',
    trace: 'off',
    screenshot: 'off',
    launchOptions: { executablePath: findBrowser(), args: browserFlags },
  },
  projects: [{ name: 'chromium', use: { browserName: 'chromium' } }],
  webServer: {
    command: `"${process.execPath}" tools/serve.mjs --host 127.0.0.1 --port ${port} --strict`,
    cwd: root,
    url: `http://127.0.0.1:${port}/`,
    reuseExistingServer: false,
    stdout: 'ignore',
  },
});

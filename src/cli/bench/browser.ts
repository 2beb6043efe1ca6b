/** Building the page as the product is built, serving it, and opening it in a browser. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from '@playwright/test';

export type PageFigures = Readonly<Record<string, number>>;

export const FRAMES_PAGE = 'test/bench/frames.html';

/** Tools that must not be bundled with the measuring code: loaded by name when they are needed. */
const load = async <T>(name: string): Promise<T> => (await import(/* @vite-ignore */ name)) as T;

/** Builds a page as the product is built, in a process of its own: this one was started without Svelte. */
function build(outDir: string, input: string): void {
  const { PARTITA_CLI: _ours, ...env } = process.env;
  execFileSync(process.execPath, ['test/bench/build.mjs', outDir, input], { env: { ...env, NODE_ENV: 'production' }, stdio: 'inherit' });
}

/** Serves what was built while it is used. `origin` ends in a slash. */
export async function serve<T>(outDir: string, use: (origin: string) => Promise<T>): Promise<T> {
  const { preview } = await load<typeof import('vite')>('vite');
  const server = await preview({ configFile: false, logLevel: 'error', build: { outDir }, preview: { port: 0, host: '127.0.0.1' } });
  try {
    return await use(server.resolvedUrls?.local[0] ?? '');
  } finally {
    await server.close();
  }
}

/** A browser, and folders of what was built: the product and the page that measures frames. */
export interface Built {
  readonly browser: Browser;
  readonly app: string;
  readonly frames: string;
}

export async function withBuilt<T>(use: (built: Built) => Promise<T>): Promise<T> {
  const { chromium } = await load<typeof import('@playwright/test')>('@playwright/test');
  const { findBrowser, browserFlags } = await load<{ findBrowser(): string; browserFlags: string[] }>(
    join(process.cwd(), 'tools/find-browser.mjs'),
  );
  const folder = mkdtempSync(join(tmpdir(), 'partita-bench-'));
  const built = { app: join(folder, 'app'), frames: join(folder, 'frames') };
  const browser = await chromium.launch({ executablePath: findBrowser(), args: browserFlags });
  try {
    build(built.app, 'index.html');
    build(built.frames, FRAMES_PAGE);
    return await use({ browser, ...built });
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

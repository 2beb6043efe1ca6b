/** What is measured in a browser: JS per frame while playing, dragging through time, what shifts, and how much a first lesson fetches. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import type { Browser } from '@playwright/test';
import { FRAMES_PAGE, serve, withBuilt, type PageFigures } from './browser.ts';
import { best, quantile } from './clock.ts';
import { scrubbing } from './scrub.ts';
import { FIRST_LESSON, layoutShift } from './shift.ts';

interface Frames {
  readonly play: readonly number[];
  readonly move: readonly number[];
  readonly bare: readonly number[];
  readonly marks: readonly number[];
}

/** Runs in the page: notes when the stage shows the scene and play can be pressed. */
function noteInteractive(): void {
  const notes = globalThis as { interactiveAt?: number };
  const look = () => {
    if (document.querySelector<HTMLButtonElement>('#play:enabled') === null) return;
    if (![...document.querySelectorAll('.stage svg text')].some((it) => it.textContent === 'P0')) return;
    notes.interactiveAt = performance.now();
    observer.disconnect();
  };
  const observer = new MutationObserver(look);
  observer.observe(document, { childList: true, subtree: true, attributes: true });
}

/** Brotli bytes of every script and style sheet (those of fonts aside) that was asked for before the first lesson's stage was interactive, and of those after. */
async function fetched(browser: Browser, outDir: string): Promise<PageFigures> {
  return serve(outDir, async (origin) => {
    const page = await browser.newPage({ locale: 'ko-KR' });
    await page.addInitScript(noteInteractive);
    await page.goto(`${origin}${FIRST_LESSON}`);
    await page.waitForFunction(() => (globalThis as { interactiveAt?: number }).interactiveAt !== undefined);
    await page.waitForLoadState('networkidle');
    const files = await page.evaluate(() => {
      const { interactiveAt = Infinity } = globalThis as { interactiveAt?: number };
      return performance
        .getEntriesByType('resource')
        .map(({ name, startTime }) => ({ path: new URL(name).pathname, before: startTime <= interactiveAt }))
        .filter(({ path }) => /\.(js|css)$/.test(path) && !/\/fonts-/.test(path));
    });
    await page.close();
    const bytes = (before: boolean) =>
      files
        .filter((file) => file.before === before)
        .reduce((sum, { path }) => sum + brotliCompressSync(readFileSync(join(outDir, path))).length, 0);
    return {
      fetchedFiles: files.filter(({ before }) => before).length,
      fetchedBrotliBytes: bytes(true),
      fetchedAfterwardsBrotliBytes: bytes(false),
    };
  });
}

/** Opens the frames page (test/bench/frames.ts) and asks it. */
async function ask<T>(browser: Browser, outDir: string, scene: string, question: string): Promise<T> {
  return serve(outDir, async (origin) => {
    const page = await browser.newPage({ viewport: { width: 1200, height: 1000 } });
    await page.goto(`${origin}${FRAMES_PAGE}?${scene}`);
    await page.waitForFunction((name) => name in globalThis, question, { timeout: 120_000 });
    const answer = await page.evaluate((name) => (globalThis as unknown as Record<string, () => Promise<unknown>>)[name]?.(), question);
    await page.close();
    return answer as T;
  });
}

async function playing(browser: Browser, outDir: string): Promise<PageFigures> {
  const svg = await ask<Frames>(browser, outDir, 'crowded', 'measureFrames');
  const canvas = await ask<Frames>(browser, outDir, 'flood', 'measureFrames');
  return {
    svgMarks: quantile(svg.marks, 0.5),
    svgBareFrameMs: best(svg.bare),
    svgPlayFrameMs: best(svg.play),
    svgPlayToBare: best(svg.play) / best(svg.bare),
    svgMoveToBare: best(svg.move) / best(svg.bare),
    canvasMarks: quantile(canvas.marks, 0.5),
    canvasBareFrameMs: best(canvas.bare),
    canvasPlayFrameMs: best(canvas.play),
    canvasPlayToBare: best(canvas.play) / best(canvas.bare),
    canvasMoveToBare: best(canvas.move) / best(canvas.bare),
  };
}

export const benchPage = (): Promise<PageFigures> =>
  withBuilt(async ({ browser, app, frames }) => {
    const link = await ask<string>(browser, frames, 'crowded', 'longRun');
    return {
      ...(await fetched(browser, app)),
      ...(await serve(app, (origin) => layoutShift(browser, origin))),
      ...(await serve(app, (origin) => scrubbing(browser, origin, link))),
      ...(await playing(browser, frames)),
    };
  });

/** How much of a page moves by itself while it is opened and played, as Cumulative Layout Shift counts it: its worst burst. */
import type { Browser, Page } from '@playwright/test';
import type { PageFigures } from './browser.ts';

export const FIRST_LESSON = '#/learn/03-groups/one-owner';

/** Runs in the page: adds up shifts that no input led to, in bursts of at most 5 s with pauses under 1 s. */
function noteShifts(): void {
  const notes = globalThis as unknown as { worstShift: number };
  notes.worstShift = 0;
  let burst = { from: 0, last: -Infinity, sum: 0 };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[]) {
      if (entry.hadRecentInput) continue;
      const { startTime, value } = entry;
      if (startTime - burst.last > 1000 || startTime - burst.from > 5000) burst = { from: startTime, last: startTime, sum: 0 };
      burst = { ...burst, last: startTime, sum: burst.sum + value };
      notes.worstShift = Math.max(notes.worstShift, burst.sum);
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

const play = async (page: Page) => {
  await page.locator('#play:enabled').waitFor({ timeout: 120_000 });
  await page.waitForTimeout(500);
  await page.locator('#play').press('Enter');
  await page.waitForTimeout(4000);
};

/** What is done at each place. */
const places: readonly (readonly [address: string, use?: (page: Page) => Promise<unknown>])[] = [
  ['#/'],
  [FIRST_LESSON, play],
  ['#/quiz'],
  ['#/scenes'],
  ['#/scene/unclean-election', play],
  ['#/fidelity'],
];

/** The worst of all places, each opened anew as on a first visit. */
export async function layoutShift(browser: Browser, origin: string): Promise<PageFigures> {
  const worst: number[] = [];
  for (const [address, use] of places) {
    const context = await browser.newContext({ locale: 'ko-KR', viewport: { width: 1280, height: 720 } });
    const page = await context.newPage();
    await page.addInitScript(noteShifts);
    await page.goto(`${origin}${address}`);
    await page.waitForLoadState('networkidle');
    await page.waitForTimeout(1000);
    await use?.(page);
    worst.push(await page.evaluate(() => (globalThis as unknown as { worstShift: number }).worstShift));
    await context.close();
  }
  return { layoutShift: Math.max(...worst) };
}

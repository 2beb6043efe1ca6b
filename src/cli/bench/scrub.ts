/**
 * Dragging through time: how long it takes from a movement of the pointer to the frame that shows it, in the product, with the standard scene
 * played for 10,000 turns. The pointer moves 125 times a second, whether or not the page keeps up, and crosses most of the axis in a second and
 * a half. The first crossings only warm up. Then there are rounds: other work of the computer makes some of them slower.
 */
import type { Browser } from '@playwright/test';
import type { PageFigures } from './browser.ts';
import { best, quantile } from './clock.ts';

const WARMING = 300;
const ROUND = 250;
const ROUNDS = 8;
/** Movements of half a wave, there and not back. */
const CROSSING = 188;
const EVERY_MS = 8;
const FRAME_MS = 1000 / 60;

/** Runs in the page: for every movement, also those the browser hands over together, the time until the frame that shows it is painted. */
function noteLatencies(): void {
  const notes = globalThis as unknown as { latencies: number[] };
  notes.latencies = [];
  let shown: number[] = [];
  const painted = new MessageChannel();
  painted.port1.onmessage = ({ data }) => {
    const now = performance.now();
    for (const at of data as number[]) notes.latencies.push(now - at);
  };
  addEventListener(
    'pointermove',
    (event) => {
      if (event.buttons === 0) return;
      if (shown.length === 0)
        requestAnimationFrame(() => {
          painted.port2.postMessage(shown);
          shown = [];
        });
      const together = event.getCoalescedEvents();
      shown.push(...(together.length === 0 ? [event] : together).map(({ timeStamp }) => timeStamp));
    },
    { capture: true },
  );
}

/** `link`: to the run, as the product shares it. */
export async function scrubbing(browser: Browser, origin: string, link: string): Promise<PageFigures> {
  const page = await browser.newPage({ locale: 'ko-KR', viewport: { width: 1440, height: 900 } });
  await page.addInitScript(noteLatencies);
  await page.goto(`${origin}${link}`);
  await page.locator('#play:enabled').waitFor({ timeout: 120_000 });
  const axis = page.locator('.timeline svg .lane').first();
  await axis.waitFor();
  await page.waitForTimeout(2000);
  const box = await page.locator('.timeline svg').first().boundingBox();
  if (box === null) throw new Error('there is no timeline to drag');
  const row = (await axis.boundingBox())?.y ?? box.y;
  const input = await page.context().newCDPSession(page);
  const send = (type: 'mousePressed' | 'mouseMoved' | 'mouseReleased', x: number) =>
    input.send('Input.dispatchMouseEvent', {
      type,
      x,
      y: row + 6,
      button: 'left',
      buttons: type === 'mouseReleased' ? 0 : 1,
      clickCount: 1,
    });
  const [left, width] = [box.x + 110, box.width * 0.7 - 110];
  let moved = 0;
  const drag = async (moves: number): Promise<readonly number[]> => {
    const sent: Promise<unknown>[] = [];
    for (const until = moved + moves; moved < until; moved++) {
      sent.push(send('mouseMoved', left + width * (0.5 - 0.5 * Math.cos((Math.PI * moved) / CROSSING))));
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
    await Promise.all(sent);
    await page.waitForTimeout(50);
    return page.evaluate(() => (globalThis as unknown as { latencies: number[] }).latencies.splice(0));
  };
  await send('mousePressed', left);
  await drag(WARMING);
  const rounds: (readonly number[])[] = [];
  for (let n = 0; n < ROUNDS; n++) rounds.push(await drag(ROUND));
  await send('mouseReleased', left);
  await page.close();
  const frames = (q: number) => rounds.map((it) => quantile(it, q) / FRAME_MS);
  return {
    scrubMoves: rounds.flat().length,
    scrubP50Frames: best(frames(0.5)),
    scrubP95Frames: best(frames(0.95)),
    scrubP95FramesMedian: quantile(frames(0.95), 0.5),
  };
}

/**
 * `npm run bench -- [--json]` measures the simulator on test/bench/standard.yaml and the page in Chromium, each next to a yardstick in the same
 * run, because speeds of machines differ and ratios do not: XState's own live `send` on a six-state chart; as many bare marks moved on the same
 * page (test/bench/frames.ts says what those are). Dragging through time is told in frames of 1/60 s. What else the computer does makes all of
 * it slower, and what takes longer most: figures of a busy computer are upper bounds. It says figures and limits and judges nothing.
 */
import { benchKernel } from './bench/kernel.ts';
import { benchLog } from './bench/log.ts';
import { benchPage } from './bench/page.ts';
import { benchSeeking } from './bench/seeking.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);

/** What the page promises; on other figures there is no limit. */
const most: Readonly<Record<string, number>> = {
  svgPlayToBare: 3,
  canvasPlayToBare: 3,
  scrubP95Frames: 2,
  layoutShift: 0.02,
  fetchedBrotliBytes: 120_000,
};

export async function main(argv: readonly string[]): Promise<number> {
  const measured = { ...benchKernel(), ...benchSeeking(), ...benchLog(), ...(await benchPage()) };
  if (argv.includes('--json')) say(JSON.stringify(measured, null, 2));
  else
    for (const [name, value] of Object.entries(measured))
      say(
        `${name.padEnd(28)} ${Number.isInteger(value) ? value : Number(value).toPrecision(3)}${name in most ? ` (≤ ${most[name]})` : ''}`,
      );
  return 0;
}

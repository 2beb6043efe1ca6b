/**
 * `npm run bench -- [--json]` measures the simulator on test/bench/standard.yaml, next to a yardstick in the same run, because speeds of
 * machines differ and ratios do not: XState's own live `send` on a six-state chart.
 */
import { benchKernel } from './bench/kernel.ts';
import { benchLog } from './bench/log.ts';
import { benchPage } from './bench/page.ts';
import { benchSeeking } from './bench/seeking.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);

export async function main(argv: readonly string[]): Promise<number> {
  const measured = { ...benchKernel(), ...benchSeeking(), ...benchLog(), ...(await benchPage()) };
  if (argv.includes('--json')) say(JSON.stringify(measured, null, 2));
  else
    for (const [name, value] of Object.entries(measured))
      say(`${name.padEnd(24)} ${Number.isInteger(value) ? value : Number(value).toPrecision(3)}`);
  return 0;
}

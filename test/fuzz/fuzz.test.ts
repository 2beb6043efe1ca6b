import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { runSeed } from '../../src/cli/fuzz/run.ts';

/**
 * Seeds that failed once. What a seed makes up changes with the generator; what these found is kept as tests of its own:
 * 4, 43, 73, 79: idempotent records written twice or overtaken after a batch was given up (producerIdempotence).
 * 5: a call made in a paused process was carried out at once. 6, 94: deadlines off by a rounding error stopped time.
 * 55: a subscription that changed while its member waited in JoinGroup was forgotten (consumerJoining).
 * 124: a process held up past the deadline of its commit set a timer into the past.
 * 303, 653: ZooKeeper's controller looked for more live brokers than there were (zookeeper).
 * 952: a leader that lost its place before it had computed the assignment waited for ever.
 */
const FAILED_ONCE = [26, 43, 55, 73, 79, 94, 124, 303, 653, 952];

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The command line bundles first, and is several times as fast as the tests' own way of loading modules. */
async function fuzz(...args: string[]): Promise<string> {
  const { VITEST: _aside, ...env } = process.env;
  const { stdout } = await promisify(execFile)(process.execPath, ['src/cli/run.mjs', 'fuzz', ...args], { cwd: root, env });
  return stdout;
}

it('D2: some made-up clusters survive what befalls them, and come to rest when it is mended', async () => {
  const said = await fuzz('--seed', [...Array.from({ length: 8 }, (_, i) => i + 1), ...FAILED_ONCE].join());
  expect(said).toContain('all good');
  const [, turns] = /(\d+) turns a seed/.exec(said) ?? [];
  expect(Number(turns)).toBeGreaterThanOrEqual(2000);
}, 120_000);

it('D2: a seed tells the same story twice', () => {
  const { commands, facts, turns } = runSeed(6);
  expect(runSeed(6)).toMatchObject({ commands, facts, turns, failures: [] });
}, 60_000);

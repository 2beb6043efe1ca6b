/**
 * `npm run fuzz -- [--seeds 200] [--from N] [--seed N,M,…] [--scene] [--verbose]` makes up scenes, lets things go wrong, and judges every world
 * by every invariant. A seed that fails says what failed; with `--scene` also its scene, with what was commanded as its script.
 */
import { parseArgs } from 'node:util';
import { factKinds } from '../sim/index.ts';
import type { SeedReport } from './fuzz/run.ts';
import { runSeed } from './fuzz/run.ts';
import { fuzzedVerbs } from './fuzz/trouble.ts';
import { runSeeds, workFor } from './fuzz/workers.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);
const OPTIONS = {
  seeds: { type: 'string' },
  from: { type: 'string' },
  seed: { type: 'string' },
  scene: { type: 'boolean' },
  verbose: { type: 'boolean' },
  /** One of several processes that share the seeds. */
  worker: { type: 'boolean' },
} as const;

export async function main(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...argv], options: OPTIONS });
  if (values.worker === true) {
    await workFor(runSeed);
    return 0;
  }
  const from = Number(values.from ?? 1);
  const seeds = values.seed?.split(',').map(Number) ?? Array.from({ length: Number(values.seeds ?? 50) }, (_, i) => from + i);
  if (seeds.length === 0 || !seeds.every((seed) => Number.isInteger(seed) && seed >= 0)) {
    say('Use: npm run fuzz -- [--seeds 200] [--from N] [--seed N,M,…] [--scene] [--verbose]');
    return 2;
  }
  const reports = await runSeeds(seeds, runSeed, (report) => {
    if (values.verbose === true || report.failures.length > 0) say(lineOf(report));
    for (const failure of report.failures.slice(0, 8)) say(`  ${failure}`);
    const script = [...(report.scene['script'] as unknown[]), ...report.commands];
    if (values.scene === true) say(JSON.stringify({ ...report.scene, script }, null, 1));
  });
  sum(reports);
  return reports.some(({ failures }) => failures.length > 0) ? 1 : 0;
}

const lineOf = ({ seed, turns, settledAfterMs, failures }: SeedReport): string =>
  `seed ${seed}: ${failures.length === 0 ? 'good' : 'FAILED'}, ${turns} turns, settled after ${settledAfterMs === null ? '–' : `${settledAfterMs / 1000} s`}`;

function sum(reports: readonly SeedReport[]): void {
  const failed = reports.filter(({ failures }) => failures.length > 0).map(({ seed }) => seed);
  const total = reports.reduce((turns, report) => turns + report.turns, 0);
  const facts = added(reports.map((report) => report.facts));
  const verbs = added(reports.map((report) => report.verbs));
  const missing = (all: readonly string[], seen: Readonly<Record<string, number>>) => all.filter((it) => seen[it] === undefined);
  say(`facts of ${Object.keys(facts).length} of ${factKinds.length} kinds: ${listed(facts)}`);
  say(`  never: ${missing(factKinds, facts).join(', ') || 'none'}`);
  say(`${Object.keys(verbs).length} of ${fuzzedVerbs.length} verbs: ${listed(verbs)}`);
  say(`  never: ${missing(fuzzedVerbs, verbs).join(', ') || 'none'}`);
  const mean = Math.round(total / reports.length);
  say(
    `${reports.length} seeds, ${mean} turns a seed, every invariant after every turn; ${failed.length === 0 ? 'all good' : `failed: ${failed.join(' ')}`}`,
  );
}

function added(all: readonly Readonly<Record<string, number>>[]): Readonly<Record<string, number>> {
  const sums: Record<string, number> = {};
  for (const counts of all) for (const [name, count] of Object.entries(counts)) sums[name] = (sums[name] ?? 0) + count;
  return sums;
}

const listed = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');

/** Shares seeds out among processes, one per core: each takes the next seed as soon as it is done with one. */
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import type { SeedReport } from './run.ts';

const script = process.argv[1] ?? '';

/** Reports in the order of their seeds. `told` hears of each as it comes. */
export async function runSeeds(
  seeds: readonly number[],
  runSeed: (seed: number) => SeedReport,
  told: (report: SeedReport) => void,
): Promise<readonly SeedReport[]> {
  const workers = Math.min(availableParallelism(), Math.ceil(seeds.length / 8));
  const reports = new Map<number, SeedReport>();
  const take = (report: SeedReport) => {
    reports.set(report.seed, report);
    told(report);
  };
  if (workers < 2) for (const seed of seeds) take(runSeed(seed));
  else await shareOut(seeds, workers, take);
  return seeds.flatMap((seed) => reports.get(seed) ?? []);
}

async function shareOut(seeds: readonly number[], workers: number, take: (report: SeedReport) => void): Promise<void> {
  const waiting = [...seeds].reverse();
  const work = () =>
    new Promise<void>((resolve, reject) => {
      const worker = fork(script, ['fuzz', '--worker'], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
      const next = () => {
        const seed = waiting.pop();
        if (seed === undefined) worker.disconnect();
        else worker.send(seed);
      };
      worker.on('message', (message: SeedReport | 'ready') => {
        if (message !== 'ready') take(message);
        next();
      });
      worker.on('error', reject);
      worker.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`A fuzz process ended with ${code}.`))));
    });
  await Promise.all(Array.from({ length: workers }, work));
}

/** In such a process: runs the seeds it is sent until nobody sends any more. */
export async function workFor(runSeed: (seed: number) => SeedReport): Promise<void> {
  process.on('message', (seed: number) => process.send?.(runSeed(seed)));
  process.send?.('ready');
  await new Promise<void>((resolve) => process.once('disconnect', resolve));
}

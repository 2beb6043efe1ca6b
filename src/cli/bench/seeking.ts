/** How fast one goes anywhere in a long run, and what keeping it costs. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createSimulation } from '../../sim/index.ts';
import { Dice } from '../fuzz/dice.ts';
import { quantile, timed } from './clock.ts';
import { standardScenario } from './kernel.ts';

const TURNS = 10_000;
const MOMENTS = 200;
const MB = 1024 * 1024;

/** What is really in use: everything else is collected first. */
function heapUsed(): number {
  setFlagsFromString('--expose_gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  return process.memoryUsage().heapUsed;
}

export function benchSeeking() {
  const before = heapUsed();
  const simulation = createSimulation(standardScenario());
  // As a page does: it plays, and looks at what it plays.
  while (simulation.turns.all < TURNS) {
    simulation.seek(simulation.now + 16);
    simulation.read();
  }
  const heapMb = (heapUsed() - before) / MB;
  const end = simulation.now;
  const dice = new Dice(1);
  const moments = Array.from({ length: MOMENTS }, () => dice.fraction() * end);
  const visit = (t: number): number =>
    timed(() => {
      simulation.seek(t);
      simulation.read();
    });
  // Three times round; of each moment the best, so that what else the computer does is left out.
  const rounds = Array.from({ length: 3 }, () => moments.map(visit));
  const times = moments.map((_, i) => Math.min(...rounds.map((round) => round[i] ?? Infinity)));
  return {
    seekAndReadP50Ms: quantile(times, 0.5),
    seekAndReadP95Ms: quantile(times, 0.95),
    heapMbPer10000Turns: (heapMb / simulation.turns.all) * 10_000,
  };
}

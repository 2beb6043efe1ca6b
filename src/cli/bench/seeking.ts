/** How fast one goes anywhere in a long run, and what keeping it costs. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import crowd from '../../../test/bench/crowd.yaml?raw';
import type { Scenario } from '../../sim/index.ts';
import { createSimulation, parseScenario } from '../../sim/index.ts';
import { Dice } from '../fuzz/dice.ts';
import { quantile, timed } from './clock.ts';
import { standardScenario } from './kernel.ts';

const MOMENTS = 200;
const MB = 1024 * 1024;

/** What is really in use: everything else is collected first. */
function heapUsed(): number {
  setFlagsFromString('--expose_gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  return process.memoryUsage().heapUsed;
}

interface Measured {
  readonly actors: number;
  readonly turns: number;
  readonly heapMb: number;
  readonly p50: number;
  readonly p95: number;
}

/** Plays so many turns, and then goes to moments anywhere in them. */
function goAnywhere(scenario: Scenario, turns: number): Measured {
  const before = heapUsed();
  const simulation = createSimulation(scenario);
  // As a page does: it plays, and looks at what it plays.
  while (simulation.turns.all < turns) {
    simulation.seek(simulation.now + 16);
    simulation.read();
  }
  const heapMb = (heapUsed() - before) / MB;
  const played = { actors: simulation.actors().length, turns: simulation.turns.all, heapMb };
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
  return { ...played, p50: quantile(times, 0.5), p95: quantile(times, 0.95) };
}

/** The standard scene for as long as a lesson lasts, and a crowd for ten times as long. */
export function benchSeeking() {
  const short = goAnywhere(standardScenario(), 10_000);
  const long = goAnywhere(parseScenario(crowd), 100_000);
  return {
    seekAndReadP50Ms: short.p50,
    seekAndReadP95Ms: short.p95,
    heapMbPer10000Turns: (short.heapMb / short.turns) * 10_000,
    longActors: long.actors,
    longTurns: long.turns,
    heapMb: long.heapMb,
    longSeekAndReadP50Ms: long.p50,
    longSeekAndReadP95Ms: long.p95,
  };
}

/** How fast the simulator runs: turns a second beside XState's own events a second, round by round in turn. */
import { createActor } from 'xstate';
import { counterMachine } from '../../../test/bench/counter.ts';
import standard from '../../../test/bench/standard.yaml?raw';
import type { Simulation } from '../../sim/index.ts';
import { createSimulation, parseScenario } from '../../sim/index.ts';
import { computed } from './clock.ts';

const ROUNDS = 20;
const SIMULATED_MS = 15_000;
const SENDS = 200_000;

export const standardScenario = () => parseScenario(standard);

/** History kept, checks off, nothing read: what a page does while it plays, without drawing. */
function playStandard(): { readonly simulation: Simulation; readonly perSecond: number } {
  const simulation = createSimulation(standardScenario());
  const ms = computed(() => simulation.seek(SIMULATED_MS));
  return { simulation, perSecond: (simulation.turns.actors / ms) * 1000 };
}

function sendLive(): number {
  const actor = createActor(counterMachine).start();
  const event = { type: 'next' } as const;
  const ms = computed(() => {
    for (let i = 0; i < SENDS; i++) actor.send(event);
  });
  return (SENDS / ms) * 1000;
}

export function benchKernel() {
  const rounds = Array.from({ length: ROUNDS }, () => ({ turns: playStandard().perSecond, sends: sendLive() }));
  // The first rounds are compiled while they run, and a busy computer only makes rounds slower: the best are nearest to the truth.
  const turns = Math.max(...rounds.map((round) => round.turns));
  const sends = Math.max(...rounds.map((round) => round.sends));
  const { simulation } = playStandard();
  const { acknowledged } = simulation.read().ledger;
  return {
    turnsPerSecond: Math.round(turns),
    xstateSendsPerSecond: Math.round(sends),
    turnsToSends: turns / sends,
    turnsPerAcknowledged: simulation.turns.actors / acknowledged,
  };
}

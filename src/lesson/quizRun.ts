/** Answering a question by running it: the answer is never stored, it is computed from the scene. */
import { CommandError, createSimulation, type Scenario, type Simulation } from '../sim/index.ts';
import { holds, looksBack } from './judge.ts';
import type { Predicate } from './predicate.ts';
import type { Quiz } from './types.ts';

/** Virtual ms within which the moment of judgement must come. */
const PATIENCE = 120_000;
const LOOK_EVERY = 50;

export interface Verdict {
  /** The statement is true: O. */
  readonly holds: boolean;
  /** When it was judged. */
  readonly at: number;
  /** What the simulator said to the command, where that is the proof. */
  readonly refusal: string | null;
  /** False if the moment of judgement never came. */
  readonly came: boolean;
}

function runTo(simulation: Simulation, until: number | Predicate): boolean {
  if (typeof until === 'number') simulation.seek(until);
  else {
    const stride = looksBack(until) ? LOOK_EVERY * 10 : LOOK_EVERY;
    while (!holds(until, simulation)) {
      if (simulation.now >= PATIENCE) return false;
      simulation.seek(simulation.now + stride);
    }
  }
  return true;
}

/** Runs the scene, or its contrast, to the moment of judgement. */
export function judgeQuiz(quiz: Quiz, scene: Scenario = quiz.scene): Verdict {
  const simulation = createSimulation(scene);
  const came = runTo(simulation, quiz.until);
  const at = simulation.now;
  if (quiz.proof.kind === 'holds') return { holds: holds(quiz.proof.predicate, simulation), at, refusal: null, came };
  try {
    simulation.dispatch(quiz.proof.command);
    return { holds: false, at, refusal: null, came };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return { holds: error.code === quiz.proof.error, at, refusal: error.message, came };
  }
}

/** Seconds that watching should take at most. */
export const WATCHING = 9;

/** The speed at which a question is watched to its end in time: never slower than the clock. */
export const watchingSpeed = (virtualMs: number): number => Math.max(1, Math.ceil(virtualMs / (WATCHING * 100)) / 10);

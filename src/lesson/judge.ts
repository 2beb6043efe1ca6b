/** A simulation as predicates see it. What is judged about other moments or branches is looked up and the run put back as it was. */
import type { Fact, ReadModel, Simulation } from '../sim/index.ts';
import { evaluate, type Predicate, type PredicateRun } from './predicate.ts';

interface Mark {
  readonly branch: number;
  readonly at: number;
}

const mark = (simulation: Simulation): Mark => ({ branch: simulation.branch, at: simulation.now });

/** By way of t = 0, where no branch has to be simulated further than it was. */
function moveTo(simulation: Simulation, { branch, at }: Mark): void {
  if (simulation.branch !== branch) {
    simulation.seek(0);
    simulation.checkout(branch);
  }
  simulation.seek(at);
}

function elsewhere<T>(simulation: Simulation, there: Mark, look: () => T): T {
  const here = mark(simulation);
  moveTo(simulation, there);
  try {
    return look();
  } finally {
    moveTo(simulation, here);
  }
}

export interface JudgeOptions {
  /** How many facts there were when the present step began. */
  readonly stepStartedAt?: number;
  /** Ids that commands of the lesson may still bring. */
  readonly announced?: ReadonlySet<string>;
}

/** The run as it stands now. */
export function runOf(simulation: Simulation, options: JudgeOptions = {}): PredicateRun {
  return runAt(simulation, mark(simulation), options);
}

function runAt(simulation: Simulation, there: Mark, options: JudgeOptions): PredicateRun {
  const { stepStartedAt = 0, announced } = options;
  let model: ReadModel | null = null;
  let facts: readonly Fact[] | null = null;
  return {
    get model() {
      return (model ??= elsewhere(simulation, there, () => simulation.read()));
    },
    get facts() {
      return (facts ??= elsewhere(simulation, there, () => simulation.facts()));
    },
    stepStartedAt,
    history: () => elsewhere(simulation, there, () => modelsUpTo(simulation, there.at)),
    branches: () =>
      simulation
        .branches()
        .map(({ id, end }) =>
          runAt(simulation, { branch: id, at: id === there.branch ? there.at : end }, { ...options, stepStartedAt: 0 }),
        ),
    ...(announced === undefined ? {} : { announced }),
  };
}

/** The model at every instant from the beginning to `t`. */
function modelsUpTo(simulation: Simulation, t: number): readonly ReadModel[] {
  simulation.seek(0);
  const models = [simulation.read()];
  for (;;) {
    const before = simulation.now;
    simulation.step();
    if (simulation.now === before || simulation.now > t) return models;
    models.push(simulation.read());
  }
}

export const holds = (predicate: Predicate, simulation: Simulation, options: JudgeOptions = {}): boolean =>
  evaluate(predicate, runOf(simulation, options));

/** Whether judging it means looking at every earlier moment or at other branches: too dear for every frame. */
export function looksBack(predicate: Predicate): boolean {
  switch (predicate.kind) {
    case 'ever':
    case 'branch':
      return true;
    case 'not':
      return looksBack(predicate.of);
    case 'all':
    case 'any':
      return predicate.of.some(looksBack);
    default:
      return false;
  }
}

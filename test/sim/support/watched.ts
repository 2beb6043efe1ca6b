/** Whole worlds from a few lines of a scenario, with every invariant judged after every turn. */
import type { FactKind, FactOf, PartitionModel, Simulation } from '../../../src/sim/index.ts';
import { createSimulation, parseScenario } from '../../../src/sim/index.ts';
import { createChecker } from '../../../src/sim/invariants/index.ts';

/** A run that throws at the first broken invariant. */
export function watched(yaml: string, kafka = '4.3'): Simulation {
  const check = createChecker();
  return createSimulation(parseScenario(`partita: 1\nkafka: "${kafka}"\nseed: 7\n${yaml}`), {
    watch: (world, facts) => {
      const [first] = check(world, facts);
      if (first !== undefined) throw new Error(`at ${world.at}: ${first.invariant}: ${first.detail}`);
    },
  });
}

/** What happened of one kind so far. */
export const told = <K extends FactKind>(run: Simulation, kind: K): readonly FactOf<K>[] =>
  run.facts().filter((fact): fact is FactOf<K> => fact.kind === kind);

export function partition(run: Simulation, topic = 'orders', number = 0): PartitionModel {
  const found = run.read().topics.find(({ name }) => name === topic)?.partitions[number];
  if (found === undefined) throw new Error(`there is no ${topic}-${number}`);
  return found;
}

export const offsetsOf = ({ records }: PartitionModel): readonly number[] => records.map(({ offset }) => offset);

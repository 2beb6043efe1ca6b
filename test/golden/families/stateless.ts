import { expect } from 'vitest';
import { readVectors, type Family } from '../vectors';
import { expectJavaOrder, expectSameOwners, run, type Rebalance } from './assignments';

interface StatelessCase extends Rebalance {
  readonly name: string;
}

/** A1, A2: one call per case; owners first, then the exact order of every list. */
export function stateless(file: string, assignor: string): Family {
  return () =>
    readVectors<StatelessCase>(file).map((vector) => ({
      name: vector.name,
      steps: 1,
      check() {
        const actual = run(assignor, vector);
        expectJavaOrder(vector);
        expectSameOwners(actual, vector.assignment);
        expect(actual).toEqual(vector.assignment);
      },
    }));
}

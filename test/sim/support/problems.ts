import { parseScenario } from '../../../src/sim/scenario/parseText.ts';
import { ScenarioError, type Problem } from '../../../src/sim/scenario/problems.ts';

/** Everything that is wrong with a scenario; empty for a good one. */
export function problemsOf(text: string): readonly Problem[] {
  try {
    parseScenario(text);
  } catch (error) {
    if (error instanceof ScenarioError) return error.problems;
    throw error;
  }
  return [];
}

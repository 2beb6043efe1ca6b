/** What is wrong with a script, or the scenario that it is. */
import { parseScenario, ScenarioError, type Problem, type Scenario } from '../../sim/index.ts';

export type Checked =
  { readonly scenario: Scenario; readonly problems: readonly [] } | { readonly scenario: null; readonly problems: readonly Problem[] };

export function checkScript(text: string): Checked {
  try {
    return { scenario: parseScenario(text), problems: [] };
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    return { scenario: null, problems: error.problems };
  }
}

/** Files with runs (`.partita.json`) or scenarios (`.yaml`), saved by Partita or written by hand. */
import { reading, readYaml, ScenarioError, type SavedRun, type Scenario } from '../../sim/index.ts';
import { mendScenario } from './mend.ts';
import { nothing, readRun, type Shared } from './readRun.ts';

/** More than any run or script; a film dropped by mistake is not read. */
const MOST_BYTES = 5_000_000;

export async function readFile(file: File): Promise<Shared> {
  if (file.size > MOST_BYTES) return nothing({ kind: 'tooBig' });
  return readText(await file.text());
}

/** The text of a file: JSON of a run, or a scenario in YAML or JSON. Never throws. */
export function readText(text: string): Shared {
  const data = jsonIn(text);
  if (reading.isRecord(data) && ('scenario' in data || 'branches' in data)) return readRun(data);
  try {
    const { value, locate, repeated } = readYaml(text);
    const { scenario, problems } = mendScenario(value, locate, repeated);
    return scenario === null ? nothing(...problems) : { saved: freshRun(scenario), extras: {}, problems };
  } catch (error) {
    const [first] = error instanceof ScenarioError ? error.problems : [];
    return nothing({ kind: 'notYaml', line: first?.line ?? null, reason: first?.reason ?? String(error) });
  }
}

/** A run of this scenario in which nobody did anything yet. */
export const freshRun = (scenario: Scenario): SavedRun => ({
  partita: 1,
  scenario,
  branches: [{ name: '', parent: null, forkedAt: null, commands: [], end: 0 }],
  current: 0,
  at: 0,
});

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

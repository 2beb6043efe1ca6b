/** Ready scenes are proven by running them: every moment comes, in order, within a minute, and no invariant breaks; so for each variant. */
import { createSimulation, RunLimitError, type Scenario } from '../../sim/index.ts';
import { compileScenes, type CompiledScene } from '../compile/readyScene.ts';
import type { Files, LessonProblem } from '../compile/source.ts';
import { PredicateError } from '../predicate.ts';
import { momentsIn, SCENE_LENGTH } from '../readyScene.ts';
import { languages } from '../types.ts';
import { uninspected, type Inspect } from './note.ts';
import { unknownSettings } from './words.ts';

export interface SceneReport {
  readonly problems: readonly LessonProblem[];
  readonly scenes: number;
  readonly moments: number;
}

type Say = (reason: string, ...path: (string | number)[]) => void;

export function checkScenes(files: Files, inspect: Inspect = uninspected): SceneReport {
  const { scenes, problems: read } = compileScenes(files);
  const problems = [...read];
  for (const it of scenes) {
    const say: Say = (reason, ...path) => void problems.push({ file: it.file, line: it.locate(...path), reason });
    checkText(it, say);
    proveMoments(it, say);
    for (const [path, scenario] of runsOf(it)) inspectRun(scenario, inspect, (reason) => say(reason, ...path));
  }
  return { problems, scenes: scenes.length, moments: scenes.reduce((sum, { scene }) => sum + scene.moments.length, 0) };
}

const runsOf = ({ scene: { scenario, variants } }: CompiledScene): readonly (readonly [readonly (string | number)[], Scenario])[] => [
  [['scenario'], scenario],
  ...variants.map((it, index) => [['variants', index], it.scenario] as const),
];

function checkText({ raw }: CompiledScene, say: Say): void {
  for (const language of languages) for (const reason of new Set(unknownSettings(raw(language)))) say(reason, 'about', language);
}

function proveMoments({ scene: { scenario, moments, start } }: CompiledScene, say: Say): void {
  try {
    const simulation = createSimulation(scenario);
    simulation.seek(SCENE_LENGTH);
    for (const [index, fact] of momentsIn(moments, simulation.facts()).entries()) {
      if (fact === null) say('this moment never comes, or not after the one before it: mend "fact" and "where"', 'moments', index);
      else if (fact.at <= start) say('this moment is over when the scene opens: let "start" be earlier', 'moments', index);
    }
  } catch (error) {
    if (!(error instanceof PredicateError || error instanceof RunLimitError)) throw error;
    say(error.message, 'moments');
  }
}

function inspectRun(scenario: Scenario, inspect: Inspect, say: (reason: string) => void): void {
  try {
    for (const detail of inspect(scenario, [], SCENE_LENGTH)) say(`an invariant breaks, which is a fault of the simulator: ${detail}`);
  } catch (error) {
    if (!(error instanceof RunLimitError)) throw error;
    say(error.message);
  }
}

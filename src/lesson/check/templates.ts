/** A template is proven by running it: no invariant breaks, and everything it suggests can be done once it stands. */
import { createSimulation } from '../../sim/index.ts';
import { compileTemplates } from '../compile/template.ts';
import type { Files, LessonProblem } from '../compile/source.ts';
import { TEMPLATE_READY } from '../template.ts';
import { uninspected, type Inspect } from './note.ts';

/** How long each is watched, virtual ms. */
const WATCHED = 60_000;
const WATCHED_AFTER_A_TRY = TEMPLATE_READY + 15_000;

export interface TemplateReport {
  readonly problems: readonly LessonProblem[];
  readonly templates: number;
  readonly tries: number;
}

export function checkTemplates(files: Files, inspect: Inspect = uninspected): TemplateReport {
  const { all, problems: read } = compileTemplates(files);
  const problems = [...read];
  for (const { file, it } of all) {
    const say = (reason: string) => void problems.push({ file, line: null, reason });
    if (it.tries.length === 0) say('there is nothing to try: add tries: { title, command }');
    const simulation = createSimulation(it.scenario);
    simulation.seek(TEMPLATE_READY);
    for (const [index, { command }] of it.tries.entries()) {
      const wrong = simulation.check(command).map(({ message }) => message);
      if (wrong.length > 0) say(`tries/${index}: this cannot be done at ${TEMPLATE_READY} ms: ${wrong.join('; ')}`);
      else complain(inspect(it.scenario, [{ at: TEMPLATE_READY, command }], WATCHED_AFTER_A_TRY), say, ` after tries/${index}`);
    }
    complain(inspect(it.scenario, [], WATCHED), say);
  }
  return { problems, templates: all.length, tries: all.reduce((sum, { it }) => sum + it.tries.length, 0) };
}

function complain(broken: readonly string[], say: (reason: string) => void, when = ''): void {
  for (const detail of broken) say(`an invariant breaks${when}, which is a fault of the simulator: ${detail}`);
}

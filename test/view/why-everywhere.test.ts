// Every question of every thing, at several moments of every scene and situation: nothing throws, nothing is empty, nothing is of the future.
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { locale } from '../../src/view/i18n/locale.svelte.ts';
import { thingId } from '../../src/view/geometry/thing.ts';
import { questionsOf, questionsOfFact } from '../../src/view/why/index.ts';
import { clauseWords } from '../../src/view/why/clauseWords.ts';
import { questionWords } from '../../src/view/why/questionWords.ts';
import { clauseText, questionText } from '../../src/view/why/say.ts';
import { everyScenario, everything, nowOf, start } from './support/asking.ts';

const spec = readFileSync(new URL('../../src/sim/SPEC.md', import.meta.url), 'utf8');
const rules = new Set([...spec.matchAll(/^- \*\*([A-Z]\d*)\*\* /gm)].map(([, rule]) => rule));

/** When a run is asked: at fractions of this time, which covers what the scenarios do. */
const UNTIL_MS = 40_000;
const MOMENTS = [0.02, 0.2, 0.3, 0.45, 0.7, 1];

const asked = new Set<string>();
const said = new Set<string>();

afterAll(() => {
  const silent = (known: object, heard: ReadonlySet<string>) => Object.keys(known).filter((key) => !heard.has(key));
  if (process.env['WHY_SILENT'] !== undefined) console.warn(silent(questionWords, asked), silent(clauseWords, said));
});

describe.each(everyScenario())('%s', (_file, scenario) => {
  test('every question has an answer of this moment, by rules that exist', () => {
    const run = start(scenario);
    const wrong: string[] = [];
    for (const share of MOMENTS) {
      run.seek(UNTIL_MS * share);
      const now = nowOf(run);
      const last = now.facts.length - 1;
      const questions = [
        ...everything(now.model, scenario).flatMap((thing) => questionsOf(thing, now).map((it) => ({ it, of: thingId(thing) }))),
        ...now.facts.slice(-40).flatMap((fact) => questionsOfFact(fact, now).map((it) => ({ it, of: `fact ${fact.id}` }))),
      ];
      const ids = questions.map(({ it, of }) => `${of} ${it.id}`);
      if (new Set(ids).size < ids.length) wrong.push(`two questions of one name: ${ids.find((id, i) => ids.indexOf(id) < i)}`);
      for (const { it, of } of questions) {
        asked.add(it.asks);
        const answer = it.answer();
        const place = `${of}, ${it.asks} at ${run.now}`;
        if (answer.length === 0) wrong.push(`${place}: no answer`);
        for (const { says, fact, rules: cited } of answer) {
          said.add(says);
          if (fact !== null && (fact < 0 || fact > last)) wrong.push(`${place}: ${says} tells of fact ${fact} of ${last}`);
          for (const rule of cited) if (!rules.has(rule)) wrong.push(`${place}: ${says} cites ${rule}`);
        }
        for (const language of ['ko', 'en'] as const) {
          locale.value = language;
          const texts = [questionText(it, now.facts), ...answer.map((clause) => clauseText(clause, now.facts))];
          const bad = texts.find((text) => text.trim() === '' || /undefined|NaN|null|\{|Infinity|object Object/.test(text));
          if (bad !== undefined) wrong.push(`${place}: "${bad}"`);
        }
      }
    }
    expect(wrong.slice(0, 12)).toEqual([]);
  });
});

// Broken links: each gives a message, none a crash, and what can be kept is kept.
import { describe, expect, test } from 'vitest';
import { importRun } from '../../../src/sim/index.ts';
import { readLink } from '../../../src/view/sharing/readLink.ts';
import { isFault, problemWords } from '../../../src/view/sharing/words.ts';
import { locale, locales } from '../../../src/view/i18n/locale.svelte.ts';
import { malformed, sane } from './malformed.ts';

test('a sound link has no problem, so that those below come from the harm done', () => {
  const { saved, problems } = readLink(sane.payload);
  expect(problems).toEqual([]);
  expect(saved?.branches.flatMap((branch) => branch.commands)).toHaveLength(sane.commands);
  expect(saved?.branches).toHaveLength(2);
});

test('there are more than thirty', () => expect(malformed.length).toBeGreaterThan(30));

describe('a malformed link', () => {
  test.each(malformed)('$name: is told, and keeps $commands commands', ({ payload, kind, commands }) => {
    const { saved, problems } = readLink(payload);
    expect(problems.map((it) => it.kind)).toContain(kind);
    expect(problems.some(isFault)).toBe(commands === null);
    expect(saved?.branches.reduce((sum, branch) => sum + branch.commands.length, 0) ?? null).toBe(commands);
    if (saved !== null) expect(() => importRun(saved).read()).not.toThrow();
    for (const language of locales) {
      locale.value = language;
      for (const problem of problems) {
        const { what, kept } = problemWords(problem);
        expect(what, language).toMatch(language === 'ko' ? /[가-힣]/ : /^[^가-힣]+$/);
        expect(kept === '', `${language}: ${problem.kind}`).toBe(isFault(problem));
      }
    }
  });
});

// The compiler does not fail on a message that one language lacks: these do.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const languages = ['ko', 'en'] as const;
const home = new URL('../../src/view/i18n/', import.meta.url);
type Texts = Record<string, unknown>;

const json = (path: string) => JSON.parse(readFileSync(new URL(path, home), 'utf8')) as Texts;
/** Words are kept by area (shell, stage, …), one file each per language. */
const areas = (language: string) => readdirSync(new URL(`messages/${language}/`, home)).sort();
const readArea = (language: string, area: string) =>
  Object.entries(json(`messages/${language}/${area}`)).filter(([key]) => key !== '$schema');
const read = (language: string): Texts => Object.fromEntries(areas(language).flatMap((area) => readArea(language, area)));

/** The sentences of a message: one, or several with variants (`[{ declarations, selectors, match: { …: sentence } }]`). */
function sentences(message: unknown): string[] {
  if (typeof message === 'string') return [message];
  if (Array.isArray(message)) return message.flatMap(sentences);
  if (typeof message !== 'object' || message === null) return [];
  return 'match' in message ? Object.values(message.match as Texts).flatMap(sentences) : Object.values(message).flatMap(sentences);
}

const placeholders = (message: unknown) =>
  [...new Set(sentences(message).flatMap((text) => [...text.matchAll(/(?<!\\)\{\s*([\w.]+)/g)].map((match) => match[1])))].sort();

const texts = { ko: read('ko'), en: read('en') };

describe('the words of the page', () => {
  test('the compiler reads every area of both languages', () => {
    const { ['plugin.inlang.messageFormat']: format } = json('project.inlang/settings.json') as Record<string, { pathPattern: string[] }>;
    const named = format?.pathPattern.map((pattern) => pattern.replace('./messages/{locale}/', '')).sort();
    for (const language of languages) expect(areas(language), `messages/${language}`).toEqual(named);
  });

  test('a key lives in one area only', () => {
    const twice = languages.flatMap((language) => {
      const keys = areas(language).flatMap((area) => readArea(language, area).map(([key]) => key));
      return keys.filter((key, index) => keys.indexOf(key) !== index).map((key) => `"${key}" is in two files of ${language}: rename one.`);
    });
    expect(twice, twice.join('\n')).toEqual([]);
  });

  test('Korean and English have the same keys', () => {
    const missing = languages.flatMap((language) => {
      const other = language === 'ko' ? 'en' : 'ko';
      return Object.keys(texts[other])
        .filter((key) => !(key in texts[language]))
        .map((key) => `"${key}" is in messages/${other} but not in messages/${language}: add it there.`);
    });
    expect(missing, missing.join('\n')).toEqual([]);
  });

  test('a message has the same placeholders in both languages', () => {
    const unlike = Object.keys(texts.ko)
      .filter((key) => key in texts.en && placeholders(texts.ko[key]).join() !== placeholders(texts.en[key]).join())
      .map(
        (key) =>
          `"${key}" takes {${placeholders(texts.ko[key]).join(', ')}} in Korean but {${placeholders(texts.en[key]).join(', ')}} in English.`,
      );
    expect(unlike, unlike.join('\n')).toEqual([]);
  });

  test('no message is empty', () => {
    const empty = languages.flatMap((language) =>
      Object.entries(texts[language])
        .filter(([, message]) => sentences(message).length === 0 || sentences(message).some((text) => text.trim() === ''))
        .map(([key]) => `"${key}" in messages/${language} says nothing.`),
    );
    expect(empty, empty.join('\n')).toEqual([]);
  });
});

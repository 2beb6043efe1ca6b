/**
 * A lesson is compiled once as a whole in one language, and once per other language as a list of what it says, in the order of the whole: a
 * page fetches only what it shows. Here is how a whole is taken apart and put together again.
 */
import type { Language, Localized } from './types.ts';

const isLocalized = (value: object): value is Localized => {
  const keys = Object.keys(value);
  return keys.length > 0 && keys.every((key) => key === 'ko' || key === 'en');
};

function saidIn(value: unknown, said: Localized[]): Localized[] {
  if (typeof value !== 'object' || value === null) return said;
  if (isLocalized(value)) said.push(value);
  else for (const part of Object.values(value)) saidIn(part, said);
  return said;
}

/** The whole in one language alone. */
export const inOne = (whole: unknown, language: Language): unknown =>
  JSON.parse(
    JSON.stringify(whole, (_key, value: unknown) =>
      typeof value === 'object' && value !== null && isLocalized(value) ? { [language]: value[language] } : value,
    ),
  );

/** What the whole says in this language, in order. */
export const wordsIn = (whole: unknown, language: Language): readonly string[] => saidIn(whole, []).map((it) => it[language]);

/** Adds a language to a whole that lacks it. */
export function addWords(whole: unknown, language: Language, words: readonly string[]): void {
  for (const [index, it] of saidIn(whole, []).entries()) Object.assign(it, { [language]: words[index] });
}

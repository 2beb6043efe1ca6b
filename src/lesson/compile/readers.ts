/** Readers of what lessons and questions have in common: texts in both languages, predicates, commands, scenes. */
import { reading, ScenarioError, parseScenarioValue, type Command, type Scenario } from '../../sim/index.ts';
import { parsePredicate, PredicateError, type Predicate } from '../predicate.ts';
import { languages, type Localized, type Move } from '../types.ts';
import { markdown } from './markdown.ts';

const { duration, fields, isRecord, items, required, text } = reading;
type Cursor = reading.Cursor;

const NOTHING: Localized = { ko: '', en: '' };

/** `{ ko: …, en: … }`; both must say something. */
export function localized(cursor: Cursor, what: string): Localized {
  if (!required(cursor, what)) return NOTHING;
  if (typeof cursor.value === 'string') return cursor.fail(`${what} is needed in both languages: write { ko: …, en: … }`, NOTHING);
  if (!fields(cursor, languages)) return NOTHING;
  for (const language of languages) {
    const given = cursor.at(language);
    if (given.missing) cursor.fail(`${what} lacks "${language}": add it`, undefined);
    else if (text(given, '')?.trim() === '') given.fail(`${what} is empty in "${language}"`, undefined);
  }
  return { ko: text(cursor.at('ko'), ''), en: text(cursor.at('en'), '') };
}

/** The same with Markdown inside a line, as HTML. */
export function rich(cursor: Cursor, what: string): Localized {
  const { ko, en } = localized(cursor, what);
  return { ko: markdown.renderInline(ko), en: markdown.renderInline(en) };
}

/** A text that may be left out. */
export const orNone = <T>(cursor: Cursor, read: (cursor: Cursor, what: string) => T, what: string): T | null =>
  cursor.missing ? null : read(cursor, what);

/** The predicate that is always true stands in where none could be read. */
export const ALWAYS: Predicate = { kind: 'all', of: [] };

export function predicate(cursor: Cursor, what: string): Predicate {
  if (!required(cursor, what)) return ALWAYS;
  try {
    return parsePredicate(cursor.value, what);
  } catch (error) {
    if (!(error instanceof PredicateError)) throw error;
    return cursor.fail(error.message, ALWAYS);
  }
}

/** A command without a time. Whether it can be given is judged by running it. */
export function command(cursor: Cursor): Command {
  const nothing: Command = { do: '' };
  if (!isRecord(cursor.value)) return cursor.fail('here stands a command like { do: crash, target: billing-1 }', nothing);
  return required(cursor.at('do'), 'the verb ("do")') ? (cursor.value as Command) : nothing;
}

/** `{ after: 2s, do: crash, target: billing-1 }`, `{ choose: sticky }` or `{ back: predicate }`. */
export function moves(cursor: Cursor): readonly Move[] {
  return items(cursor, 'moves: { after, do, … }, { choose } or { back }').map((at): Move => {
    const after = duration(at.at('after'), 0);
    if (!at.at('choose').missing) return { after, choose: text(at.at('choose'), '') };
    if (!at.at('back').missing) return { after, back: predicate(at.at('back'), 'back') };
    const { after: _after, ...given } = command(at);
    return { after, command: given };
  });
}

export const ids = (cursor: Cursor, what: string): readonly string[] => items(cursor, what).map((at) => text(at, ''));

/** A scene inside another file. Its problems get the lines of that file. */
export function scene(value: unknown, cursor: Cursor): Scenario | null {
  try {
    return parseScenarioValue(value);
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    for (const { path, reason } of error.problems) {
      const steps = path === '' ? [] : path.split('/').map((step) => (/^\d+$/.test(step) ? Number(step) : step));
      cursor.problems.add([...cursor.path, ...steps], reason);
    }
    return null;
  }
}

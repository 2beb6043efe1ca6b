/** One file of `scenes/`: what is told about a situation, its moments, and the scenario that plays it. */
import { PathError, reading, setPath, type Scenario } from '../../sim/index.ts';
import { parseFactPredicate, PredicateError } from '../predicate.ts';
import type { Moment, ReadyScene, Variant } from '../readyScene.ts';
import { arrangements, layers, type Language, type Localized } from '../types.ts';
import { compileFolder } from './folder.ts';
import { markdown } from './markdown.ts';
import { ids, localized, rich, scene } from './readers.ts';
import type { Files, LessonProblem } from './source.ts';

const { duration, entries, fields, items, oneOf, required } = reading;
type Cursor = reading.Cursor;

const KEYS = ['title', 'about', 'rules', 'reveal', 'arrangement', 'perSecond', 'start', 'moments', 'variants', 'scenario'];

export interface CompiledScene {
  readonly scene: ReadyScene;
  readonly file: string;
  /** Everything it says in this language, as written. */
  readonly raw: (language: Language) => string;
  /** The line of a place in the file. */
  readonly locate: (...path: (string | number)[]) => LessonProblem['line'];
}

export interface CompiledScenes {
  /** In the order of the files. */
  readonly scenes: readonly CompiledScene[];
  readonly problems: readonly LessonProblem[];
}

export function compileScenes(files: Files): CompiledScenes {
  const { all, problems } = compileFolder(files, { folder: 'scenes', what: 'scene', read: readScene });
  const scenes = all.map(({ file, it: scene, root }): CompiledScene => {
    const texts = ['moments', 'variants'].flatMap((part) => items(root.at(part), part).map((at) => at.at('text').value as Localized));
    const raw = (language: Language) => [root.at('about').value as Localized, ...texts].map((it) => it[language]).join('\n');
    return { scene, file, raw, locate: (...path) => lineOf(root, path) };
  });
  return { scenes, problems };
}

function readScene(id: string, root: Cursor): ReadyScene | null {
  fields(root, KEYS);
  const about = localized(root.at('about'), 'what is told about the scene');
  const head = { id, title: localized(root.at('title'), 'the title'), lead: eachLanguage(about, leadOf) };
  const scenario = required(root.at('scenario'), 'the scenario') ? scene(root.at('scenario').value, root.at('scenario')) : null;
  if (root.at('moments').missing) root.at('moments').fail('there is no moment to watch: add moments: { title, text, fact }', undefined);
  const rest = {
    about: eachLanguage(about, (it) => markdown.render(it).trim()),
    rules: ids(root.at('rules'), 'numbers of rules'),
    reveal: items(root.at('reveal'), 'layers').map((at) => oneOf(at, layers, 'tape')),
    arrangement: oneOf(root.at('arrangement'), arrangements, 'topic'),
    perSecond: duration(root.at('perSecond'), null),
    start: duration(root.at('start'), 0),
    moments: items(root.at('moments'), 'moments: { title, text, fact }').flatMap((at) => readMoment(at) ?? []),
    variants: items(root.at('variants'), 'variants: { title, text, set }').flatMap(
      (at) => readVariant(at, root.at('scenario').value) ?? [],
    ),
  };
  return scenario === null ? null : { ...head, ...rest, scenario };
}

const eachLanguage = (text: Localized, change: (text: string) => string): Localized => ({ ko: change(text.ko), en: change(text.en) });

const leadOf = (text: string): string => markdown.renderInline((text.trim().split(/\n\s*\n/)[0] ?? '').replaceAll('\n', ' '));

/** By asking for a problem there. */
function lineOf(root: Cursor, path: readonly (string | number)[]): number | null {
  const before = root.problems.list.length;
  root.problems.add(path, '?');
  return root.problems.list.splice(before)[0]?.line ?? null;
}

function readMoment(at: Cursor): Moment | null {
  fields(at, ['title', 'text', 'fact', 'where']);
  const told = { title: localized(at.at('title'), 'the title of the moment'), text: rich(at.at('text'), 'the text of the moment') };
  if (!required(at.at('fact'), 'the kind of fact')) return null;
  try {
    const where = at.at('where').missing ? {} : { where: at.at('where').value };
    return { ...told, fact: parseFactPredicate({ fact: at.at('fact').value, ...where }, 'fact') };
  } catch (error) {
    if (!(error instanceof PredicateError)) throw error;
    return at.at('fact').fail(error.message, null);
  }
}

function readVariant(at: Cursor, raw: unknown): Variant | null {
  fields(at, ['title', 'text', 'set']);
  const told = { title: localized(at.at('title'), 'the title of the variant'), text: rich(at.at('text'), 'the text of the variant') };
  let changed = raw;
  for (const [path, to] of entries(at.at('set'), 'paths and values')) {
    try {
      changed = setPath(changed, path, to.value);
    } catch (error) {
      if (!(error instanceof PathError)) throw error;
      to.fail(error.message, undefined);
    }
  }
  const scenario: Scenario | null = scene(changed, at);
  return scenario === null ? null : { ...told, scenario };
}

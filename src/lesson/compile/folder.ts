/** A folder of files named `NN-name.yaml`, each one thing of its own: ready scenes, templates of the Lab. */
import type { reading } from '../../sim/index.ts';
import { openYaml, type Files, type LessonProblem } from './source.ts';

const FILE = /^\d\d-([a-z0-9-]+)\.yaml$/;

export interface InFile<T extends { readonly id: string }> {
  readonly file: string;
  readonly it: T;
  readonly root: reading.Cursor;
}

export interface CompiledFolder<T extends { readonly id: string }> {
  /** In the order of the files. */
  readonly all: readonly InFile<T>[];
  readonly problems: readonly LessonProblem[];
}

/** `01-unclean-election.yaml` → `unclean-election`; null for any other name. */
export const idOfFile = (file: string): string | null => FILE.exec(file)?.[1] ?? null;

/** `what` is in it, `folder` is its name, both for the problems. `read` gives null where nothing can be made of a file. */
export function compileFolder<T extends { readonly id: string }>(
  files: Files,
  { folder, what, read }: { readonly folder: string; readonly what: string; readonly read: (id: string, root: reading.Cursor) => T | null },
): CompiledFolder<T> {
  const problems: LessonProblem[] = [];
  const note = (problem: LessonProblem) => void problems.push(problem);
  const all: InFile<T>[] = [];
  for (const [file, text] of [...files].toSorted()) {
    const id = idOfFile(file);
    if (id === null) note({ file, line: null, reason: `nobody reads this file: ${folder}/ has NN-name.yaml only` });
    const source = id === null ? null : openYaml(file, text, note);
    if (id === null || source === null) continue;
    const it = read(id, source.root);
    source.problems().forEach(note);
    if (it === null) continue;
    if (all.some((other) => other.it.id === id))
      note({ file, line: null, reason: `there is another ${what} "${id}": name this file differently` });
    all.push({ file, it, root: source.root });
  }
  return { all, problems };
}

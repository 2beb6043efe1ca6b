/** `Now: {groups.billing.members.length} of 3`: a task's state in a few words, out of the read model. */
import { resolvePath, type PathRun } from './path.ts';

/** `words` says a value in the language of the page; by its path it may know more than the bare value. */
export function stateText(template: string, run: PathRun, words: (value: unknown, path: string) => string): string {
  return template.replaceAll(/\{([^{}]+)\}/g, (_, path: string) => {
    const found = resolvePath(path, run);
    return 'each' in found ? found.each.map((value) => words(value, path)).join(' / ') : words(found.value, path);
  });
}

/** What the moves of a lesson's solutions and choices come to, without playing them. */
import type { Command } from '../sim/index.ts';
import type { Lesson, Step } from './types.ts';

/** Virtual ms after the last command of a solution within which the goals must be reached. */
export const PATIENCE = 90_000;

/** Ids that these commands would bring. */
const announcedBy = (commands: readonly { readonly [name: string]: unknown }[]): ReadonlySet<string> =>
  new Set(commands.flatMap(({ id }) => (typeof id === 'string' ? [id] : [])));

/** Every id that a command of this lesson may bring. */
export const announcedIn = ({ steps }: Lesson): ReadonlySet<string> =>
  new Set(
    steps.flatMap(({ solution, choose }) => [
      ...announcedBy((solution ?? []).flatMap((move) => ('command' in move ? [move.command] : []))),
      ...announcedBy(choose?.options.flatMap(({ commands }) => commands) ?? []),
    ]),
  );

/** The commands of a choice's option. */
export function optionOf(step: Step, id: string): { readonly at: number; readonly commands: readonly Command[] } {
  const option = step.choose?.options.find((it) => it.id === id);
  if (option === undefined) throw new Error(`the step "${step.id}" offers no choice "${id}"`);
  return { at: step.choose?.at ?? 0, commands: option.commands };
}

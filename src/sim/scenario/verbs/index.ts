/** One table of everything that can be commanded, by a script's `do` or by a person at the page. A new verb is a definition and a line here. */
import { suggestion } from '../../nearest.ts';
import type { ReadContext } from '../context.ts';
import { Cursor, required } from '../cursor.ts';
import type { Operation } from '../operations.ts';
import { formatProblem, Problems } from '../problems.ts';
import type { Command } from '../types.ts';
import { cluster } from './cluster.ts';
import { consuming } from './consuming.ts';
import { faults } from './faults.ts';
import { joining } from './joining.ts';
import { contextOf } from './judging.ts';
import { producing } from './producing.ts';
import { slow } from './slow.ts';
import { topics } from './topics.ts';
import { CommandError, type CommandProblem } from './refusal.ts';
import type { Prepared, Verb, VerbView } from './types.ts';

export { CommandError, type CommandProblem } from './refusal.ts';
export type { NodeView, Parameter, ParameterType, Verb, VerbView } from './types.ts';

export const verbs: readonly Verb[] = [...faults, ...slow, ...producing, ...joining, ...consuming, ...topics, ...cluster];

export const verbNamed = (name: string): Verb | undefined => verbs.find((verb) => verb.name === name);

/** Reads a command's parameters: types, names and references, but not the state of the world. Problems are noted on the cursor. */
export function readCommand(command: Cursor, context: ReadContext): Prepared | null {
  if (!required(command.at('do'), 'the verb ("do")')) return null;
  const name = String(command.at('do').value);
  const verb = verbNamed(name);
  if (verb !== undefined) return verb.read(command, context);
  const known = verbs.map((it) => it.name);
  const near = suggestion(name, known) || ` There are ${known.join(', ')}.`;
  return command.at('do').fail(`there is no verb "${name}".${near}`, null, { code: 'unknownVerb' });
}

export type Plan = { readonly ok: true; readonly operations: readonly Operation[] } | { readonly ok: false; readonly error: CommandError };

/** What the kernel has to do for a command in this world, or why it cannot be done. */
export function planCommand(command: Command, view: VerbView): Plan {
  const problems = new Problems();
  const prepared = readCommand(new Cursor(command, [], problems), contextOf(view));
  const wrong: CommandProblem[] = problems.list.map((it) => ({ code: it.code ?? 'INVALID_REQUEST', message: formatProblem(it) }));
  if (wrong.length === 0 && prepared !== null) wrong.push(...prepared.check(view));
  if (wrong.length > 0 || prepared === null) return { ok: false, error: new CommandError(wrong) };
  return { ok: true, operations: prepared.plan(view) };
}

/** Everything that is wrong with a command now; empty if it can be given. For menus and forms. */
export function checkCommand(command: Command, view: VerbView): readonly CommandProblem[] {
  const plan = planCommand(command, view);
  return plan.ok ? [] : plan.error.problems;
}

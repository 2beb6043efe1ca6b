/** What a verb is: a name, parameters for forms, and how a command is read, judged against the world and turned into operations. */
import type { NodeId } from '../../address.ts';
import type { ProfileName } from '../../config/index.ts';
import type { ReadContext } from '../context.ts';
import { fields, isRecord, required, type Cursor } from '../cursor.ts';
import type { Operation } from '../operations.ts';
import type { Parameter } from '../parameters.ts';
import type { ConfigOverrides, GroupSpec } from '../types.ts';
import type { CommandProblem } from './refusal.ts';

export type { Parameter, ParameterType } from '../parameters.ts';

/** What verbs may know of the world; the kernel provides it. */
export interface VerbView {
  readonly profile: ProfileName;
  readonly nodes: Readonly<Record<NodeId, NodeView>>;
  readonly topics: Readonly<Record<string, { readonly partitions: number }>>;
  /** Ids of registered brokers, dead ones included. */
  readonly brokers: readonly number[];
  /** `members`: ids of its processes. */
  readonly groups: Readonly<Record<string, { readonly members: readonly string[]; readonly spec: GroupSpec }>>;
  readonly cuts: readonly (readonly [NodeId, NodeId])[];
  readonly slowLinks: readonly (readonly [NodeId, NodeId])[];
  /** Whether a majority of the controllers is alive, so that metadata can change (C1). */
  readonly controllerAvailable: boolean;
  /** The cluster's broker settings that differ from the defaults. */
  readonly cluster: ConfigOverrides;
}

export interface NodeView {
  readonly kind: 'broker' | 'controller' | 'producer' | 'consumer';
  readonly state: 'running' | 'crashed' | 'paused' | 'stopped';
  /** A client's settings as given so far; what is set later comes on top. */
  readonly config?: ConfigOverrides;
  /** F3: a consumer that uses assign(). */
  readonly assigned?: boolean;
}

/** A verb as it is written down: `A` are its arguments once read. */
interface Definition<A> {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  /** Types and references; null if the rest makes no sense. Problems are noted on the cursor. */
  readonly read: (command: Cursor, context: ReadContext) => A | null;
  /** What the state of the world forbids. */
  readonly check: (args: A, view: VerbView) => readonly (CommandProblem | null)[];
  readonly plan: (args: A, view: VerbView) => readonly Operation[];
}

export interface Verb {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  /** Reads a command; null if problems were noted that leave nothing to judge. */
  readonly read: (command: Cursor, context: ReadContext) => Prepared | null;
}

/** A command whose parameters are in order, ready to be judged against a world. */
export interface Prepared {
  readonly check: (view: VerbView) => readonly CommandProblem[];
  readonly plan: (view: VerbView) => readonly Operation[];
}

export function defineVerb<A>({ name, parameters, read, check, plan }: Definition<A>): Verb {
  return {
    name,
    parameters,
    read(command, context) {
      const straight = withoutAliases(command, parameters);
      fields(straight, ['at', 'do', ...parameters.map((it) => it.name)]);
      const complete = parameters
        .filter((it) => it.optional !== true)
        .map((it) => required(straight.at(it.name), `"${it.name}" of ${name}`));
      const args = complete.every(Boolean) ? read(straight, context) : null;
      if (args === null) return null;
      return { check: (view) => check(args, view).filter((it) => it !== null), plan: (view) => plan(args, view) };
    },
  };
}

function withoutAliases(command: Cursor, parameters: readonly Parameter[]): Cursor {
  if (!isRecord(command.value)) return command;
  const given = command.value;
  const renamed = Object.entries(given).map(([key, value]) => {
    const meant = parameters.find((it) => it.aliases?.includes(key) === true && !(it.name in given));
    return [meant?.name ?? key, value] as const;
  });
  return command.with(Object.fromEntries(renamed));
}

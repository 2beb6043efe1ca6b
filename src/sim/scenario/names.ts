/** Names of things. Ids of processes and groups share one namespace with the brokers' numbers, because faults are aimed by id. */
import { listed, suggestion } from '../nearest.ts';
import type { Cursor } from './cursor.ts';

export type NamedKind = 'broker' | 'controller' | 'producer' | 'member' | 'group';

/** Longest id: it is drawn on the stage. */
const LONGEST = 60;

/** Kafka's own topics (and what JavaScript keeps for itself) are nobody's to name. */
const reserved = (name: string): boolean => name === 'admin' || name in {};

export function idProblem(id: string): string | null {
  if (/^\d+$/.test(id)) return `"${id}" is a broker's number; an id needs a letter`;
  if (!/^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u.test(id))
    return `"${id}" is no id: use letters, digits, ".", "_" and "-", beginning with a letter or digit`;
  if (id.length > LONGEST) return `the id is longer than ${LONGEST} characters`;
  return reserved(id) ? `"${id}" is reserved` : null;
}

/** Everything that has an id in a scenario, and its topics. Ids are declared where they are met; references are checked at the end. */
export class Names {
  readonly ids = new Map<string, NamedKind>();
  /** Topic → partitions it can ever have; those that the script creates included. */
  readonly topics = new Map<string, number>();
  /** Member → group. */
  readonly members = new Map<string, string>();

  /** Takes an id; a second use of it is a problem. */
  declare(cursor: Cursor, id: string, kind: NamedKind): void {
    const wrong = kind === 'broker' ? null : idProblem(id);
    if (wrong !== null) return cursor.fail(wrong, undefined, { onKey: true });
    const other = this.ids.get(id);
    if (other !== undefined) {
      const group = this.members.get(id);
      const whose = other === 'member' && group !== undefined ? `a member of ${group}` : `a ${other}`;
      return cursor.fail(`the id "${id}" is already that of ${whose}; ids share one namespace`, undefined, {
        onKey: true,
        code: 'idTaken',
      });
    }
    this.ids.set(id, kind);
  }

  of(...kinds: readonly NamedKind[]): readonly string[] {
    return [...this.ids].filter(([, kind]) => kinds.includes(kind)).map(([id]) => id);
  }
}

/** `there is no topic "order". Did you mean "orders"?` */
export function noSuch(what: string, name: string, known: Iterable<string>): string {
  const all = [...known];
  const near = suggestion(name, all);
  return `there is no ${what} "${name}".${near || (all.length > 0 ? ` There are ${listed(all)}.` : '')}`;
}

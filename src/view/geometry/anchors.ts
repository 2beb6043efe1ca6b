/** Where things stand, for whatever goes from one to another. */
import type { Point } from './box.ts';

export interface Anchors {
  readonly producers: ReadonlyMap<string, Point>;
  readonly members: ReadonlyMap<string, Point>;
  readonly groups: ReadonlyMap<string, Point>;
  /** The group of a member. */
  readonly groupOf: ReadonlyMap<string, string>;
  /** Leaders' tapes by `topic-partition`. */
  readonly tapes: ReadonlyMap<string, { readonly entry: Point; readonly exit: Point }>;
  /** Copies by `topic-partition@broker`; empty in the picture by topic. */
  readonly copies: ReadonlyMap<string, { readonly entry: Point; readonly exit: Point }>;
  readonly brokers: ReadonlyMap<string, { readonly entry: Point; readonly exit: Point }>;
  readonly controller: Point | null;
  /** Right end of the middle column: ribbons run level up to here. */
  readonly edge: number;
  /** Consumers stand below the tapes, not beside them. */
  readonly stacked: boolean;
  /** Producers stand above the tapes, not beside them. */
  readonly above: boolean;
}

/** The node an address lives on: what follows `@`, or else the first `:`. */
export function nodeOf(actor: string): string {
  const at = actor.lastIndexOf('@');
  return at >= 0 ? actor.slice(at + 1) : actor.slice(actor.indexOf(':') + 1);
}

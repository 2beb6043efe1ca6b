/** What a person can point at on the stage. The shell keeps the selected one, opens its menu and explains it. */
export type Thing =
  | { readonly kind: 'broker'; readonly id: number }
  | { readonly kind: 'controller'; readonly id: string }
  | { readonly kind: 'partition'; readonly topic: string; readonly partition: number }
  /** One copy of a partition, drawn only by broker. */
  | { readonly kind: 'replica'; readonly topic: string; readonly partition: number; readonly broker: number }
  | { readonly kind: 'record'; readonly topic: string; readonly partition: number; readonly offset: number }
  | { readonly kind: 'producer'; readonly id: string }
  /** The accumulator's bucket of a producer for one partition. */
  | { readonly kind: 'batch'; readonly producer: string; readonly topic: string; readonly partition: number }
  | { readonly kind: 'group'; readonly id: string }
  | { readonly kind: 'member'; readonly group: string; readonly id: string }
  | { readonly kind: 'message'; readonly id: number }
  /** The way between two nodes, where it is cut. */
  | { readonly kind: 'link'; readonly between: readonly [string, string] };

export const messageThing = ({ id }: { readonly id: number }): Thing => ({ kind: 'message', id });

/** A name of its own for each thing, for keys, DOM ids and comparing. */
export function thingId(thing: Thing): string {
  switch (thing.kind) {
    case 'broker':
    case 'controller':
    case 'producer':
    case 'group':
    case 'message':
      return `${thing.kind}:${thing.id}`;
    case 'partition':
      return `partition:${thing.topic}-${thing.partition}`;
    case 'replica':
      return `replica:${thing.topic}-${thing.partition}@${thing.broker}`;
    case 'record':
      return `record:${thing.topic}-${thing.partition}@${thing.offset}`;
    case 'batch':
      return `batch:${thing.producer}/${thing.topic}-${thing.partition}`;
    case 'member':
      return `member:${thing.group}/${thing.id}`;
    case 'link':
      return `link:${thing.between.join('~')}`;
  }
}

export const sameThing = (a: Thing | null, b: Thing | null): boolean => a === b || (a !== null && b !== null && thingId(a) === thingId(b));

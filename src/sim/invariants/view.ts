/**
 * D2: what must always hold. A broken invariant is a bug of the simulator, never Kafka's. An invariant looks at a world, at the one a turn
 * before, and at the facts between: what did not change was judged before, so that judging costs little after every turn.
 */
import type { ActorId, ActorKind } from '../address.ts';
import { controllerActor, kindOf } from '../address.ts';
import type { Fact } from '../facts.ts';
import { tableGet } from '../kernel/table.ts';
import type { Cell, World } from '../kernel/world.ts';
import type { ControllerContext } from '../machines/controller/context.ts';
import type { MetadataImage } from '../messages.ts';

export interface Violation {
  /** Which claim of D2 is broken. */
  readonly invariant: string;
  readonly detail: string;
}

/** An actor whose machine or timers changed, and how it was before (null: it is new). */
export interface Change {
  readonly cell: Cell;
  readonly before: Cell | null;
}

export interface View {
  readonly world: World;
  /** Null at the beginning, and where the world before is not known. */
  readonly previous: World | null;
  readonly facts: readonly Fact[];
  readonly changed: Readonly<Record<ActorKind, readonly Change[]>>;
}

/** Says in a sentence what is wrong, once per wrong. */
export type Check = (view: View) => readonly string[];

export interface Invariant {
  readonly name: string;
  /** A check with a memory of its own. */
  readonly begin: () => Check;
}

/** An invariant that needs no memory. */
export const invariant = (name: string, check: Check): Invariant => ({ name, begin: () => check });

const nothing = (): Record<ActorKind, Change[]> => ({
  controller: [],
  broker: [],
  replica: [],
  group: [],
  producer: [],
  consumer: [],
  admin: [],
});

/** Rows of cells that are shared with the world before hold nothing new. */
export function viewOf(world: World, previous: World | null, facts: readonly Fact[]): View {
  const changed = nothing();
  for (const [index, row] of world.cells.entries()) {
    const before = previous?.cells[index];
    if (row === before) continue;
    for (const [place, cell] of row.entries())
      if (cell !== before?.[place]) changed[kindOf(cell.id)].push({ cell, before: before?.[place] ?? null });
  }
  return { world, previous, facts, changed };
}

/** What a machine knows. The caller names the type that belongs to the kind of actor. */
export const contextOf = <C>(cell: Cell): C => cell.snapshot.context as C;

export function cellOf(world: World, actor: ActorId): Cell | null {
  const slot = world.slots[actor];
  return slot === undefined ? null : tableGet(world.cells, slot);
}

/** The metadata as the quorum committed it: the newest any controller knows to be committed. */
export function committedImage(world: World): MetadataImage {
  let newest: MetadataImage | null = null;
  for (const id of world.scenario.controllers) {
    const cell = cellOf(world, controllerActor(id));
    if (cell === null) continue;
    const { image } = contextOf<ControllerContext>(cell);
    if (newest === null || isNewer(image, newest)) newest = image;
  }
  return newest ?? world.image;
}

const isNewer = (a: MetadataImage, b: MetadataImage): boolean =>
  a.version > b.version || (a.version === b.version && a.controllerEpoch > b.controllerEpoch);

/** May this topic elect a leader that is not in sync? Then records below the HW can be lost, and that is the lesson (D3). */
export function mayBeUnclean(world: World, topic: string): boolean {
  const name = 'unclean.leader.election.enable';
  const { cluster, topics } = world.scenario;
  const configs = [
    cluster.config,
    ...world.brokers.map((it) => it.config),
    ...topics.filter((it) => it.name === topic).map((it) => it.config),
  ];
  return configs.some((config) => config[name] === true) || committedImage(world).topics[topic]?.config[name] === true;
}

/** The same, with a memory for elections on request, which no setting forbids. */
export function uncleanTopics(): {
  readonly hear: (facts: readonly Fact[]) => void;
  readonly has: (world: World, topic: string) => boolean;
} {
  const elected = new Set<string>();
  return {
    hear(facts) {
      for (const fact of facts) if (fact.kind === 'leader.elected' && fact.reason === 'unclean') elected.add(fact.topic);
    },
    has: (world, topic) => elected.has(topic) || mayBeUnclean(world, topic),
  };
}

import type { Anchors } from './anchors.ts';
import type { Box, Point } from './box.ts';
import type { Scene, SceneInput } from './scene.ts';
import { isStrip, narrowBelow } from './scale.ts';

/** The anchors of a laid-out scene. */
export function anchorsOf(
  scene: Pick<Scene, 'producers' | 'rows' | 'copies' | 'brokers' | 'chips' | 'groups' | 'members'>,
  input: SceneInput,
  edge: number,
): Anchors {
  const { model } = input;
  const above = input.width < narrowBelow;
  const stacked = above && !isStrip(input);
  const below = (box: Box): Point => ({ x: box.x + Math.min(box.width / 2, 60), y: box.y + box.height });
  const brokers = new Map<string, { entry: Point; exit: Point }>();
  for (const { key, at } of scene.chips) brokers.set(key, { entry: at, exit: at });
  for (const { id, entry, exit } of scene.brokers) brokers.set(String(id), { entry, exit });
  const tapes = new Map<string, { entry: Point; exit: Point }>();
  for (const { key, entry, exit } of scene.rows) tapes.set(key, { entry, exit });
  for (const it of scene.copies) if (it.leader) tapes.set(`${it.topic}-${it.partition}`, it);
  const members = new Map(scene.members.map((it) => [it.thing.kind === 'member' ? it.thing.id : it.key, it.entry]));
  // Whoever is folded away is reached through its group. What goes out from there does not lie over the group's name.
  const off = above ? 0 : 40;
  const groups = new Map(scene.groups.map(({ key, entry }) => [key, { x: entry.x - off, y: entry.y }]));
  for (const group of model.groups) {
    const entry = groups.get(group.id);
    if (entry !== undefined) for (const { id } of group.members) if (!members.has(id)) members.set(id, entry);
  }
  const controllerId = model.controller.id;
  return {
    producers: new Map(scene.producers.map((it) => [it.key, above ? below(it.box) : it.exit])),
    members,
    groups,
    groupOf: new Map(model.groups.flatMap((group) => group.members.map((member) => [member.id, group.id] as const))),
    tapes,
    copies: new Map(scene.copies.map((it) => [it.key, it])),
    brokers,
    controller:
      controllerId === null
        ? null
        : (brokers.get(controllerId)?.entry ?? brokers.get(String(model.brokers.find((it) => it.isController)?.id))?.entry ?? null),
    edge,
    stacked,
    above,
  };
}

/** Where everything stands, as a list to compare: as long as it is the same, whatever goes from one thing to another goes the same way. */
export function whereIn(anchors: Anchors): unknown[] {
  const { producers, members, groups, groupOf, tapes, copies, brokers, controller, edge, stacked, above } = anchors;
  const where: unknown[] = [edge, stacked, above, controller?.x, controller?.y];
  for (const points of [producers, members, groups]) for (const [key, { x, y }] of points) where.push(key, x, y);
  for (const [member, group] of groupOf) where.push(member, group);
  for (const ends of [tapes, copies, brokers]) for (const [key, { entry, exit }] of ends) where.push(key, entry.x, entry.y, exit.x, exit.y);
  return where;
}

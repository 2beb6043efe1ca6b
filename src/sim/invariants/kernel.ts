/** N1, N2: the kernel's own books: messages, timers, time and facts. */
import { tableGet } from '../kernel/table.ts';
import type { Queue } from '../kernel/queue.ts';
import type { Entry, Stalled, World } from '../kernel/world.ts';
import { invariant } from './view.ts';

function eachEntry(queue: Queue<Entry>, visit: (entry: Entry) => void): void {
  for (const row of queue ?? []) for (const entry of row) visit(entry);
}

function eachStalled(world: World, visit: (entry: Entry) => void): void {
  for (const id in world.nodes) for (let it: Stalled | null = world.nodes[id]?.stalled ?? null; it !== null; it = it.next) visit(it.entry);
}

export const messagesConserved = invariant('N2: messages sent = delivered + dropped + in flight', ({ world }) => {
  const { sent, delivered, dropped } = world.counters;
  let underway = 0;
  const visit = (entry: Entry): void => {
    if (entry.kind === 'message') underway++;
  };
  eachEntry(world.queue, visit);
  eachStalled(world, visit);
  return sent === delivered + dropped + underway ? [] : [`sent ${sent}, delivered ${delivered}, dropped ${dropped}, in flight ${underway}`];
});

export const timersKnown = invariant('N1: every timer that is due is known to its actor', ({ world }) => {
  const broken: string[] = [];
  const visit = (entry: Entry): void => {
    if (entry.kind !== 'timer') return;
    const slot = world.slots[entry.to];
    const known = slot === undefined ? undefined : tableGet(world.cells, slot).timers[entry.id];
    if (known?.seq !== entry.seq) broken.push(`${entry.to} does not know its timer ${entry.id} due at ${entry.at}`);
  };
  eachEntry(world.queue, visit);
  eachStalled(world, visit);
  return broken;
});

export const timeMovesOn = invariant('N1: time moves on, and nothing due was left behind', ({ world, previous }) => {
  const broken: string[] = [];
  if (previous !== null && world.at < previous.at) broken.push(`from ${previous.at} to ${world.at}`);
  eachEntry(world.queue, (entry) => {
    if (entry.at < world.at) broken.push(`at ${world.at} something due at ${entry.at} still waits`);
  });
  return broken;
});

export const factsFollowCauses = invariant('N1: facts are numbered in order, and causes come before them', ({ world, facts }) => {
  const first = world.factCount - facts.length;
  return facts.flatMap((fact, index) => {
    if (fact.id !== first + index) return [`fact ${fact.id} stands where ${first + index} belongs`];
    if (fact.cause !== null && fact.cause >= fact.id) return [`fact ${fact.id} names ${fact.cause} as its cause`];
    return fact.at === world.at ? [] : [`fact ${fact.id} tells of ${fact.at} at ${world.at}`];
  });
});

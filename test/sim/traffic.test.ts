// Past messages: what the wire carried, told from replays, agrees with what every instant shows (N2).
import { expect, test } from 'vitest';
import type { SentMessage, Simulation } from '../../src/sim/index.ts';
import { createSimulation } from '../../src/sim/index.ts';
import { ofKind, play, scene } from './support/scenes.ts';

const TROUBLE = [
  { at: 8000, do: 'pause', target: 'billing-1' },
  { at: 8600, do: 'resume', target: 'billing-1' },
  { at: 9000, do: 'pause', target: 2 },
  { at: 9400, do: 'crash', target: 2 },
  { at: 10_000, do: 'cut', between: ['web-1', 1] },
  { at: 10_500, do: 'heal', between: ['web-1', 1] },
  { at: 11_000, do: 'restart', target: 2 },
];

const troubled = (until = 13_000): Simulation => play('leave-crash', until, { script: TROUBLE });
const all = (run: Simulation): readonly SentMessage[] => run.messages(-1, run.end);
const idsOf = (messages: readonly { readonly id: number }[]) => messages.map(({ id }) => id).sort((a, b) => a - b);
const lost = (run: Simulation) => all(run).filter(({ fate }) => fate === 'lost');

test('N2: at every instant what is said to be under way is what the world has on the wire', () => {
  const run = troubled();
  for (let t = 0; t < 13_000; t += 37) {
    run.seek(t);
    const underway = run.messages(t - 0.001, t).filter(({ fate, sentAt }) => fate === 'underway' && sentAt <= t);
    expect(idsOf(underway), `at ${t}`).toEqual(idsOf(run.read().messages));
  }
});

test('every message ends once: taken, lost, or not yet', () => {
  const run = troubled();
  const { sent, delivered, dropped } = run.world().counters;
  const told = all(run);
  expect(new Set(told.map(({ id }) => id)).size).toBe(told.length);
  expect(told).toHaveLength(sent);
  expect(told.filter(({ fate }) => fate === 'delivered')).toHaveLength(delivered);
  expect(lost(run)).toHaveLength(dropped);
});

test('messages come in the order of sending, also those of a window inside the run', () => {
  const run = troubled();
  for (const told of [all(run), run.messages(8500, 9600)]) expect(idsOf(told)).toEqual(told.map(({ id }) => id));
  const inside = all(run).filter(({ sentAt, endedAt }) => sentAt <= 9600 && (endedAt === null || endedAt > 8500));
  expect(run.messages(8500, 9600).map(({ id }) => id)).toEqual(inside.map(({ id }) => id));
});

test('what is lost says to what, and names the fact', () => {
  const run = troubled();
  const facts = run.facts();
  expect(new Set(lost(run).map(({ lostTo }) => lostTo))).toEqual(new Set(['cut', 'crashed']));
  for (const { lostTo, loss, from, to, endedAt } of lost(run)) {
    const fact = facts[loss ?? -1];
    expect(fact?.at).toBe(endedAt);
    if (fact?.kind === 'message.dropped') expect([fact.reason, fact.from, fact.to]).toEqual([lostTo, from, to]);
    else expect([fact?.kind, lostTo]).toEqual(['node.crashed', 'crashed']);
  }
});

test('N4: what waits at a paused process is held until it goes on, and lost if it dies', () => {
  const run = troubled();
  const held = run.messages(8000, 8500).filter(({ fate }) => fate === 'held');
  expect(held.length).toBeGreaterThan(0);
  expect(held.every(({ to, endedAt }) => to === 'consumer:billing-1' && endedAt === null)).toBe(true);
  const later = new Map(all(run).map((message) => [message.id, message]));
  for (const { id, arrivesAt } of held) {
    expect(later.get(id)).toMatchObject({ fate: 'delivered', endedAt: 8600, arrivesAt });
    expect(arrivesAt).toBeLessThan(8600);
  }
  const died = lost(run).filter(({ endedAt }) => endedAt === 9400);
  expect(died.length).toBeGreaterThan(0);
  expect(died.every(({ to, arrivesAt }) => to === 'broker:2' && arrivesAt <= 9400)).toBe(true);
});

test('what becomes of a message later than asked about is not told', () => {
  const run = troubled();
  const first = lost(run).find(({ lostTo }) => lostTo === 'cut');
  const before = run.messages(0, (first?.endedAt ?? 0) - 1).find(({ id }) => id === first?.id);
  expect(before).toMatchObject({ fate: 'underway', endedAt: null, lostTo: null });
});

test('with no latency at all messages are told as well', () => {
  const run = play('leave-crash', 7000, { 'network/latencyMs': 0 });
  expect(all(run)).toHaveLength(run.world().counters.sent);
  expect(all(run).every(({ sentAt, endedAt }) => endedAt === sentAt)).toBe(true);
});

test('asked for while the run goes on, or all at once, or with few worlds kept: the same', () => {
  const going = createSimulation(scene('leave-crash', { script: TROUBLE }), { keeping: { every: 1, budgetMb: 0.1 } });
  for (let t = 0; t <= 13_000; t += 200) {
    going.seek(t);
    going.messages(t - 150, t);
  }
  expect(all(going)).toEqual(all(troubled()));
});

test('a command, undo and another branch change what was sent after them, and nothing before', () => {
  const run = play('leave-crash', 8000);
  const plain = all(run);
  run.seek(6000);
  run.dispatch({ do: 'crash', target: 1 });
  run.seek(8000);
  const crashed = all(run);
  expect(lost(run).length).toBeGreaterThan(0);
  expect(crashed).toHaveLength(run.world().counters.sent);
  expect(run.messages(-1, 5999)).toEqual(plain.filter(({ sentAt }) => sentAt <= 5999).map((it) => asOf(it, 5999)));
  run.undo();
  run.seek(8000);
  expect(all(run)).toEqual(plain);
  run.redo();
  run.seek(5000);
  run.dispatch({ do: 'pause', target: 'billing-1' });
  run.seek(8000);
  expect(ofKind(run.facts(), 'node.crashed')).toEqual([]);
  expect(all(run)).toHaveLength(run.world().counters.sent);
  run.checkout(0);
  expect(all(run)).toEqual(crashed);
});

/** What is told of a message when asked about an earlier time. */
function asOf(message: SentMessage, t: number): SentMessage {
  if (message.endedAt !== null && message.endedAt <= t) return message;
  return { ...message, fate: 'underway', endedAt: null, lostTo: null, loss: null };
}

test('a request and its answer share a correlation id, and the answer has a cause', () => {
  const run = troubled();
  const told = all(run);
  const answer = told.find(({ type }) => type === 'ProduceResponse');
  const request = told.find(({ type, message }) => type === 'Produce' && message['correlationId'] === answer?.message['correlationId']);
  expect([request?.from, request?.to]).toEqual([answer?.to, answer?.from]);
  expect(request?.cause).not.toBeNull();
});

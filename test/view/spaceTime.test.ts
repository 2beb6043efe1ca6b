import { describe, expect, test } from 'vitest';
import { createSimulation, nodeOf, parseScenario } from '../../src/sim/index.ts';
import type { SentMessage, Simulation } from '../../src/sim/index.ts';
import type { Font } from '../../src/view/geometry/label.ts';
import { lineAt, spaceTimeOf, wireFont, type SpaceTime, type SpaceTimeInput, type WireLine } from '../../src/view/geometry/spaceTime.ts';
import { errorOf, kindOfMessage, noise, partnersOf, wireKinds } from '../../src/view/geometry/spaceTimeKinds.ts';
import { isDownFact, placeLanes } from '../../src/view/geometry/spaceTimeLanes.ts';
import { timeTicks } from '../../src/view/geometry/timeTicks.ts';
import { Wire } from '../../src/view/panels/charts/wire.svelte.ts';

const measure = (text: string, font: Font) => text.length * font.size * 0.6;

/** Broker 2 dies at 3 s, the producer is cut off from broker 1 from 1.5 s to 1.9 s, billing-1 stands still from 6 s to 6.5 s. */
function run(until = 8000): Simulation {
  const simulation = createSimulation(
    parseScenario(`
partita: 1
kafka: "4.3"
seed: 7
network: { latencyMs: 20 }
brokers: 3
cluster: { config: { group.initial.rebalance.delay.ms: 0 } }
topics: { orders: { replicas: [[1, 2], [2, 3]] } }
producers:
  web-1: { config: { acks: all, linger.ms: 20 }, workload: { topic: orders, everyMs: 50, keys: "user_{1..7}" } }
groups:
  billing: { topics: [orders], members: [billing-1, billing-2] }
script:
  - { at: 1500ms, do: cut, between: [web-1, 1] }
  - { at: 1900ms, do: heal, between: [web-1, 1] }
  - { at: 3s, do: crash, target: 2 }
  - { at: 6s, do: pause, target: billing-1 }
  - { at: 6500ms, do: resume, target: billing-1 }
`),
  );
  simulation.seek(until);
  return simulation;
}

const specs = ['web-1', '1', '2', '3', 'controller-1', 'billing-1', 'billing-2'].map((node, i) => ({
  node,
  label: node,
  section: i === 0 ? 'producers' : i < 4 ? 'brokers' : i < 5 ? 'controllers' : 'billing',
}));

function drawn(simulation: Simulation, from: number, to: number, more: Partial<SpaceTimeInput> = {}): SpaceTime {
  const facts = simulation.facts();
  return spaceTimeOf({
    messages: simulation.messages(from, to),
    facts,
    faults: facts.filter(isDownFact),
    lanes: placeLanes(specs, 0, 30, 6),
    kinds: new Set(wireKinds),
    from,
    to,
    base: from,
    perMs: 1,
    reveal: to,
    most: 5000,
    measure,
    ...more,
  });
}

const yOf = (node: string) => placeLanes(specs, 0, 30, 6).find((lane) => lane.node === node)?.y;

describe('the space-time diagram', () => {
  test('draws each message from its sender’s lane when it was sent to its receiver’s when it arrives', () => {
    const { lines } = drawn(run(), 500, 1400);
    expect(lines.length).toBeGreaterThan(50);
    for (const { message, x1, y1, x2, y2 } of lines)
      expect([x1, y1, x2, y2]).toEqual([message.sentAt - 500, yOf(nodeOf(message.from)), message.arrivesAt - 500, yOf(nodeOf(message.to))]);
  });

  test('a message to a dead process ends in a cross on its lane; one on a cut link does not reach it', () => {
    const simulation = run();
    const lost = (from: number, to: number) => drawn(simulation, from, to).lines.filter((line) => line.lost);
    const dead = lost(3000, 3500).filter(({ message }) => message.lostTo !== 'cut');
    expect(dead.length).toBeGreaterThan(0);
    for (const { message, y2, tone } of dead) expect([y2, tone]).toEqual([yOf(nodeOf(message.to)), 'alert']);
    const cut = lost(1400, 2000).filter(({ message }) => message.lostTo === 'cut');
    expect(cut.length).toBeGreaterThan(0);
    for (const { message, x2, y1, y2 } of cut) {
      expect(x2).toBeLessThan(message.arrivesAt - 1400);
      expect(Math.abs(y2 - y1)).toBeLessThan(Math.abs((yOf(nodeOf(message.to)) ?? 0) - y1));
    }
    expect(drawn(simulation, 1400, 4000).crosses.split('M')).toHaveLength(1 + 2 * lost(1400, 4000).length);
  });

  test('what was lost after the last moment watched is drawn as still on its way', () => {
    const simulation = run();
    const [first] = drawn(simulation, 1400, 2000).lines.filter(({ message }) => message.lostTo === 'cut');
    const before = drawn(simulation, 1400, 2000, { reveal: (first?.message.endedAt ?? 0) - 1 });
    const same = before.lines.find(({ message }) => message.id === first?.message.id);
    expect([same?.lost, same?.tone]).toEqual([false, 'plain']);
  });

  test('what waits at a process that stands still has a line on its lane until it goes on', () => {
    const { lines, downs } = drawn(run(), 6000, 7000);
    const waiting = lines.filter(({ waits }) => waits !== null);
    expect(waiting.length).toBeGreaterThan(0);
    for (const { message, waits } of waiting) expect([nodeOf(message.to), waits]).toEqual(['billing-1', 500]);
    expect(downs.map(({ x1, x2, y, dead }) => [x1, x2, y, dead])).toContainEqual([0, 500, yOf('billing-1'), false]);
    expect(downs.map(({ x2, y, dead }) => [x2, y, dead])).toContainEqual([1000, yOf('2'), true]);
  });

  test('answers are tied to their requests, and a request is worked on from one to the other', () => {
    const simulation = run();
    const messages = simulation.messages(900, 1400);
    const partners = partnersOf(messages, nodeOf);
    const produced = messages.filter(({ type }) => type === 'Produce');
    expect(produced.length).toBeGreaterThan(5);
    for (const request of produced.slice(0, 5)) {
      const answer = partners.get(request.id);
      expect([answer?.type, answer?.to, answer?.from]).toEqual(['ProduceResponse', request.from, request.to]);
      expect(partners.get(answer?.id ?? -1)).toBe(request);
    }
    expect(drawn(simulation, 900, 1400, { kinds: new Set(['produce']) }).work).not.toBe('');
  });

  test('names stand beside their lines and never on each other', () => {
    const { names, lines } = drawn(run(), 0, 1500);
    expect(names.length).toBeGreaterThan(10);
    const wide = names.map((name) => ({ ...name, to: name.x + measure(name.text, wireFont) }));
    for (const a of wide) {
      expect(lines.some(({ message }) => message.id === a.key)).toBe(true);
      for (const b of wide)
        if (a !== b && Math.abs(a.y - b.y) < wireFont.size - 1) expect(a.to <= b.x || b.to <= a.x, `${a.text} | ${b.text}`).toBe(true);
    }
    expect(names.map(({ text }) => text)).toContain('JoinGroup');
  });

  test('beyond its limit it draws what went wrong and a share of the rest, and says how many there are', () => {
    const simulation = run();
    const all = drawn(simulation, 1000, 3500);
    const some = drawn(simulation, 1000, 3500, { most: 100 });
    expect(some.total).toBe(all.lines.length);
    expect(some.lines.length).toBeGreaterThan(90);
    expect(some.lines.length).toBeLessThanOrEqual(100);
    const wrong = (lines: readonly WireLine[]) => lines.filter(({ tone }) => tone === 'alert').length;
    expect(wrong(some.lines)).toBe(Math.min(100, wrong(all.lines)));
  });

  test('kinds that were left out are not drawn; fetching and heartbeats are left out at first', () => {
    const kinds = new Set(wireKinds.filter((kind) => !noise.has(kind)));
    const { lines } = drawn(run(), 0, 3000, { kinds });
    expect(new Set(lines.map(({ message }) => kindOfMessage(message)))).toEqual(new Set(['produce', 'join', 'commit', 'metadata']));
  });

  test('a press means the nearest line within reach', () => {
    const { lines } = drawn(run(), 900, 1400, { kinds: new Set(['produce']) });
    const line = lines[3] as WireLine;
    expect(lineAt([line], (line.x1 + line.x2) / 2 + 3, (line.y1 + line.y2) / 2, 6)).toBe(line);
    expect(lineAt([line], line.x2 + 40, line.y2, 6)).toBeNull();
  });

  test('an error inside an answer is found', () => {
    const base = { type: 'ProduceResponse' };
    const of = (message: SentMessage['message']) => errorOf({ ...base, message });
    expect(of({ results: [{ error: null }, { error: 'NOT_LEADER_OR_FOLLOWER' }] })).toBe('NOT_LEADER_OR_FOLLOWER');
    expect(of({ error: 'REBALANCE_IN_PROGRESS' })).toBe('REBALANCE_IN_PROGRESS');
    expect(of({ results: [{ error: null }] })).toBeNull();
  });
});

test('ticks have as many digits as their distance needs', () => {
  const say = (value: number, digits: number) => value.toFixed(digits);
  expect(timeTicks(0, 10_000, 5, say).map(({ text }) => text)).toEqual(['0 s', '2 s', '4 s', '6 s', '8 s', '10 s']);
  expect(timeTicks(1000, 1100, 2, say).map(({ text }) => text)).toEqual(['1.00 s', '1.05 s', '1.10 s']);
});

test('past messages are fetched in slices of a few milliseconds', async () => {
  const frames: (() => void)[] = [];
  Object.assign(globalThis, { requestAnimationFrame: (frame: () => void) => frames.push(frame), cancelAnimationFrame: () => undefined });
  const simulation = run();
  let time = 0;
  /** Every millisecond of virtual time takes 0.1 ms to replay. */
  const slow = {
    messages: (from: number, to: number) => {
      time += (to - from) / 10;
      return simulation.messages(from, to);
    },
  };
  const wire = new Wire(() => time);
  let longest = 0;
  const timed = (work: () => void) => {
    const before = time;
    work();
    if (wire.progress < 1) longest = Math.max(longest, time - before);
  };
  timed(() => wire.fetch(slow, 0, 6000));
  expect(wire.progress).toBeLessThan(1);
  while (frames.length > 0) timed(frames.shift() as () => void);
  expect(wire.progress).toBe(1);
  expect(wire.messages).toEqual(simulation.messages(0, 6000));
  expect(longest).toBeLessThanOrEqual(12);
});

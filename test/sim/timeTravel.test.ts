import { expect, test } from 'vitest';
import { CommandError, createSimulation, importRun } from '../../src/sim/index.ts';
import type { SavedRun } from '../../src/sim/index.ts';
import { ofKind, play, scene } from './support/scenes.ts';

const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

test('N1: the same scenario and seed give the same history', () => {
  const [one, other] = [play('leave-crash', 40_000), play('leave-crash', 40_000)];
  expect(other.facts()).toEqual(one.facts());
  expect(other.read()).toEqual(one.read());
});

test('N1: another seed gives another history once there is luck in the network', () => {
  const jitter = { 'network/jitterMs': 5 };
  const one = play('leave-crash', 20_000, jitter);
  const other = play('leave-crash', 20_000, { ...jitter, seed: 8 });
  expect(other.facts()).not.toEqual(one.facts());
});

test('going back shows the world that was there, and going forward again the one that came', () => {
  const run = createSimulation(scene('leave-crash'));
  const seen = new Map<number, unknown>();
  for (let t = 0; t <= 30_000; t += 1234) seen.set(t, copy(run.runUntil(t)));
  for (const t of [...seen.keys()].reverse()) {
    run.seek(t);
    expect(run.read()).toEqual(seen.get(t));
  }
});

test('a step goes to the next instant, and a step back undoes it', () => {
  const run = play('leave-crash', 5000);
  const at = run.now;
  const facts = run.step();
  expect(run.now).toBeGreaterThan(at);
  expect(facts.every((fact) => fact.at === run.now)).toBe(true);
  run.step();
  run.stepBack();
  run.stepBack();
  expect(run.now).toBeLessThanOrEqual(at);
});

test('a command that cannot be carried out changes nothing and says why', () => {
  const run = play('leave-crash', 15_000);
  const before = copy(run.export());
  expect(() => run.dispatch({ do: 'crash', target: 'billing-2' })).toThrow(CommandError);
  expect(() => run.dispatch({ do: 'crash', target: 'billing-9' })).toThrow(/billing-9/);
  expect(copy(run.export())).toEqual(before);
});

test('a command in the past replaces a future that nobody commanded, and the script goes on', () => {
  const run = play('leave-crash', 10_000);
  run.seek(5000);
  run.dispatch({ do: 'crash', target: 'billing-1' });
  run.runUntil(30_000);
  expect(run.branches()).toHaveLength(1);
  expect(ofKind(run.facts(), 'node.crashed').map(({ node }) => node)).toEqual(['billing-1', 'billing-2']);
});

test('a command before one of the script that came forks as well: the run without it stays to be compared', () => {
  const run = play('leave-crash', 30_000);
  run.seek(5000);
  run.dispatch({ do: 'pause', target: 'billing-1' });
  run.runUntil(30_000);
  expect(run.branches()).toMatchObject([
    { id: 0, commands: [] },
    { id: 1, parent: 0, forkedAt: 5000 },
  ]);
  expect(ofKind(run.facts(), 'node.crashed')).toHaveLength(1);
  run.checkout(0);
  expect(run.facts()).toEqual(play('leave-crash', 30_000).facts());
});

test('a command before another command forks, and the old line is still there', () => {
  const run = play('leave-crash', 8000);
  run.dispatch({ do: 'pause', target: 1 });
  run.runUntil(9000);
  run.seek(6000);
  run.dispatch({ do: 'crash', target: 'billing-3' });
  expect(run.branches()).toMatchObject([
    { id: 0, parent: null, commands: [{ at: 8000 }] },
    { id: 1, parent: 0, forkedAt: 6000, commands: [{ at: 6000, command: { do: 'crash' } }] },
  ]);
  run.runUntil(9000);
  expect(run.read().brokers[0]?.state).toBe('running');
  run.checkout(0);
  expect(run.read().brokers[0]?.state).toBe('paused');
  expect(ofKind(run.facts(), 'node.crashed')).toEqual([]);
});

test('undo is the run without its last command, and redo the run with it', () => {
  const plain = play('leave-crash', 30_000);
  const run = play('leave-crash', 8000);
  run.dispatch({ do: 'crash', target: 'billing-1' });
  run.runUntil(30_000);
  const withCrash = copy(run.read());
  run.undo();
  expect(run.read()).toEqual(plain.read());
  expect(run.facts()).toEqual(plain.facts());
  expect(run.undone).toEqual([{ at: 8000, command: { do: 'crash', target: 'billing-1' } }]);
  run.redo();
  expect(run.read()).toEqual(withCrash);
  expect(run.undone).toEqual([]);
});

test('a command at the very beginning can be undone as well', () => {
  const run = createSimulation(scene('leave-crash'));
  run.dispatch({ do: 'crash', target: 'billing-1' });
  run.runUntil(20_000);
  run.undo();
  run.seek(20_000);
  expect(run.read()).toEqual(play('leave-crash', 20_000).read());
});

test('a saved run comes back with its branches and its place', () => {
  const run = play('leave-crash', 8000);
  run.dispatch({ do: 'cut', between: [1, 2] });
  run.runUntil(15_000);
  run.seek(4000);
  run.dispatch({ do: 'addMember', group: 'billing', id: 'billing-4' });
  run.runUntil(20_000);
  const back = importRun(copy<SavedRun>(run.export()));
  expect(copy(back.read())).toEqual(copy(run.read()));
  expect(back.facts()).toEqual(run.facts());
  expect(back.export()).toEqual(run.export());
});

test('a script command that cannot be carried out says so and changes nothing', () => {
  const script = [
    { at: 1000, do: 'crash', target: 'billing-2' },
    { at: 2000, do: 'crash', target: 'billing-2' },
  ];
  const run = play('leave-crash', 3000, { script });
  expect(ofKind(run.facts(), 'command.issued')).toHaveLength(1);
  expect(ofKind(run.facts(), 'command.refused')).toMatchObject([{ do: 'crash', args: { target: 'billing-2' }, error: 'wrongState' }]);
  expect(ofKind(run.facts(), 'node.crashed')).toHaveLength(1);
});

test('parts of the model that did not change stay the same objects', () => {
  const run = play('leave-crash', 10_000);
  const before = run.read();
  run.seek(10_000.5);
  const after = run.read();
  expect(after.now).toBe(10_000.5);
  expect(after.topics).toBe(before.topics);
  expect(after.groups).toBe(before.groups);
  expect(after.producers).toBe(before.producers);
});

test('a predicate stops the run, or its limit does', () => {
  const run = createSimulation(scene('leave-crash'));
  expect(run.runUntil((model) => model.groups[0]?.state === 'Stable').now).toBeGreaterThan(6000);
  expect(run.runUntil(() => false, 500).now).toBe(run.now);
});

// Two branches of one run side by side.
import { beforeEach, describe, expect, test } from 'vitest';
import type { Simulation } from '../../src/sim/index.ts';
import { cameAbout, commandsApart, compareBranches, lookAt, partingOf } from '../../src/view/comparing/branches.ts';
import { compareModels } from '../../src/view/comparing/models.ts';
import { branchTreeOf } from '../../src/view/geometry/branchTree.ts';
import { Session } from '../../src/view/session.svelte.ts';
import { groupScene } from './support/scene.ts';

let session: Session;

/** A: watched to 12 s, billing-2 crashes at 4 s. B leaves it at 3 s: broker 2 crashes instead, watched to 10 s. */
beforeEach(() => {
  session = new Session(() => 0);
  session.load(groupScene());
  session.seek(4000);
  session.dispatch({ do: 'crash', target: 'billing-2' });
  session.seek(12_000);
  session.seek(3000);
  session.dispatch({ do: 'crash', target: 2 });
  session.seek(10_000);
});

const asked = <T>(work: (simulation: Simulation) => T): T => session.judge(work) as T;

describe('comparing branches', () => {
  test('a world does not differ from itself', () => {
    const model = asked((simulation) => simulation.read());
    expect(compareModels(model, model)).toEqual([]);
  });

  test('tells what is not the same at one moment, each with both values', () => {
    const { differences } = asked((simulation) => compareBranches(simulation, 0, 1, 10_000));
    const found = (subject: string, aspect: string) => differences.find((it) => it.subject === subject && it.aspect === aspect);
    expect(found('2', 'brokerState')).toMatchObject({ area: 'broker', a: 'running' });
    expect(found('2', 'brokerState')?.b).not.toBe('running');
    expect(found('billing', 'members')).toMatchObject({ a: ['billing-1'], b: ['billing-1', 'billing-2'] });
    expect(found('billing-1', 'assignment')?.a).toHaveLength(6);
    expect(found('billing-1', 'assignment')?.b).toHaveLength(3);
    expect(found('billing-2', 'assignment')).toMatchObject({ a: null });
    expect(differences.some(({ area, aspect }) => area === 'partition' && aspect === 'highWatermark')).toBe(true);
  });

  test('tells what groups went through: rebalances and their rounds, partitions that stopped, and for how long', () => {
    session.seek(12_000);
    const { differences } = asked((simulation) => compareBranches(simulation, 0, 1, 12_000));
    const course = new Map(differences.filter(({ area }) => area === 'course').map(({ aspect, a, b }) => [aspect, [a, b]]));
    // A loses a member and its rebalance takes over; B keeps its group whole.
    const counts = (branch: number) =>
      asked((simulation) => lookAt(simulation, branch, 12_000, () => simulation.read().groups[0]?.rebalances ?? []));
    expect(course.get('rebalances')).toEqual([counts(0).length, counts(1).length]);
    expect(course.get('stopped')).toEqual([0, 1].map((it) => counts(it).reduce((sum, { stopped }) => sum + stopped, 0)));
    const [longest] = course.get('longestPause') as [number, number];
    const [unread] = course.get('unread') as [number, number];
    expect(longest).toBeGreaterThan(3000);
    expect(unread).toBeGreaterThanOrEqual(longest);
    const unreadRow = differences.find(({ aspect }) => aspect === 'unread');
    if (unreadRow === undefined) throw new Error('it differs');
    const t = asked((simulation) => cameAbout(simulation, 0, 1, unreadRow, 3000, 12_000));
    expect(t).toBeGreaterThan(4000);
    expect(t).toBeLessThan(4010);
  });

  test('finds where they part: the first facts that are not the same', () => {
    const { parting } = asked((simulation) => compareBranches(simulation, 0, 1, 10_000));
    expect(parting?.at).toBe(3000);
    expect(parting?.b).toMatchObject({ kind: 'command.issued', do: 'crash' });
    expect(asked((simulation) => compareBranches(simulation, 0, 1, 2999))).toMatchObject({ parting: null, differences: [] });
  });

  test('a run that was saved and loaded parts at the same fact', () => {
    const saved = session.export();
    if (saved === null) throw new Error('there is a run');
    const again = new Session(() => 0);
    again.restore(saved);
    const [before, after] = [session, again].map((it) => it.judge((simulation) => compareBranches(simulation, 0, 1, 10_000)));
    expect(after).toEqual(before);
  });

  test('leaves the run as it was, and simulates nothing new', () => {
    const ends = () => asked((simulation) => [simulation.branch, simulation.now, ...simulation.branches().map(({ end }) => end)]);
    const before = ends();
    asked((simulation) => compareBranches(simulation, 0, 1, 10_000));
    expect(ends()).toEqual(before);
  });

  test('commands are told apart by what and when, however often they were given', () => {
    const [a, b] = session.branches;
    if (a === undefined || b === undefined) throw new Error('there are two branches');
    const apart = commandsApart(a, b);
    expect(apart.a.map(({ at, command }) => [at, command['target']])).toEqual([[4000, 'billing-2']]);
    expect(apart.b.map(({ at, command }) => [at, command['target']])).toEqual([[3000, 2]]);
    const twice = { ...a, commands: [...a.commands, ...a.commands] };
    expect(commandsApart(twice, a).a).toHaveLength(1);
    expect(commandsApart(a, a)).toEqual({ a: [], b: [] });
  });

  test('a difference is traced to where it came about', () => {
    const { differences } = asked((simulation) => compareBranches(simulation, 0, 1, 10_000));
    const members = differences.find(({ aspect }) => aspect === 'members');
    if (members === undefined) throw new Error('the members differ');
    const t = asked((simulation) => cameAbout(simulation, 0, 1, members, 3000, 10_000));
    expect(asked((simulation) => compareBranches(simulation, 0, 1, t)).differences.map(({ aspect }) => aspect)).toContain('members');
    expect(asked((simulation) => compareBranches(simulation, 0, 1, t - 1)).differences.map(({ aspect }) => aspect)).not.toContain(
      'members',
    );
  });

  test('one history that goes on where the other ends parts there', () => {
    const facts = asked((simulation) => simulation.facts());
    expect(partingOf(facts.slice(0, 10), facts)).toEqual({ at: facts[10]?.at, a: null, b: facts[10] });
    expect(partingOf(facts, facts)).toBeNull();
  });

  test('undo and redo after a fork leave both branches consistent', () => {
    session.undo();
    expect(asked((simulation) => compareBranches(simulation, 0, 1, 3500))).toMatchObject({ parting: null, differences: [] });
    session.redo();
    session.seek(3500);
    expect(asked((simulation) => compareBranches(simulation, 0, 1, 3500)).parting?.at).toBe(3000);
    session.checkout(0);
    expect(session.horizonOf(0)).toBe(12_000);
    expect(session.facts.at(-1)?.at).toBeLessThanOrEqual(session.t);
  });

  test('a name is kept with the run', () => {
    session.rename(1, ' broker down ');
    expect(session.branches.map(({ name }) => name)).toEqual(['', 'broker down']);
    expect(session.export()?.branches[1]?.name).toBe('broker down');
  });
});

describe('the tree of branches', () => {
  test('puts children under their parent, in the order in which they left it', () => {
    session.checkout(0);
    session.seek(1000);
    session.dispatch({ do: 'crash', target: 1 });
    const { rows } = branchTreeOf(session.branches, (id) => session.horizonOf(id), { whole: 15_000, left: 0, right: 150, rowHeight: 30 });
    expect(rows.map(({ branch, depth }) => [branch.id, depth])).toEqual([
      [0, 0],
      [2, 1],
      [1, 1],
    ]);
    expect(rows.map(({ from, y }) => [from, y])).toEqual([
      [0, 15],
      [10, 45],
      [30, 75],
    ]);
    expect(rows[0]?.commands).toEqual([40]);
    expect(rows[2]?.stem).toBe('M30,15V75');
  });
});

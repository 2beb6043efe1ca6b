// The same story under another setting.
import { describe, expect, test } from 'vitest';
import { createSimulation, parseScenario, type Command, type LoggedCommand, type Simulation } from '../../src/sim/index.ts';
import { replay } from '../../src/view/comparing/replay.ts';
import { retell } from '../../src/view/panels/inspector/retell.ts';
import { Session } from '../../src/view/session.svelte.ts';
import { fetchLater } from '../../src/view/later.svelte.ts';

await fetchLater();

const STRATEGY = 'partition.assignment.strategy';
const wish = (value: readonly string[]) => ({ group: 'billing', setting: STRATEGY, value });
const billing = (run: Simulation) => run.read().groups.find(({ id }) => id === 'billing');
const strategies = (run: Simulation) => billing(run)?.members.map(({ settings }) => settings[STRATEGY]);
const rebalances = (run: Simulation) =>
  billing(run)?.rebalances.map(({ reason, protocol, moved, movedFromLive, stopped }) => ({
    reason,
    protocol,
    moved,
    movedFromLive,
    stopped,
  }));
const timed = (commands: readonly LoggedCommand[] = []) => commands.map(({ at, command }) => `${at} ${command.do}`);

/** Six partitions, two members, no initial delay. */
const scene = (assignor: string, more: Readonly<Record<string, unknown>> = {}) =>
  parseScenario(
    JSON.stringify({
      partita: 1,
      kafka: '4.3',
      seed: 7,
      brokers: 3,
      cluster: { config: { 'group.initial.rebalance.delay.ms': 0 } },
      topics: { orders: { partitions: 6, replicationFactor: 2 } },
      producers: { 'web-1': { workload: { topic: 'orders', everyMs: 200, keys: 'user_{1..7}' } } },
      groups: {
        billing: {
          config: { [STRATEGY]: [assignor], 'session.timeout.ms': 6000, 'auto.offset.reset': 'earliest' },
          topics: ['orders'],
          members: ['billing-1', 'billing-2'],
        },
      },
      ...more,
    }),
  );

function given(run: Simulation, commands: readonly (readonly [number, Command])[], until = 40_000): Simulation {
  for (const [at, command] of commands) {
    run.seek(at);
    run.dispatch(command);
  }
  run.seek(until);
  return run;
}

const crashAndReturn = [
  [10_000, { do: 'addMember', group: 'billing', id: 'billing-3' }],
  [20_000, { do: 'crash', target: 'billing-1' }],
  [30_000, { do: 'restart', target: 'billing-1' }],
] as const;

describe('the same story under another assignor', () => {
  test('comes again command by command, each at its time, while the branch that is left stays as it was', () => {
    const run = given(createSimulation(scene('sticky')), crashAndReturn);
    const before = JSON.stringify(run.read());
    expect(replay(run, wish(['cooperative-sticky']))).toEqual({ branch: 1, from: 0, repeated: 3, leftOut: [] });
    expect([run.branch, run.now]).toEqual([1, 40_000]);
    expect(run.branches()[1]).toMatchObject({ parent: 0, forkedAt: 0 });
    expect(strategies(run)).toEqual([['cooperative-sticky'], ['cooperative-sticky'], ['cooperative-sticky']]);
    expect(timed(run.branches()[1]?.commands)).toEqual(['0 setConfig', '0 setConfig', '10000 addMember', '20000 crash', '30000 restart']);
    run.checkout(0);
    expect(JSON.stringify(run.read())).toBe(before);
  });

  test.each(['range', 'cooperative-sticky'])('leads to what a scenario with %s from the start leads to', (assignor) => {
    const run = given(createSimulation(scene('sticky')), crashAndReturn);
    const was = rebalances(run);
    replay(run, wish([assignor]));
    const direct = given(createSimulation(scene(assignor)), crashAndReturn);
    expect(rebalances(run)?.length).toBeGreaterThan(3);
    expect(rebalances(run)).toEqual(rebalances(direct));
    expect(rebalances(run)).not.toEqual(was);
  });

  test('a group that a command brought begins with the setting, so that nobody restarts; so do those who come later', () => {
    const config = { [STRATEGY]: ['sticky'], 'auto.offset.reset': 'earliest' };
    const members = ['c1', { id: 'c2', config: { [STRATEGY]: ['sticky', 'range'] } }];
    const run = given(createSimulation(scene('sticky', { groups: {} })), [
      [2000, { do: 'addGroup', id: 'billing', topics: ['orders'], config, members }],
      [9000, { do: 'addMember', group: 'billing', id: 'c3' }],
      [15_000, { do: 'crash', target: 'c1' }],
    ]);
    expect(replay(run, wish(['range']))).toMatchObject({ from: 2000, repeated: 3, leftOut: [] });
    expect(timed(run.branches()[1]?.commands)).toEqual(['2000 addGroup', '9000 addMember', '15000 crash']);
    expect(run.facts().filter(({ kind }) => kind === 'consumer.failed' || kind === 'join.refused')).toEqual([]);
    expect(new Set(strategies(run)?.map(String))).toEqual(new Set(['range']));
  });

  test('whom the script brings has it, too, and who joins late', () => {
    const late = { id: 'billing-9', joinAt: '8s' };
    const groups = {
      billing: { config: { [STRATEGY]: ['sticky'] }, topics: ['orders'], members: ['billing-1', late] },
    };
    const script = [{ at: '5s', do: 'addMember', group: 'billing', id: 'billing-2' }];
    const run = given(createSimulation(scene('sticky', { groups, script })), []);
    expect(replay(run, wish(['range']))?.leftOut).toEqual([]);
    expect(billing(run)?.members.map(({ id }) => id)).toEqual(expect.arrayContaining(['billing-1', 'billing-2', 'billing-9']));
    expect(new Set(strategies(run)?.map(String))).toEqual(new Set(['range']));
    expect(billing(run)?.state).toBe('Stable');
    expect(run.facts().filter(({ kind }) => kind === 'join.refused')).toEqual([]);
  });

  test('a command that set the same setting by hand is left out; what else it set is not', () => {
    const run = given(createSimulation(scene('sticky')), [
      [5000, { do: 'setConfig', target: 'billing-1', config: { [STRATEGY]: ['range', 'sticky'] } }],
      [6000, { do: 'setConfig', target: 'billing-2', config: { [STRATEGY]: ['range', 'sticky'], 'max.poll.records': 7 } }],
    ]);
    const told = replay(run, wish(['roundrobin', 'range']));
    expect(told?.leftOut.map(({ at, problem }) => ({ at, problem }))).toEqual([{ at: 5000, problem: null }]);
    expect(billing(run)?.members.find(({ id }) => id === 'billing-2')?.settings['max.poll.records']).toBe(7);
  });

  test('what the new branch refuses is told with its reason, and the rest goes on', () => {
    // Shorter than group.min.session.timeout.ms allows: the members are refused and end, so that none of them can crash.
    const run = given(createSimulation(scene('sticky')), [
      [6000, { do: 'crash', target: 'billing-1' }],
      [8000, { do: 'addMember', group: 'billing', id: 'billing-3' }],
    ]);
    const told = replay(run, { group: 'billing', setting: 'session.timeout.ms', value: 4000 });
    expect(told?.repeated).toBe(1);
    expect(told?.leftOut).toEqual([
      {
        at: 6000,
        command: { do: 'crash', target: 'billing-1' },
        problem: { code: 'wrongState', message: expect.stringContaining('billing-1') as string },
      },
    ]);
    expect(timed(run.branches()[1]?.commands)).toEqual(['0 setConfig', '0 setConfig', '8000 addMember']);
  });

  test('nothing happens for a group that is not there', () => {
    const run = given(createSimulation(scene('sticky')), [], 3000);
    expect(replay(run, { ...wish(['range']), group: 'nobody' })).toBeNull();
    expect([run.branches().length, run.now]).toEqual([1, 3000]);
  });
});

test('on the page the branch has the assignor’s name, the page says so, and undo takes back the last command of it', () => {
  const session = new Session(() => 0);
  session.load(scene('sticky'));
  session.seek(9000);
  session.dispatch({ do: 'crash', target: 'billing-1' });
  session.seek(12_000);
  retell(session, wish(['range']));
  expect(session.branches.map(({ name }) => name)).toEqual(['', 'range']);
  expect([session.branch, session.t]).toEqual([1, 12_000]);
  expect(session.notice).toMatchObject({ kind: 'retold', branch: 1, repeated: 1, leftOut: 0 });
  retell(session, wish(['range']));
  expect(session.branches.map(({ name }) => name)).toEqual(['', 'range', 'range (2)']);
  session.undo();
  expect(session.branches[2]?.commands.map(({ command }) => command.do)).toEqual(['setConfig', 'setConfig']);
});

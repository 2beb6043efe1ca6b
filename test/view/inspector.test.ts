import { describe, expect, test } from 'vitest';
import { createSimulation, machines } from '../../src/sim/index.ts';
import { layoutChart } from '../../src/view/geometry/statechart.ts';
import { chartOf, stateId } from '../../src/view/machineGraph.ts';
import { Session } from '../../src/view/session.svelte.ts';
import { actionsOf, linksOf, offered } from '../../src/view/actions.ts';
import { actorsOf, isAbout } from '../../src/view/about.ts';
import { settingsOf, typedValue } from '../../src/view/settings.ts';
import type { Thing } from '../../src/view/geometry/thing.ts';
import { summaryOf } from '../../src/view/summary.ts';
import { stageWords } from '../../src/view/marks/words.ts';
import { questionsOf } from '../../src/view/why/index.ts';
import { m } from '../../src/view/i18n/paraglide/messages.js';
import { nowOf } from './support/asking.ts';
import { groupScene } from './support/scene.ts';

const kinds = Object.keys(machines) as (keyof typeof machines)[];
const measure = (text: string) => text.length * 7;

describe('the chart of a machine', () => {
  test.each(kinds)('of a %s has every state it can be in', (kind) => {
    const chart = chartOf(kind);
    const ids = chart.states.map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(1);
    expect(ids).toContain(chart.initial);
    for (const { from, to } of chart.transitions) {
      expect(ids).toContain(to);
      if (from !== null) expect(ids).toContain(from);
    }
  });

  test('has the transitions that happen by themselves', () => {
    expect(chartOf('group').transitions).toContainEqual({
      from: 'PreparingRebalance',
      to: 'CompletingRebalance',
      event: '',
      guard: 'the join phase is over',
      always: true,
      inherited: false,
    });
    expect(chartOf('producer').transitions.some(({ from, event, to }) => from === null && event === 'crash' && to === 'crashed')).toBe(
      true,
    );
  });

  test.each(kinds)('of a %s is laid out without two states on one place, inside the room', (kind) => {
    const { boxes, edges, height } = layoutChart(chartOf(kind), 310, measure);
    for (const a of boxes) {
      expect(a.x).toBeGreaterThanOrEqual(0);
      expect(a.x + a.width).toBeLessThanOrEqual(310);
      expect(a.y + a.height).toBeLessThanOrEqual(height);
      for (const b of boxes) if (a !== b) expect(a.x + a.width <= b.x || b.x + b.width <= a.x || a.y !== b.y, `${a.id} ${b.id}`).toBe(true);
    }
    expect(edges.map(({ path }) => path).join()).not.toMatch(/NaN|undefined/);
  });

  test('names a nested state by its way', () => {
    expect(stateId('Stable')).toBe('Stable');
    expect(stateId({ joined: { reading: 'polling' } })).toBe('joined.reading.polling');
  });
});

describe('a thing on the stage', () => {
  const session = new Session(() => 0);
  session.load(groupScene());
  session.seek(3000);
  const model = session.model;
  if (model === null) throw new Error('no model');
  const record = model.topics[0]?.partitions.find(({ records }) => records.length > 0);
  const things: Thing[] = [
    { kind: 'broker', id: 1 },
    { kind: 'controller', id: 'controller-1' },
    { kind: 'producer', id: 'web-1' },
    { kind: 'partition', topic: 'orders', partition: 0 },
    { kind: 'replica', topic: 'orders', partition: 0, broker: 1 },
    { kind: 'batch', producer: 'web-1', topic: 'orders', partition: 0 },
    { kind: 'group', id: 'billing' },
    { kind: 'member', group: 'billing', id: 'billing-1' },
  ];

  test.each(things)('$kind has a machine behind it, a summary, and facts of its own', (thing) => {
    const actors = actorsOf(thing, model, session.ask?.actors() ?? []);
    expect(actors.length).toBeGreaterThan(0);
    for (const actor of actors) expect(session.ask?.look(actor)?.state, actor).toEqual(expect.any(String));
    const summary = summaryOf(thing, model, stageWords());
    expect(summary).not.toBeNull();
    expect(JSON.stringify(summary)).not.toMatch(/undefined|NaN/);
    if (thing.kind !== 'controller' && thing.kind !== 'batch') expect(session.known.some((fact) => isAbout(fact, thing))).toBe(true);
  });

  test('a record knows what happened to it', () => {
    const offset = record?.records[0]?.offset ?? 0;
    const kinds = session.facts
      .filter((fact) => isAbout(fact, { kind: 'record', topic: 'orders', partition: record?.partition ?? 0, offset }))
      .map(({ kind }) => kind);
    expect(kinds).toContain('batch.appended');
    expect(kinds).toContain('record.processed');
  });

  test('offers what can be done now and nothing else', () => {
    const verbs = (thing: Thing) =>
      offered(actionsOf(thing, session.model ?? model), (command) => session.ask?.check(command).length === 0).map((it) =>
        it.kind === 'command' ? it.command.do : it.kind,
      );
    const member: Thing = { kind: 'member', group: 'billing', id: 'billing-2' };
    expect(verbs(member)).toEqual([
      'crash',
      'pause',
      'settings',
      'commit',
      'form',
      'form',
      'form',
      'links',
      'links',
      'removeMember',
      'addMember',
    ]);
    session.dispatch({ do: 'crash', target: 'billing-2' });
    expect(verbs(member)).toContain('restart');
    expect(verbs(member)).not.toContain('crash');
    session.undo();
    expect(verbs({ kind: 'broker', id: 1 })).toEqual(['crash', 'pause', 'shutdown', 'slowDisk', 'links', 'links', 'addBroker']);
    expect(verbs({ kind: 'producer', id: 'web-1' })).toContain('send');
    expect(verbs({ kind: 'record', topic: 'orders', partition: 0, offset: 0 })).toEqual([]);
  });

  test('every action that is offered is a command the simulator takes', () => {
    for (const thing of things)
      for (const action of offered(actionsOf(thing, model), (command) => session.ask?.check(command).length === 0)) {
        if (action.kind !== 'command') continue;
        expect(session.dispatch(action.command), JSON.stringify(action.command)).toBe(true);
        session.undo();
      }
  });

  test('links are cut and then healed by the same entry', () => {
    const between = ['web-1', 1];
    expect(linksOf('web-1', model)[0]).toEqual({ kind: 'command', command: { do: 'cut', between } });
    session.dispatch({ do: 'cut', between });
    expect(linksOf('web-1', session.model ?? model)[0]).toEqual({ kind: 'command', command: { do: 'heal', between } });
    session.undo();
  });

  test('has its settings with what differs from the version’s defaults', () => {
    const scenario = session.scenario;
    if (scenario === null) throw new Error('no scenario');
    const member = settingsOf({ kind: 'member', group: 'billing', id: 'billing-1' }, model, scenario);
    const differing = member?.rows.filter(({ differs }) => differs).map(({ setting }) => setting.name);
    expect(differing).toEqual(expect.arrayContaining(['partition.assignment.strategy', 'session.timeout.ms', 'auto.offset.reset']));
    expect(differing).not.toContain('max.poll.records');
    expect(member?.target).toEqual({ kind: 'client', id: 'billing-1' });
    expect(settingsOf({ kind: 'broker', id: 1 }, model, scenario)?.target).toBeNull();
    expect(settingsOf({ kind: 'group', id: 'billing' }, model, scenario)?.target).toMatchObject({ kind: 'group', id: 'billing' });
  });

  test('a typed setting becomes a value of its type', () => {
    const setting = (name: string) => {
      const found = settingsOf({ kind: 'member', group: 'billing', id: 'billing-1' }, model, groupScene())?.rows.find(
        (row) => row.setting.name === name,
      );
      if (found === undefined) throw new Error(name);
      return found.setting;
    };
    expect(typedValue(setting('session.timeout.ms'), ' 9000 ')).toBe(9000);
    expect(typedValue(setting('session.timeout.ms'), '9s')).toBe('9s');
    expect(typedValue(setting('enable.auto.commit'), 'false')).toBe(false);
    expect(typedValue(setting('partition.assignment.strategy'), 'range, sticky')).toEqual(['range', 'sticky']);
  });
});

describe('the coordinator of a group', () => {
  const group: Thing = { kind: 'group', id: 'billing' };
  const told = (run: ReturnType<typeof createSimulation>) => {
    const now = nowOf(run);
    const rows = summaryOf(group, now.model, stageWords())?.rows ?? [];
    return {
      row: rows.find(([label]) => label === m.inspector_coordinator())?.[1] ?? '',
      asks: questionsOf(group, now)
        .map(({ asks }) => asks)
        .filter((it) => /coordinat|unserved/.test(it)),
    };
  };

  test('is not said to serve before anybody asked for it, and is when it does: the number and the question say the same', () => {
    const run = createSimulation(groupScene());
    expect(told(run).row).toMatch(/^브로커 \d \(아직 맡지 않음\)$/);
    expect(told(run).asks).toEqual(['ask_unserved']);
    run.seek(3000);
    expect(told(run).row).toMatch(/^브로커 \d$/);
    expect(told(run).asks).toEqual(['ask_coordinator']);
    const broker = run.read().groups[0]?.coordinator ?? 0;
    run.dispatch({ do: 'crash', target: broker });
    run.seek(3500);
    expect(told(run).row).toBe(`브로커 ${broker} (응답 없음)`);
    expect(told(run).asks).toEqual(['ask_uncoordinated']);
  });
});

test('a consumer that left says so in words, with its own state once', () => {
  const run = createSimulation(groupScene());
  run.seek(3000);
  run.dispatch({ do: 'removeMember', id: 'billing-2' });
  run.seek(4000);
  const gone = summaryOf({ kind: 'member', group: 'billing', id: 'billing-2' }, run.read(), stageWords());
  expect(gone?.state?.text).toBe('떠남');
  expect(gone?.term).toBe('closed');
});

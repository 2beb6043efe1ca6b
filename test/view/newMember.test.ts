// One more member for a group: what it is called, how it is set, and what is said before it is given.
import { describe, expect, test } from 'vitest';
import { createSimulation, parseScenario, type Command, type Simulation } from '../../src/sim/index.ts';
import { assignorClash } from '../../src/view/lab/assignorClash.ts';
import { locale } from '../../src/view/i18n/locale.svelte.ts';
import { newMember } from '../../src/view/newMember.ts';
import { assignorChoices, changesOf, settingsOf } from '../../src/view/settings.ts';
import { questionsOf } from '../../src/view/why/index.ts';
import { clauseText } from '../../src/view/why/say.ts';

const STRATEGY = 'partition.assignment.strategy';

const run = (members: readonly string[], commands: readonly Command[] = [], kafka = '4.3'): Simulation => {
  const simulation = createSimulation(
    parseScenario(
      JSON.stringify({
        partita: 1,
        kafka,
        seed: 3,
        brokers: 1,
        cluster: { config: { 'group.initial.rebalance.delay.ms': 0 } },
        topics: { orders: { partitions: 4 } },
        groups: { billing: { config: { [STRATEGY]: ['sticky'], 'max.poll.records': 9 }, topics: ['orders'], members } },
      }),
    ),
  );
  simulation.seek(4000);
  for (const command of commands) simulation.dispatch(command);
  simulation.seek(10_000);
  return simulation;
};
const all = (members: readonly string[], config: Readonly<Record<string, unknown>>): readonly Command[] =>
  members.map((target) => ({ do: 'setConfig', target, config }));

describe('a new member', () => {
  test.each([
    [['c1', 'c2', 'c3'], 'c4'],
    [['billing-1', 'billing-2'], 'billing-3'],
    [['node9', 'node10'], 'node11'],
    [['anna', 'ben'], 'billing-1'],
  ])('follows the names that are there: %j, %s', (members, id) => {
    expect(newMember('billing', run(members).read(), true)).toEqual({ do: 'addMember', group: 'billing', id });
  });

  test('does not take the name of one that is gone', () => {
    const simulation = run(['c1', 'c2'], [{ do: 'removeMember', member: 'c2' }]);
    expect(newMember('billing', simulation.read(), true)).toMatchObject({ id: 'c3' });
  });

  test('is set as the members are now, not as the group began, and joins', () => {
    const simulation = run(['c1', 'c2'], all(['c1', 'c2'], { [STRATEGY]: ['range'] }));
    const command = newMember('billing', simulation.read());
    expect(command).toEqual({ do: 'addMember', group: 'billing', id: 'c3', config: { [STRATEGY]: ['range'] } });
    expect(assignorClash(command, simulation.read())).toBeNull();
    simulation.dispatch(command);
    simulation.seek(20_000);
    const group = simulation.read().groups[0];
    expect(group).toMatchObject({ state: 'Stable', protocol: 'range' });
    expect(group?.members.find(({ id }) => id === 'c3')).toMatchObject({ settings: { 'max.poll.records': 9 } });
  });

  test('takes over nothing on which the members do not agree', () => {
    const simulation = run(['c1', 'c2'], all(['c1'], { 'max.poll.records': 3 }));
    expect(newMember('billing', simulation.read())).toEqual({ do: 'addMember', group: 'billing', id: 'c3' });
  });
});

describe('a member that shares no assignor with the others', () => {
  const alone: Command = { do: 'addMember', group: 'billing', id: 'x', config: { [STRATEGY]: ['range', 'roundrobin'] } };

  test('is told of with both lists before it is given', () => {
    const simulation = run(['c1', 'c2']);
    expect(assignorClash(alone, simulation.read())).toEqual({
      offered: ['range', 'roundrobin'],
      others: [
        { member: 'c1', knows: ['sticky'] },
        { member: 'c2', knows: ['sticky'] },
      ],
    });
    expect(simulation.check(alone)).toEqual([]); // a warning, not a refusal
    expect(assignorClash({ ...alone, config: { [STRATEGY]: ['range', 'sticky'] } }, simulation.read())).toBeNull();
    expect(assignorClash({ do: 'setConfig', member: 'c1', config: { [STRATEGY]: ['range'] } }, simulation.read())?.others).toEqual([
      { member: 'c2', knows: ['sticky'] },
    ]);
    expect(assignorClash({ do: 'crash', target: 'c1' }, simulation.read())).toBeNull();
  });

  test('the only living member may choose anew', () => {
    expect(assignorClash({ do: 'setConfig', target: 'c1', config: { [STRATEGY]: ['range'] } }, run(['c1']).read())).toBeNull();
  });

  test.each(['ko', 'en'] as const)('and its answer to "why?" names both lists (%s)', (language) => {
    locale.value = language;
    const simulation = run(['c1', 'c2'], [alone]);
    const now = {
      model: simulation.read(),
      facts: simulation.facts(),
      scenario: simulation.scenario,
      told: simulation.told(),
      look: (actor: string) => simulation.look(actor),
    };
    expect(now.model.groups[0]?.absent).toContainEqual({ id: 'x', state: 'failed' });
    const answers = questionsOf({ kind: 'member', group: 'billing', id: 'x' }, now).flatMap((question) => question.answer());
    const text = answers.map((clause) => clauseText(clause, now.facts)).join(' ');
    expect(text).toContain('range, roundrobin');
    expect(text).toContain('sticky');
    expect(text).toContain('INCONSISTENT_GROUP_PROTOCOL');
  });
});

describe('the settings of a group', () => {
  const rowsOf = (simulation: Simulation) =>
    settingsOf({ kind: 'group', id: 'billing' }, simulation.read(), simulation.scenario) ?? { target: null, rows: [] };
  const row = (simulation: Simulation, name: string) => rowsOf(simulation).rows.find(({ setting }) => setting.name === name);

  test('are what all members share; a change is a command for each that lives', () => {
    const simulation = run(['c1', 'c2', 'c3'], [{ do: 'crash', target: 'c2' }]);
    const { target } = rowsOf(simulation);
    const found = row(simulation, STRATEGY);
    expect(found).toMatchObject({ value: ['sticky'], differs: true });
    expect(found?.apart).toBeUndefined();
    if (target === null || found === undefined) throw new Error('no settings');
    expect(changesOf(target, found.setting, 'range')).toEqual(all(['c1', 'c3'], { [STRATEGY]: ['range'] }));
  });

  test('name what differs, by member', () => {
    const simulation = run(['c1', 'c2', 'c3'], all(['c2'], { 'max.poll.records': 3 }));
    expect(row(simulation, 'max.poll.records')).toMatchObject({
      value: 9,
      apart: [
        { member: 'c1', value: 9 },
        { member: 'c2', value: 3 },
        { member: 'c3', value: 9 },
      ],
    });
    expect(row(simulation, 'group.instance.id')).toBeUndefined(); // members must not share it
  });

  test('offer the assignors that the version has, and its default', () => {
    expect(assignorChoices('4.3')).toEqual(expect.arrayContaining(['range', 'roundrobin', 'sticky', 'cooperative-sticky', 'range, cooperative-sticky'])); // prettier-ignore
    expect(assignorChoices('2.3')).not.toContain('cooperative-sticky');
  });
});

// The Lab without a page: what is kept of experiments, what forms make of what is typed, what comes next.
import { beforeEach, describe, expect, test } from 'vitest';
import { createSimulation, verbNamed, verbs, type Command, type Scenario } from '../../src/sim/index.ts';
import { fieldSentence, fieldWords, verbSentence } from '../../src/view/i18n/labVerbs.ts';
import { locale } from '../../src/view/i18n/locale.svelte.ts';
import { choicesOf, filled, scopeOf } from '../../src/view/lab/choices.ts';
import { emptyScenario } from '../../src/view/lab/emptyScenario.ts';
import { Experiments } from '../../src/view/lab/experiments.ts';
import { commandOf, valuesOf, type FormValues } from '../../src/view/lab/formValues.ts';
import { nextStep, usualCommand, verbOf } from '../../src/view/lab/nextStep.ts';
import { topicActions } from '../../src/view/lab/topicActions.ts';
import { verbGroups } from '../../src/view/lab/verbGroups.ts';
import { sketchOf } from '../../src/view/geometry/sketch.ts';
import { openKeeper, type Keeper } from '../../src/view/storage.ts';
import { loadTemplate, templateHeads } from '../../src/lesson/catalog/templates.ts';

const verbCalled = (name: string) => {
  const verb = verbNamed(name);
  if (verb === undefined) throw new Error(`there is no verb ${name}`);
  return verb;
};

describe('the commands of the Lab', () => {
  test('every verb of the door stands in exactly one group', () => {
    const grouped: readonly string[] = verbGroups.flatMap((group) => [...group.verbs]);
    expect(grouped.toSorted()).toEqual(verbs.map(({ name }) => name).toSorted());
  });

  test.each(['ko', 'en'] as const)('every verb and every field of it is told in a sentence (%s)', (language) => {
    locale.value = language;
    const all = verbs.flatMap((verb) => [...verb.parameters, ...verb.parameters.flatMap(({ parts = [] }) => parts)]);
    expect(verbs.filter(({ name }) => verbSentence(name) === '').map(({ name }) => name)).toEqual([]);
    expect(all.filter((it) => fieldSentence(it) === '' || fieldWords(it) === '').map(({ name }) => name)).toEqual([]);
  });
});

describe('a form', () => {
  const typed = (verb: string, values: FormValues, scope: Parameters<typeof commandOf>[2] = 'topic') =>
    commandOf(verbCalled(verb), values, scope);

  test.each<[string, FormValues, Command]>([
    ['createTopic', { topic: 'a', partitions: '3', replicationFactor: '' }, { do: 'createTopic', topic: 'a', partitions: 3 }],
    ['createTopic', { topic: 'a', partitions: 'many' }, { do: 'createTopic', topic: 'a', partitions: 'many' }],
    ['createTopic', { topic: 'a', replicas: '1,2; 2,3' }, { do: 'createTopic', topic: 'a', replicas: [[1, 2], [2, 3]] }], // prettier-ignore
    ['crash', { target: '2' }, { do: 'crash', target: 2 }],
    ['crash', { target: 'billing-2' }, { do: 'crash', target: 'billing-2' }],
    ['cut', { between: [['1', '2'], ['web']] }, { do: 'cut', between: [[1, 2], 'web'] }],
    ['slowLink', { between: [['1'], ['2']], latencyMs: '200ms' }, { do: 'slowLink', between: [1, 2], latencyMs: '200ms' }],
    ['seek', { member: 'm', topic: 'a', partition: '0', to: 'end' }, { do: 'seek', member: 'm', topic: 'a', partition: 0, to: 'end' }],
    ['pausePartitions', { member: 'm', topic: 'a', partitions: '0, 2' }, { do: 'pausePartitions', member: 'm', topic: 'a', partitions: [0, 2] }], // prettier-ignore
    ['addGroup', { id: 'g', topics: ['a'], members: '2' }, { do: 'addGroup', id: 'g', topics: ['a'], members: ['g-1', 'g-2'] }],
    ['addGroup', { topics: ['a'], members: 'x, y' }, { do: 'addGroup', topics: ['a'], members: ['x', 'y'] }],
    ['addMember', { group: 'g', app: { perRecordMs: '', commit: '10' } }, { do: 'addMember', group: 'g', app: { commit: { every: 10 } } }],
    ['addMember', { group: 'g', app: { failOn: 'key=user_3 times=2' } }, { do: 'addMember', group: 'g', app: { failOn: { key: 'user_3', times: 2 } } }], // prettier-ignore
    [
      'addProducer',
      { workload: { topic: 'a', everyMs: '300', keys: 'x, y', value: '200' } },
      { do: 'addProducer', workload: { topic: 'a', everyMs: 300, keys: ['x', 'y'], value: { bytes: 200 } } },
    ],
  ])('%s: %j', (verb, values, command) => {
    expect(typed(verb, values)).toEqual(command);
  });

  test('gives settings their types, and lets a topic fall back to the broker', () => {
    const rows = [
      { name: 'linger.ms', value: '20' },
      { name: 'enable.idempotence', value: 'false' },
      { name: '', value: '' },
    ];
    const config = { 'linger.ms': 20, 'enable.idempotence': false };
    expect(typed('setConfig', { target: 'web', config: rows }, 'producer')).toEqual({ do: 'setConfig', target: 'web', config });
    expect(typed('alterConfig', { topic: 'a', config: [{ name: 'retention.ms', value: '' }] })).toEqual({
      do: 'alterConfig',
      topic: 'a',
      config: { 'retention.ms': null },
    });
  });

  test('shows a command as it would be typed, and makes the same of it', () => {
    const command = { do: 'addProducer', id: 'web', workload: { topic: 'a', everyMs: 400, keys: 'user_{1..6}' } };
    const verb = verbCalled('addProducer');
    expect(commandOf(verb, valuesOf(verb.parameters, command), 'producer')).toEqual(command);
  });

  test('begins with the first there is to choose, and offers only what there is', async () => {
    const template = await loadTemplate('order-pipeline');
    const run = createSimulation(template?.scenario as Scenario);
    run.seek(2000);
    const [model, scenario] = [run.read(), run.scenario];
    expect(filled(verbCalled('send'), {}, model, scenario)).toEqual({ producer: 'shop-1', topic: 'orders' });
    expect(filled(verbCalled('commit'), { member: 'delivery-1' }, model, scenario)).toEqual({ member: 'delivery-1' });
    const target = (verb: string) => choicesOf({ name: 'target', type: 'process' }, verb, model, scenario);
    expect(target('crash')).toEqual(['1', '2', '3', 'controller-1', 'shop-1', 'payment-1', 'delivery-1']);
    expect(target('slowDisk')).toEqual(['1', '2', '3']);
    expect(scopeOf('setConfig', { target: 'shop-1' }, model)).toBe('producer');
    expect(scopeOf('setConfig', { target: 'payment-1' }, model)).toBe('consumer');
    const given = topicActions('orders', model).map((it) => (it.kind === 'command' || it.kind === 'form' ? it.command.do : it.kind));
    expect(given).toEqual(['addPartitions', 'alterConfig', 'deleteTopic']);
  });
});

test('an empty cluster comes to life by doing what is missing next, four times', () => {
  const run = createSimulation(emptyScenario);
  const given: string[] = [];
  for (let step = nextStep(run.read()); step !== null; step = nextStep(run.read())) {
    const command = usualCommand(step, run.read());
    expect(command.do).toBe(verbOf[step]);
    run.dispatch(command);
    given.push(command.do);
    run.seek(run.now + 500);
  }
  expect(given).toEqual(['addBroker', 'createTopic', 'addProducer', 'addGroup']);
  run.seek(run.now + 5000);
  expect(run.read().groups[0]?.state).toBe('Stable');
  expect(run.read().ledger.acknowledged).toBeGreaterThan(5);
  // It ends well: what was sent before the group came is read, too.
  run.seek(run.now + 15_000);
  expect(run.read().ledger.verdicts).toEqual({ billing: 'exactlyOnce' });
  expect(run.read().ledger.groups['billing']).toMatchObject({ skipped: 0, duplicates: 0 });
  // What is added later gets a name of its own.
  expect(usualCommand('topic', run.read())).toMatchObject({ topic: 'payments', replicationFactor: 1 });
  for (const step of ['producer', 'group', 'topic', 'broker'] as const) expect(run.check(usualCommand(step, run.read())), step).toEqual([]);
});

describe('experiments', () => {
  let keeper: Keeper;
  let time = 0;
  beforeEach(async () => {
    keeper = await openKeeper(undefined);
    time = 1000;
  });
  const experiments = () => new Experiments(keeper, () => time);

  test('each has an id of its own, so that nothing is overwritten; the latest changed comes first', () => {
    const lab = experiments();
    const first = lab.create(emptyScenario);
    time = 2000;
    const second = lab.create(emptyScenario, 'hot-partition', '우리 반');
    expect(second.id).not.toBe(first.id);
    expect(lab.all().map(({ id }) => id)).toEqual([second.id, first.id]);
    time = 3000;
    lab.change(first.id, { name: 'mine' });
    expect(experiments().all().map(({ id, name }) => [id, name])).toEqual([[first.id, 'mine'], [second.id, '우리 반']]); // prettier-ignore
    lab.remove(first.id);
    expect(experiments().get(first.id)).toBeNull();
    expect(lab.change(first.id, { name: 'again' })).toBeNull();
  });

  test('what another version or another place has kept there is not taken for one', () => {
    keeper.set('lab:old', { name: 'x' });
    keeper.set('run:lab:abc', { run: {} });
    keeper.set('scene:one', 1);
    expect(experiments().all()).toEqual([]);
    expect(experiments().get('old')).toBeNull();
    expect(experiments().get('nope')).toBeNull();
  });
});

describe('a sketch', () => {
  const inside = (shape: Parameters<typeof sketchOf>[0]) => {
    const sketch = sketchOf(shape, 132, 76);
    const boxes = [
      ...sketch.producers,
      ...sketch.tapes,
      ...sketch.consumers.map(({ x, y, r }) => ({ x: x - r, y: y - r, width: 2 * r, height: 2 * r })),
      ...sketch.brokers.map((it) => ({ ...it, height: 3 })),
    ];
    return boxes.filter((it) => it.x < 0 || it.y < 0 || it.x + it.width > 132 || it.y + it.height > 76);
  };

  test('stays within its frame for every template, for nothing at all and for far too much', () => {
    expect(templateHeads.flatMap(({ shape }) => inside(shape))).toEqual([]);
    expect(inside({ brokers: 0, producers: 0, topics: [], groups: [] })).toEqual([]);
    expect(inside({ brokers: 50, producers: 40, topics: [100, 3, 1, 24], groups: [200, 5] })).toEqual([]);
  });
});

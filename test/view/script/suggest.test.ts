// What the script editor offers where the cursor stands, and that the simulator reads what it offers.
import { describe, expect, test } from 'vitest';
import { profiles, settingsIn, verbs } from '../../../src/sim/index.ts';
import { checkScript } from '../../../src/view/script/check.ts';
import { placeIn } from '../../../src/view/script/place.ts';
import { kafkaOf, suggestionsAt } from '../../../src/view/script/suggest.ts';

/** What is offered at the bar. */
function offered(text: string): readonly string[] {
  const position = text.indexOf('|');
  const plain = text.replace('|', '');
  return suggestionsAt(placeIn(plain, position), kafkaOf(plain)).map(({ label }) => label);
}

describe('completion', () => {
  test.each([
    ['partita: 1\n|', 'topics'],
    ['kafka: |', '"4.3"'],
    ['topics:\n  orders: { |', 'partitions'],
    ['topics:\n  orders:\n    config: { min|', 'min.insync.replicas'],
    ['cluster:\n  config:\n    |', 'broker.session.timeout.ms'],
    ['producers:\n  web-1:\n    config: { acks: all, lin|', 'linger.ms'],
    ['producers:\n  web-1:\n    config:\n      acks: |', 'all'],
    ['producers:\n  web-1: { workload: { |', 'everyMs'],
    ['producers:\n  web-1:\n    workload:\n      - topic: orders\n        mode: |', 'sync'],
    ['groups:\n  billing:\n    |', 'members'],
    ['groups:\n  billing:\n    config: { sess|', 'session.timeout.ms'],
    ['groups:\n  billing:\n    members:\n      - { id: billing-1, |', 'joinAt'],
    ['groups:\n  billing:\n    members:\n      - { id: b, config: { |', 'max.poll.records'],
    ['groups:\n  billing:\n    app: { commit: |', 'syncPerPoll'],
    ['script:\n  - { at: 12s, do: |', 'crash'],
    ['script:\n  - { at: 12s, do: addMember, |', 'group'],
    ['script:\n  - at: 12s\n    do: |', 'addBroker'],
  ])('at %j offers %s', (text, label) => expect(offered(text)).toContain(label));

  test('offers a name once, and no setting that this Kafka does not have', () => {
    expect(offered('topics:\n  orders: { partitions: 3, |')).not.toContain('partitions');
    for (const kafka of profiles) {
      const names = offered(`kafka: "${kafka}"\ncluster: { config: { |`);
      const absent = settingsIn('broker').filter(({ absentIn }) => absentIn?.includes(kafka) === true);
      for (const { name } of absent) expect(names).not.toContain(name);
    }
  });

  test('offers every verb', () => {
    expect(offered('script:\n  - { do: |')).toEqual(verbs.map(({ name }) => name));
  });

  test.each([
    ['|', (key: string) => `${key}: null\n`],
    ['topics:\n  orders: { |', (key: string) => `topics:\n  orders: { ${key}: null }\n`],
    ['network: { |', (key: string) => `network: { ${key}: null }\n`],
    ['brokers: [{ |', (key: string) => `brokers: [{ ${key}: null }]\n`],
    ['producers:\n  p: { |', (key: string) => `producers:\n  p: { ${key}: null }\n`],
    ['producers:\n  p: { workload: { |', (key: string) => `producers:\n  p: { workload: { ${key}: null } }\n`],
    ['groups:\n  g: { |', (key: string) => `groups:\n  g: { ${key}: null }\n`],
    ['groups:\n  g: { members: [{ |', (key: string) => `groups:\n  g: { members: [{ ${key}: null }] }\n`],
    ['groups:\n  g: { app: { |', (key: string) => `groups:\n  g: { app: { ${key}: null } }\n`],
  ])('every name offered at %j is one that the simulator reads', (text, using) => {
    const names = offered(text);
    expect(names.length).toBeGreaterThan(1);
    for (const name of names) {
      const reasons = checkScript(using(name)).problems.map(({ reason }) => reason);
      expect(
        reasons.filter((it) => /unknown key/.test(it)),
        name,
      ).toEqual([]);
    }
  });
});

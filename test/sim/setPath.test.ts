import { describe, expect, test } from 'vitest';
import { parseScenarioValue, setPath } from '../../src/sim/scenario/index.ts';
import { readYaml } from '../../src/sim/scenario/parseText.ts';
import { ORDERS } from './support/orders.ts';

describe('setPath', () => {
  const raw = readYaml(ORDERS).value;

  test('changes one thing in a copy', () => {
    const changed = setPath(raw, 'groups/billing/config/session.timeout.ms', '10000');
    expect(parseScenarioValue(changed).groups[0]?.config['session.timeout.ms']).toBe(10_000);
    expect(parseScenarioValue(raw).groups[0]?.config['session.timeout.ms']).toBe(6000);
  });

  test('makes what is missing, and gives a member named only by id room for more', () => {
    const changed = setPath(setPath(raw, 'cluster/config/min.insync.replicas', 2), 'groups/billing/members/billing-1/joinAt', '4s');
    const scenario = parseScenarioValue(changed);
    expect(scenario.cluster.config).toEqual({ 'min.insync.replicas': 2 });
    expect(scenario.groups[0]?.members[0]).toMatchObject({ id: 'billing-1', joinAt: 4000 });
  });

  test('takes lists of words as they are written on a command line', () => {
    const changed = setPath(raw, 'groups/billing/config/partition.assignment.strategy', '[range, sticky]');
    expect(parseScenarioValue(changed).groups[0]?.config['partition.assignment.strategy']).toEqual(['range', 'sticky']);
  });

  test('says when the way leads nowhere', () => {
    expect(() => setPath(raw, 'groups/billing/members/nobody/joinAt', 1)).toThrow(/no item "nobody"/);
    expect(() => setPath(raw, 'seed/x', 1)).toThrow(/nothing inside 7/);
  });
});

/** A cluster without anything: what one builds from. */
import { parseScenarioValue } from '../../sim/index.ts';

/** Links as slow as in the lessons, so that what travels can be followed; a group does not wait three seconds for its first members. */
export const emptyScenario = parseScenarioValue({
  partita: 1,
  kafka: '4.3',
  seed: 1,
  network: { latencyMs: 40 },
  brokers: 0,
  cluster: { config: { 'group.initial.rebalance.delay.ms': 0 } },
});

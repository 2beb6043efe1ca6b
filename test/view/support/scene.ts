/** Small scenes for tests of the page's shell, by the simulator itself. */
import { parseScenario } from '../../../src/sim/index.ts';
import type { Scenario } from '../../../src/sim/index.ts';
import { fetchLater } from '../../../src/view/later.svelte.ts';

// A page fetches the simulator when its first picture stands; here it is at hand.
await fetchLater();

/** Two consumers, six partitions, one record every 100 ms, sessions of 6 s, no initial delay. */
export const groupScene = (): Scenario =>
  parseScenario(`
partita: 1
kafka: "4.3"
seed: 7
network: { latencyMs: 20 }
brokers: 3
cluster: { config: { group.initial.rebalance.delay.ms: 0 } }
topics: { orders: { partitions: 6, replicationFactor: 2 } }
producers:
  web-1: { config: { acks: all, linger.ms: 20 }, workload: { topic: orders, everyMs: 100, keys: "user_{1..7}" } }
groups:
  billing:
    config: { partition.assignment.strategy: [sticky], session.timeout.ms: 6000, auto.offset.reset: earliest }
    topics: [orders]
    members: [billing-1, billing-2]
    app: { perRecordMs: 10, commit: auto }
`);

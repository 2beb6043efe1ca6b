/** The example of the scenario language's description, as a file. */
export const ORDERS = `partita: 1
kafka: "4.3"
seed: 7
network: { latencyMs: 20, jitterMs: 0 }
brokers: 3
topics:
  orders: { partitions: 6, replicationFactor: 2, config: { min.insync.replicas: 2 } }
producers:
  web-1:
    config: { acks: all, linger.ms: 20 }
    workload: { topic: orders, everyMs: 150, keys: "user_{1..20}", value: { bytes: 100 } }
groups:
  billing:
    config: { partition.assignment.strategy: [sticky], session.timeout.ms: 6s }
    topics: [orders]
    members: [billing-1, billing-2, { id: billing-3, joinAt: 2s, app: { perRecordMs: 5 } }]
    app: { perRecordMs: 30, commit: auto }
script:
  - { at: 20s, do: addPartitions, topic: orders, partitions: 8 }
  - { at: 12s, do: crash, target: billing-2 }
`;

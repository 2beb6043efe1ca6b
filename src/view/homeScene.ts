/** The cluster that runs on the first page: two producers, one topic, one group of two. */
import type { Scenario } from '../sim/index.ts';

export const homeScene: Scenario = {
  partita: 1,
  kafka: '4.3',
  seed: 7,
  title: null,
  network: {
    clients: {
      latencyMs: 40,
      jitterMs: 0,
    },
    brokers: {
      latencyMs: 40,
      jitterMs: 0,
    },
  },
  controllers: ['controller-1'],
  cluster: {
    config: { 'group.initial.rebalance.delay.ms': 0 },
  },
  brokers: [
    {
      id: 1,
      rack: null,
      config: {},
    },
    {
      id: 2,
      rack: null,
      config: {},
    },
    {
      id: 3,
      rack: null,
      config: {},
    },
  ],
  topics: [
    {
      name: 'orders',
      partitions: 4,
      replicationFactor: 2,
      replicas: null,
      config: {},
    },
  ],
  producers: [
    {
      id: 'web-1',
      config: {
        acks: 'all',
        'linger.ms': 20,
      },
      workloads: [
        {
          topic: 'orders',
          everyMs: 110,
          atMs: null,
          count: null,
          startAt: 0,
          stopAt: null,
          keys: ['user_1', 'user_2', 'user_3', 'user_4', 'user_5', 'user_6', 'user_7'],
          pick: 'turn',
          value: {
            bytes: 100,
          },
          partition: null,
          mode: 'fire',
        },
      ],
    },
    {
      id: 'app-1',
      config: {
        acks: '1',
        'linger.ms': 0,
      },
      workloads: [
        {
          topic: 'orders',
          everyMs: 170,
          atMs: null,
          count: null,
          startAt: 0,
          stopAt: null,
          keys: ['user_1', 'user_2', 'user_3', 'user_4', 'user_5', 'user_6', 'user_7'],
          pick: 'turn',
          value: {
            bytes: 100,
          },
          partition: null,
          mode: 'fire',
        },
      ],
    },
  ],
  groups: [
    {
      id: 'billing',
      topics: ['orders'],
      config: {
        'partition.assignment.strategy': ['sticky'],
        'session.timeout.ms': 6000,
        'auto.offset.reset': 'earliest',
        'auto.commit.interval.ms': 1000,
      },
      app: {
        perRecordMs: 30,
        commit: 'auto',
        commitOnRevoke: false,
        failOn: null,
        onError: 'close',
      },
      members: [
        {
          id: 'billing-1',
          joinAt: 0,
          config: {
            'partition.assignment.strategy': ['sticky'],
            'session.timeout.ms': 6000,
            'auto.offset.reset': 'earliest',
            'auto.commit.interval.ms': 1000,
          },
          app: {
            perRecordMs: 30,
            commit: 'auto',
            commitOnRevoke: false,
            failOn: null,
            onError: 'close',
          },
          topics: ['orders'],
        },
        {
          id: 'billing-2',
          joinAt: 0,
          config: {
            'partition.assignment.strategy': ['sticky'],
            'session.timeout.ms': 6000,
            'auto.offset.reset': 'earliest',
            'auto.commit.interval.ms': 1000,
          },
          app: {
            perRecordMs: 30,
            commit: 'auto',
            commitOnRevoke: false,
            failOn: null,
            onError: 'close',
          },
          topics: ['orders'],
        },
      ],
    },
  ],
  script: [],
};

/** Virtual ms at which it is first shown: the group is settled and has read a little. */
export const homeStart = 1800;

import { describe, expect, it } from 'vitest';
import { balanceLeaders } from '../../src/sim/kafka/controller/leaders.ts';
import type { MetadataImage } from '../../src/sim/messages.ts';
import { electLeader, electPreferred, shrinkIsr } from '../../src/sim/kafka/controller/election.ts';

describe('who leads, as pure rules', () => {
  const partition = { partition: 0, leader: 2, leaderEpoch: 4, partitionEpoch: 9, replicas: [1, 2, 3], isr: [2, 3] };
  const live =
    (...brokers: number[]) =>
    (broker: number) =>
      brokers.includes(broker);

  it('C3: a live leader in the ISR keeps its seat', () => {
    expect(electLeader({ ...partition, isr: [1, 2, 3] }, [1, 2, 3], live(1, 2, 3), false).leader).toBe(2);
  });

  it('C3: else the first live replica of the assignment that is in the ISR, however the ISR is ordered', () => {
    expect(electLeader(partition, [3, 1], live(1, 3), true)).toEqual({ leader: 1, isr: [3, 1], unclean: false });
    expect(electLeader(partition, [3], live(1, 3), true)).toEqual({ leader: 3, isr: [3], unclean: false });
  });

  it('C3: without one the partition is offline', () => {
    expect(electLeader(partition, [2], live(1, 3), false)).toEqual({ leader: null, isr: [2], unclean: false });
  });

  it('C4: the preferred leader takes its seat only if live and in sync', () => {
    expect(electPreferred({ ...partition, isr: [1, 2] }, live(1, 2)).leader).toBe(1);
    expect(electPreferred({ ...partition, isr: [1, 2] }, live(2)).leader).toBe(2);
    expect(electPreferred(partition, live(1, 2, 3)).leader).toBe(2);
  });

  it('C4: ZooKeeper moves leaders back only above leader.imbalance.per.broker.percentage, KRaft always', () => {
    const image = (elsewhere: number): MetadataImage => ({
      version: 1,
      controllerEpoch: 1,
      controller: null,
      brokers: Object.fromEntries([1, 2].map((id) => [id, { id, rack: null, fenced: false }])),
      topics: {
        orders: {
          name: 'orders',
          config: {},
          partitions: Array.from({ length: 10 }, (_, number) => ({
            ...partition,
            partition: number,
            replicas: [1, 2],
            isr: [1, 2],
            leader: number < elsewhere ? 2 : 1,
          })),
        },
      },
    });
    const moved = (elsewhere: number, above: number) => balanceLeaders(image(elsewhere), above).told.length;
    expect([moved(1, 10), moved(2, 10), moved(1, 0), moved(0, 0)]).toEqual([0, 2, 1, 0]);
  });

  it('C2: of brokers that fall silent together the last one stays in the ISR', () => {
    expect(shrinkIsr([1, 2, 3], [2, 1])).toEqual([3]);
    expect(shrinkIsr([1, 2], [2, 1])).toEqual([1]);
  });
});

/**
 * T1 in the ZooKeeper profiles. Models AdminUtils.assignReplicasToBrokers: leaders go round from a start index; the second replica lies a
 * shift behind the first, and the shift grows with every round, so that the partitions of one leader have different followers. With racks the
 * brokers are dealt alternately, and no rack gets a second replica before each has one. Kafka throws dice for start index and shift;
 * here both begin at 0 for a new topic, so that brokers 1, 2, 3 and two replicas give [1,2], [2,3], [3,1], [1,3], …
 */
import type { PlaceableBroker } from './placement.ts';

/** Live brokers, one of each rack in turn. */
function alternating(brokers: readonly PlaceableBroker[]): readonly PlaceableBroker[] {
  const inOrder = brokers.toSorted((a, b) => a.id - b.id);
  if (inOrder.some(({ rack }) => rack === null)) return inOrder;
  const racks = [...new Set(inOrder.map(({ rack }) => rack ?? ''))].toSorted((a, b) => (a < b ? -1 : 1));
  const queues = racks.map((rack) => inOrder.filter((it) => it.rack === rack));
  return inOrder.flatMap((_, depth) => queues.flatMap((queue) => queue[depth] ?? []));
}

const behind = (first: number, shift: number, index: number, brokers: number): number =>
  (first + 1 + ((shift + index) % (brokers - 1))) % brokers;

/** `start`: index of the first partition's leader; partitions added later begin where partition 0 lies (T2). */
export function placeLikeZooKeeper(
  brokers: readonly PlaceableBroker[],
  from: number,
  to: number,
  replicationFactor: number,
  leaderOfFirst: number | null,
): number[][] {
  const ring = alternating(brokers.filter(({ fenced }) => !fenced));
  const racks = new Set(ring.map(({ rack }) => rack));
  const aware = !racks.has(null);
  const start = Math.max(
    0,
    ring.findIndex(({ id }) => leaderOfFirst !== null && id >= leaderOfFirst),
  );
  let shift = start;
  const placed: number[][] = [];
  for (let partition = from; partition < to; partition++) {
    if (partition > 0 && partition % ring.length === 0) shift += 1;
    const first = (partition + start) % ring.length;
    const chosen = [ring[first] as PlaceableBroker];
    for (let index = 0; chosen.length < replicationFactor && index < ring.length * ring.length; index++) {
      const next = ring[behind(first, aware ? shift * racks.size : shift, index, ring.length)] as PlaceableBroker;
      const used = new Set(chosen.map(({ rack }) => rack));
      const rackIsFree = !aware || !used.has(next.rack) || used.size === racks.size;
      if (rackIsFree && !chosen.includes(next)) chosen.push(next);
    }
    placed.push(chosen.map(({ id }) => id));
  }
  return placed;
}

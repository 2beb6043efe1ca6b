/**
 * T1: where the replicas of a new partition go.
 *
 * Models KRaft's StripedReplicaPlacer: leaders are dealt in turn to the unfenced brokers, a partition's replicas are striped
 * over the racks (no rack gets a second one before each has its first), and a fenced broker of a rack serves only when the rack
 * has no other. Simplified: Kafka starts at a random broker and shuffles now and then; here every topic starts at the first
 * broker, so that a picture is easy to read: brokers 1, 2, 3 and two replicas give [1,2], [2,3], [3,1], [1,2], …
 */

export interface PlaceableBroker {
  readonly id: number;
  readonly rack: string | null;
  readonly fenced: boolean;
}

/** One broker of each rack in turn: neighbours on the ring live in different racks as long as there are any. */
function ringOfRacks(brokers: readonly PlaceableBroker[]): PlaceableBroker[] {
  const byRack = new Map<string | null, PlaceableBroker[]>();
  const inOrder = brokers.toSorted((a, b) => a.id - b.id);
  for (const broker of inOrder) byRack.set(broker.rack, [...(byRack.get(broker.rack) ?? []), broker]);
  const racks = [...byRack.entries()].toSorted(([a], [b]) => ((a ?? '') < (b ?? '') ? -1 : 1)).map(([, members]) => members);
  const ring: PlaceableBroker[] = [];
  for (let depth = 0; ring.length < inOrder.length; depth++) {
    for (const rack of racks) {
      const broker = rack[depth];
      if (broker) ring.push(broker);
    }
  }
  return ring;
}

/** The leader first, then whoever follows on the ring: least used rack before all, then unfenced before fenced, then nearest. */
function placeOne(ring: readonly PlaceableBroker[], start: number, replicationFactor: number): number[] {
  const candidates = [...ring.slice(start), ...ring.slice(0, start)];
  const rackUse = new Map<string | null, number>();
  const replicas: number[] = [];
  while (replicas.length < replicationFactor) {
    const cost = (it: PlaceableBroker) => 2 * (rackUse.get(it.rack) ?? 0) + (it.fenced ? 1 : 0);
    let best = 0;
    candidates.forEach((it, i) => {
      if (cost(it) < cost(candidates[best] ?? it)) best = i;
    });
    const chosen = candidates.splice(best, 1)[0];
    if (!chosen) break;
    replicas.push(chosen.id);
    rackUse.set(chosen.rack, (rackUse.get(chosen.rack) ?? 0) + 1);
  }
  return replicas;
}

/**
 * Replicas of the partitions `from` … `to - 1`, leader first. Needs at least one unfenced broker and as many brokers as replicas
 * (`topicRules` refuses the rest). Adding partitions later continues where the topic stopped (T2).
 */
export function placePartitions(brokers: readonly PlaceableBroker[], from: number, to: number, replicationFactor: number): number[][] {
  const ring = ringOfRacks(brokers);
  const leaders = ring.flatMap((it, index) => (it.fenced ? [] : [index]));
  const placed: number[][] = [];
  for (let partition = from; partition < to; partition++) {
    placed.push(placeOne(ring, leaders[partition % leaders.length] ?? 0, replicationFactor));
  }
  return placed;
}

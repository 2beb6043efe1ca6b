/**
 * The cluster as it stands at t = 0 (simplification: no start-up phase): every broker registered and unfenced, topics placed (T1), each
 * partition led by its first replica with everybody in sync, and the `__consumer_offsets` partitions its groups will ask for (O4).
 * In the ZooKeeper profiles the first broker holds the controller node.
 */
import { controllerActor } from '../address.ts';
import type { NodeId } from '../address.ts';
import { LATEST, runsOnZooKeeper } from '../config/profiles.ts';
import type { ProfileName, SettingValue } from '../config/types.ts';
import type { MetadataImage, TopicMetadata } from '../messages.ts';
import { ensureOffsetsPartition, newPartition, placeNew, withTopic } from './controller/topics.ts';
import { DEFAULT_OFFSETS_PARTITIONS, coordinatorPartition } from './javaHash.ts';

/** What a scenario says of its cluster; a `Scenario` is one. */
export interface ClusterPlan {
  readonly kafka?: ProfileName;
  readonly controllers: readonly NodeId[];
  readonly cluster: { readonly config: Readonly<Record<string, SettingValue>> };
  readonly brokers: readonly { readonly id: number; readonly rack: string | null }[];
  readonly topics: readonly {
    readonly name: string;
    readonly partitions: number;
    readonly replicationFactor: number;
    readonly replicas: readonly (readonly number[])[] | null;
    readonly config: Readonly<Record<string, SettingValue>>;
  }[];
  readonly groups: readonly { readonly id: string }[];
}

/** What a broker knows that has heard nothing yet. */
export const NO_IMAGE: MetadataImage = { version: 0, controllerEpoch: 0, controller: null, brokers: {}, topics: {} };

const FIRST_VERSION = 1;
const FIRST_EPOCH = 1;

/** Metadata carries single values; `cleanup.policy: [compact, delete]` travels as Kafka writes it, with commas. */
function plainConfig(config: Readonly<Record<string, SettingValue>>): TopicMetadata['config'] {
  const plain: Record<string, string | number | boolean> = {};
  for (const [name, value] of Object.entries(config)) {
    if (value !== null) plain[name] = typeof value === 'object' ? value.join(',') : value;
  }
  return plain;
}

export function bootstrapImage({ kafka = LATEST, controllers, cluster, brokers, topics, groups }: ClusterPlan): MetadataImage {
  const setting = (name: string, otherwise: number) => Number(cluster.config[name] ?? otherwise);
  let image: MetadataImage = {
    version: FIRST_VERSION,
    controllerEpoch: FIRST_EPOCH,
    controller: controllerActor(controllers[0] ?? 'controller-1'),
    ...(runsOnZooKeeper(kafka) && { brokerController: { broker: brokers[0]?.id ?? null, epoch: FIRST_EPOCH } }),
    brokers: Object.fromEntries(brokers.map(({ id, rack }) => [id, { id, rack, fenced: false }])),
    topics: {},
  };
  for (const { name, partitions, replicationFactor, replicas, config } of topics) {
    const placed = replicas
      ? replicas.map((ids, partition) => newPartition(image, partition, ids))
      : placeNew(image, 0, partitions, replicationFactor);
    image = withTopic(image, { name, partitions: placed, config: plainConfig(config) });
  }
  for (const { id } of groups) {
    const partition = coordinatorPartition(id, setting('offsets.topic.num.partitions', DEFAULT_OFFSETS_PARTITIONS));
    image = ensureOffsetsPartition(image, partition, setting('offsets.topic.replication.factor', 3))?.image ?? image;
  }
  return image;
}

/** What a broker process knows. */
import { controllerActor } from '../../address.ts';
import type { ActorId, NodeId } from '../../address.ts';
import type { ProfileName } from '../../config/types.ts';
import { NO_IMAGE } from '../../kafka/bootstrapImage.ts';
import { brokerSession } from '../../kafka/controller/brokerSession.ts';
import { DEFAULT_OFFSETS_PARTITIONS } from '../../kafka/javaHash.ts';
import { isOn } from '../../kafka/topicConfig.ts';
import type {
  FetchedPartition,
  FetchMessage,
  FetchPartition,
  GroupRequest,
  LogRecord,
  MessageOf,
  MetadataImage,
  PartitionMetadata,
  ProduceBatch,
} from '../../messages.ts';
import type { Delivered } from '../contract.ts';
import type { BrokerInput } from '../inputs.ts';

/** What ends in an append, and may have to wait for the disk (N4). */
export type Write = Delivered<MessageOf<'Produce'>> | Delivered<MessageOf<'FetchResponse'>> | Delivered<MessageOf<'offsets.append'>>;

/** Timers of the broker. */
export type BrokerTimer =
  | { readonly type: 'timer.open' }
  | { readonly type: 'timer.heartbeat' }
  | { readonly type: 'timer.leave' }
  | { readonly type: 'timer.isr' }
  | { readonly type: 'timer.purgatory' }
  | { readonly type: 'timer.fetch'; readonly leader: number }
  | { readonly type: 'timer.fetchTimeout'; readonly leader: number }
  | { readonly type: 'timer.disk'; readonly write: Write };

/** What clients and other brokers ask for: handled one at a time per connection (N2). */
export type BrokerRequest =
  | MessageOf<'Metadata' | 'Produce' | 'InitProducerId' | 'FindCoordinator'>
  | Extract<FetchMessage, { readonly type: 'Fetch' | 'ListOffsets' }>
  | GroupRequest;
export type RequestEvent = Delivered<BrokerRequest>;

/** A replica on this broker as the broker knows it, without asking: its role and how far its log goes. */
export interface Hosted {
  readonly topic: string;
  readonly partition: number;
  readonly actor: ActorId;
  readonly role: 'leader' | 'follower';
  readonly metadata: PartitionMetadata;
  readonly live: readonly number[];
  readonly epochStart: number;
  readonly logStartOffset: number;
  readonly logEndOffset: number;
  readonly highWatermark: number;
}

/** What the last fetch of a connection was about, so that the next one is compared with it (KIP-227). Lists run parallel to its partitions. */
export interface FetchSession {
  readonly replicaId: number | null;
  readonly slots: readonly number[];
  /** What the replicas have been told of the fetcher; null: nothing. */
  readonly reported: readonly (FetchPartition | null)[];
  readonly sentHighWatermarks: readonly number[];
  /** Where it knows the logs to begin (L3). */
  readonly sentLogStarts: readonly number[];
  readonly heardAt: number;
}

export interface Channel {
  readonly from: ActorId;
  readonly connection: string;
  readonly busy: boolean;
  readonly queue: readonly RequestEvent[];
  readonly session: FetchSession | null;
}
export type ChannelId = Pick<Channel, 'from' | 'connection'>;

/** A fetch whose answer is being put together (`outstanding` replicas have to read), or that is parked until there is enough to answer. */
export interface PendingFetch extends ChannelId {
  readonly ticket: number;
  readonly request: MessageOf<'Fetch'>;
  readonly slots: readonly number[];
  readonly deadline: number;
  readonly outstanding: number;
  readonly found: readonly Found[];
}
export interface Found {
  readonly index: number;
  readonly fetched: FetchedPartition;
  readonly bytes: number;
}

/** Whom a write is answered to: a producer, or a coordinator on this broker. */
export type Writer =
  | (ChannelId & { readonly kind: 'client'; readonly correlationId: number })
  | { readonly kind: 'coordinator'; readonly actor: ActorId; readonly ticket: number };

export type ProduceResult = MessageOf<'ProduceResponse'>['results'][number];

export interface PendingProduce {
  readonly ticket: number;
  readonly writer: Writer;
  readonly acks: -1 | 0 | 1;
  readonly batches: readonly ProduceBatch[];
  /** Parallel to `batches`; null: not settled yet. */
  readonly results: readonly (ProduceResult | null)[];
  /** Replicas that have not appended yet; all have by the end of the turn. */
  readonly appending: number;
  readonly fresh: readonly Fresh[];
  readonly deadline: number;
}

/** Records appended in this turn: fetches parked at their offset are answered without reading them again. */
export interface Fresh {
  readonly slot: number;
  readonly records: readonly LogRecord[];
}

export interface PendingGroupRequest extends ChannelId {
  readonly ticket: number;
}

/** ListOffsets by time, while replicas look (F3). `tickets`: those that have not answered. */
export interface PendingListing extends ChannelId {
  readonly correlationId: number;
  readonly answers: MessageOf<'ListOffsetsResponse'>['partitions'];
  readonly tickets: readonly number[];
}

/** Copies from one leader broker, one fetch at a time (Kafka's ReplicaFetcherThread). */
export interface Fetcher {
  readonly leader: number;
  /** Raised when a connection is given up. */
  readonly connection: number;
  readonly inFlight: number | null;
  readonly sentAt: number;
  readonly sent: readonly FetchPartition[];
  readonly partitions: readonly FetchPartition[];
  /** Partitions that met an error, until when they are left out. By `topic-partition`. */
  readonly delayed: Readonly<Record<string, number>>;
  /** A timer looks after the fetch in flight. */
  readonly watched: boolean;
}

/** A proposed ISR on its way to the controller, repeated until it is answered. */
export interface Alteration {
  readonly request: Omit<MessageOf<'AlterPartition'>, 'correlationId' | 'brokerEpoch'>;
  readonly correlationId: number;
  readonly sentAt: number;
}

/** Settings read once. */
export interface BrokerConfig {
  readonly heartbeatMs: number;
  readonly sessionTimeoutMs: number;
  readonly lagTimeMaxMs: number;
  readonly fetchWaitMs: number;
  readonly fetchMinBytes: number;
  readonly fetchBackoffMs: number;
  readonly socketTimeoutMs: number;
  readonly offsetsPartitions: number;
  /** T4; `scriptedTopics` are not created by asking for them. */
  readonly autoCreateTopics: boolean;
  readonly scriptedTopics: readonly string[];
}

export interface BrokerContext {
  readonly id: number;
  readonly rack: string | null;
  readonly controllers: readonly NodeId[];
  readonly profile: ProfileName;
  readonly config: BrokerConfig;
  /** The cluster at t = 0. */
  readonly bootstrap: MetadataImage;
  /** The metadata as this broker has heard of it (C5). Version 0: nothing yet. */
  readonly image: MetadataImage;
  /** Null until registered. */
  readonly brokerEpoch: number | null;
  /** On disk, if its former process ended in order: the broker epoch of that. */
  readonly cleanShutdownEpoch: number | null;
  /** It wants to shut down; `told`: the controller knows. */
  readonly leaving: 'no' | 'asked' | 'told';
  /** False while it starts: requests wait. */
  readonly open: boolean;
  readonly correlationId: number;
  readonly ticket: number;
  readonly producerIds: number;

  /** topic → partition → place in `hosted`. */
  readonly slots: Readonly<Record<string, Readonly<Record<number, number>>>>;
  readonly hosted: readonly Hosted[];
  readonly channels: readonly Channel[];
  readonly fetches: readonly PendingFetch[];
  readonly produces: readonly PendingProduce[];
  /** When the next parked request may be overdue; null: nobody watches. */
  readonly wakeAt: number | null;
  readonly fetchers: readonly Fetcher[];
  /** Group → its `__consumer_offsets` partition, led here. */
  readonly groups: Readonly<Record<string, number>>;
  readonly groupRequests: readonly PendingGroupRequest[];
  readonly listings: readonly PendingListing[];

  /** Which controller it takes for the active one: an index. */
  readonly controller: number;
  /** The registration or heartbeat without an answer yet. */
  readonly asked: number | null;
  /** When that was, virtual ms. */
  readonly askedAt: number;
  /** How often in a row the registration was refused. */
  readonly refusals: number;
  readonly alterations: readonly Alteration[];
  /** ISR changes of other brokers it passed on as their controller (ZooKeeper, 2.8), by its own correlation id. */
  readonly relayed: Readonly<Record<number, { readonly to: ActorId; readonly connection: string; readonly correlationId: number }>>;

  /** How long an append takes, and when the last one is through (N4). */
  readonly disk: { readonly appendMs: number; readonly freeAt: number };
}

function readConfig({ settings, profile, scriptedTopics = [] }: BrokerInput): BrokerConfig {
  const setting = (name: string, otherwise: number) => Number(settings[name] ?? otherwise);
  const session = brokerSession(settings, profile);
  return {
    heartbeatMs: session.heartbeatIntervalMs,
    sessionTimeoutMs: session.sessionTimeoutMs,
    lagTimeMaxMs: setting('replica.lag.time.max.ms', 30_000),
    fetchWaitMs: setting('replica.fetch.wait.max.ms', 500),
    fetchMinBytes: setting('replica.fetch.min.bytes', 1),
    fetchBackoffMs: setting('replica.fetch.backoff.ms', 1000),
    socketTimeoutMs: setting('replica.socket.timeout.ms', 30_000),
    offsetsPartitions: setting('offsets.topic.num.partitions', DEFAULT_OFFSETS_PARTITIONS),
    autoCreateTopics: isOn(settings['auto.create.topics.enable']),
    scriptedTopics,
  };
}

const NOTHING_IN_MEMORY = {
  image: NO_IMAGE,
  brokerEpoch: null,
  leaving: 'no',
  open: false,
  slots: {},
  hosted: [],
  channels: [],
  fetches: [],
  produces: [],
  wakeAt: null,
  fetchers: [],
  groups: {},
  groupRequests: [],
  listings: [],
  asked: null,
  askedAt: 0,
  refusals: 0,
  alterations: [],
  relayed: {},
} as const;

export const newBroker = (input: BrokerInput): BrokerContext => ({
  id: input.id,
  rack: input.rack,
  controllers: input.controllers,
  profile: input.profile,
  config: readConfig(input),
  bootstrap: input.image,
  cleanShutdownEpoch: null,
  correlationId: 0,
  ticket: 0,
  producerIds: 0,
  controller: indexOf(input.controllers, input.image.controller) ?? 0,
  disk: { appendMs: 0, freeAt: 0 },
  ...NOTHING_IN_MEMORY,
});

/** Counters go on, so that nothing of the new life is taken for something of the old one. */
export const afterCrash = (context: BrokerContext, clean: boolean): BrokerContext => ({
  ...context,
  ...NOTHING_IN_MEMORY,
  cleanShutdownEpoch: clean ? context.brokerEpoch : null,
  disk: { ...context.disk, freeAt: 0 },
});

export function indexOf(controllers: readonly NodeId[], controller: ActorId | null): number | null {
  const index = controllers.findIndex((id) => controllerActor(id) === controller);
  return index < 0 ? null : index;
}

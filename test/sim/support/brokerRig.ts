// One broker with its replicas, and the rest of the world played by the test: what leaves the broker is collected, its timers wait to be let run.
import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import { kindOf, nodeOf, parsePartitionName } from '../../../src/sim/address.ts';
import type { ProfileName } from '../../../src/sim/config/types.ts';
import { settingsFor } from '../../../src/sim/config/index.ts';
import type { FactBody } from '../../../src/sim/facts.ts';
import { beginMachine, react } from '../../../src/sim/kernel/transition.ts';
import { brokerMachine } from '../../../src/sim/machines/broker.ts';
import type { BrokerContext } from '../../../src/sim/machines/broker.ts';
import type { AnyMessage, Intent } from '../../../src/sim/machines/contract.ts';
import { replicaMachine } from '../../../src/sim/machines/replica.ts';
import type { ReplicaContext } from '../../../src/sim/machines/replica.ts';
import type { FetchPartition, Message, MessageOf, MetadataImage, PartitionMetadata } from '../../../src/sim/messages.ts';
import { records } from './replicaRig.ts';

export interface Sent {
  readonly to: string;
  readonly connection: string;
  readonly message: Message;
}

/** Topics by name, each a list of partitions; brokers 1 to 3, unfenced unless said otherwise. */
export function image(
  topics: Readonly<Record<string, readonly PartitionMetadata[]>>,
  more: Partial<MetadataImage> & { readonly fenced?: readonly number[] } = {},
): MetadataImage {
  const { fenced = [], ...rest } = more;
  return {
    version: 1,
    controllerEpoch: 1,
    controller: 'controller:c1',
    brokers: Object.fromEntries([1, 2, 3].map((id) => [id, { id, rack: null, fenced: fenced.includes(id) }])),
    topics: Object.fromEntries(Object.entries(topics).map(([name, partitions]) => [name, { name, partitions, config: {} }])),
    ...rest,
  };
}

export const partition = (number: number, leader: number | null, more: Partial<PartitionMetadata> = {}): PartitionMetadata => ({
  partition: number,
  leader,
  leaderEpoch: 0,
  partitionEpoch: 0,
  replicas: [1, 2, 3],
  isr: [1, 2, 3],
  ...more,
});

export class BrokerRig {
  readonly sent: Sent[] = [];
  readonly noted: FactBody[] = [];
  /** Messages that reached replicas, by type. */
  readonly toReplicas: string[] = [];
  at = 0;
  /** It asked to end its process. */
  exited = false;
  private readonly actors = new Map<string, AnyMachineSnapshot>();
  private readonly timers = new Map<string, { readonly at: number; readonly to: string; readonly message: AnyMessage }>();
  private readonly profile: ProfileName;
  private readonly bootstrap: MetadataImage;
  private correlationId = 0;

  constructor(bootstrap: MetadataImage, { profile = '4.3' }: { profile?: ProfileName } = {}) {
    this.profile = profile;
    this.bootstrap = bootstrap;
    this.create('broker:1');
    this.runTo(0);
  }

  get context(): BrokerContext {
    return this.snapshotOf('broker:1').context as BrokerContext;
  }

  get state(): unknown {
    return this.snapshotOf('broker:1').value as unknown;
  }

  replica(name: string): ReplicaContext {
    return this.snapshotOf(`replica:${name}@1`).context as ReplicaContext;
  }

  roleOf(name: string): unknown {
    return this.snapshotOf(`replica:${name}@1`).value;
  }

  private snapshotOf(actor: string): AnyMachineSnapshot {
    if (!this.actors.has(actor)) throw new Error(`there is no ${actor}`);
    return this.actors.get(actor) as AnyMachineSnapshot;
  }

  private machineOf(actor: string): AnyStateMachine {
    return kindOf(actor) === 'broker' ? brokerMachine : replicaMachine;
  }

  private create(actor: string): void {
    const common = { profile: this.profile, settings: settingsFor('broker', this.profile) };
    const input =
      kindOf(actor) === 'broker'
        ? { ...common, id: 1, rack: null, controllers: ['c1', 'c2'], image: this.bootstrap }
        : { ...common, ...parsePartitionName(actor.slice('replica:'.length, actor.indexOf('@'))), broker: 1 };
    this.actors.set(actor, beginMachine(this.machineOf(actor), input).snapshot);
    this.deliver(actor, { type: 'start' }, actor, null);
  }

  /** One message arrives, and everything it leads to within the broker. */
  deliver(to: string, message: AnyMessage, from: string, connection: string | null): void {
    const cascade = [{ to, message, from, connection }];
    for (let next = cascade.shift(); next !== undefined; next = cascade.shift()) {
      if (!this.actors.has(next.to)) this.create(next.to);
      const event = { type: next.message.type, message: next.message, from: next.from, connection: next.connection, at: this.at, luck: 1 };
      if (kindOf(next.to) === 'replica' && next.message.type !== 'start') this.toReplicas.push(next.message.type);
      const { snapshot, intents } = react(this.machineOf(next.to), this.snapshotOf(next.to), event);
      this.actors.set(next.to, snapshot);
      for (const intent of intents) this.carryOut(next.to, intent, cascade);
    }
  }

  private carryOut(
    actor: string,
    intent: Intent,
    cascade: { to: string; message: AnyMessage; from: string; connection: string | null }[],
  ): void {
    if (intent.type === 'note') this.noted.push(intent.fact);
    else if (intent.type === 'startTimer')
      this.timers.set(`${actor} ${intent.id}`, { at: this.at + intent.delay, to: actor, message: intent.message });
    else if (intent.type === 'stopTimer') this.timers.delete(`${actor} ${intent.id}`);
    else if (intent.type === 'exit') this.exited = true;
    else if (nodeOf(intent.to) === '1' && kindOf(intent.to) !== 'group')
      cascade.push({ to: intent.to, message: intent.message, from: actor, connection: null });
    else this.sent.push({ to: intent.to, connection: intent.connection ?? 'main', message: intent.message as Message });
  }

  /** Lets time pass; timers ring in order. */
  runTo(at: number): void {
    for (;;) {
      const [name, next] = [...this.timers].reduce<[string, { at: number; to: string; message: AnyMessage } | null]>(
        (first, [key, timer]) => (timer.at <= at && (first[1] === null || timer.at < first[1].at) ? [key, timer] : first),
        ['', null],
      );
      if (next === null) break;
      this.timers.delete(name);
      this.at = next.at;
      this.deliver(next.to, next.message, next.to, null);
    }
    this.at = at;
  }

  /** Everything sent since the last look. */
  take(): Sent[] {
    return this.sent.splice(0);
  }

  takeOnly<T extends Message['type']>(type: T): MessageOf<T>[] {
    return this.take().flatMap(({ message }) => (message.type === type ? [message as MessageOf<T>] : []));
  }

  ask(from: string, message: Record<string, unknown> & AnyMessage, connection = 'main'): number {
    this.correlationId += 1;
    const request: AnyMessage & { correlationId: number } = { correlationId: this.correlationId, ...message };
    this.deliver('broker:1', request, from, connection);
    return this.correlationId;
  }

  learn(news: MetadataImage): void {
    this.deliver('broker:1', { type: 'MetadataUpdate', image: news } as AnyMessage, 'controller:c1', 'main');
    this.runTo(this.at);
  }

  produce(
    names: string | readonly string[],
    numbers: readonly number[],
    { acks = -1, from = 'producer:web', connection = 'main', timeoutMs = 30_000 } = {},
  ): number {
    const unsequenced = { producerId: null, producerEpoch: -1, baseSequence: -1 };
    const batches = [names].flat().map((name) => ({ ...parsePartitionName(name), records: records(...numbers), ...unsequenced }));
    return this.ask(from, { type: 'Produce', acks, timeoutMs, batches }, connection);
  }

  fetch(
    wanted: readonly (Partial<FetchPartition> & { readonly name: string })[],
    { replicaId = null, minBytes = 1, connection = 'main' }: { replicaId?: number | null; minBytes?: number; connection?: string } = {},
  ): number {
    const partitions = wanted.map(({ name, ...more }) => ({
      ...parsePartitionName(name),
      fetchOffset: 0,
      currentLeaderEpoch: 0,
      lastFetchedEpoch: -1,
      maxBytes: 1e6,
      ...more,
    }));
    const request = { type: 'Fetch', replicaId, maxWaitMs: 500, minBytes, maxBytes: 1e7, isolationLevel: 'read_uncommitted', partitions };
    return this.ask(replicaId === null ? 'consumer:c' : `broker:${replicaId}`, request, connection);
  }
}

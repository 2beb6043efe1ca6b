/**
 * One consumer on a bench: a clock, its timers, a network of 10 ms each way, and brokers played by the test. The cluster
 * answers as a group of this one member would be answered; `answers[type]` replaces an answer, 'silence' withholds it and 'refused' closes the connection.
 */
import type { AnyMachineSnapshot } from 'xstate';
import { settingsFor } from '../../../src/sim/config/index.ts';
import type { ProfileName } from '../../../src/sim/config/types.ts';
import type { FactBody, FactKind } from '../../../src/sim/facts.ts';
import { hash } from '../../../src/sim/kernel/luck.ts';
import { beginMachine, react } from '../../../src/sim/kernel/transition.ts';
import { consumerMachine, type ConsumerContext } from '../../../src/sim/machines/consumer.ts';
import { readMember } from '../../../src/sim/machines/consumer/read.ts';
import type { AnyMessage, Intent } from '../../../src/sim/machines/contract.ts';
import { ringsAt, roundMs } from '../../../src/sim/time.ts';
import type { LogRecord, Message, MessageOf } from '../../../src/sim/messages.ts';
import type { AppSpec, ConfigOverrides } from '../../../src/sim/scenario/types.ts';

const LATENCY = 10;
/** More than this at one bench is a loop that takes no time. */
const STEP_LIMIT = 20_000;
type Type = Message['type'];
export type Answer = Message | 'silence' | 'refused' | undefined;
type Noted<K extends FactKind> = Extract<FactBody, { kind: K }> & { readonly at: number };
export interface Request<T extends Type = Type> {
  readonly at: number;
  readonly broker: number;
  readonly connection: string;
  readonly message: MessageOf<T>;
}

export interface RigOptions {
  readonly config?: ConfigOverrides;
  readonly profile?: ProfileName;
  readonly app?: Partial<AppSpec>;
  readonly joinAt?: number;
  readonly topics?: readonly string[];
  /** Leader of each partition. */
  readonly leaders?: Record<string, number[]>;
  readonly latency?: number;
  /** Offsets committed before, by `orders-0`. */
  readonly committed?: Record<string, number>;
}

type Pending = { at: number; order: number } & (
  | { kind: 'timer'; id: string; message: AnyMessage }
  | { kind: 'arrival'; broker: number; connection: string; message: Message }
  | { kind: 'answer'; from: string; message: AnyMessage }
);

export function consumerRig(options: RigOptions = {}) {
  const { config = {}, profile = '4.3', app = {}, joinAt = 0, topics = ['orders'], latency = LATENCY } = options;
  const leaders: Record<string, number[]> = options.leaders ?? { orders: [1, 2] };
  const committed: Record<string, number> = { ...options.committed };
  const epochs: Record<string, number> = {};
  const logs: Record<string, LogRecord[]> = {};
  const brokers = [1, 2, 3];
  const answers: { [T in Type]?: (message: MessageOf<T>, broker: number) => Answer } = {};
  const dead = new Set<number>();
  let coordinator = 3;
  let generation = 0;
  const member: AppSpec = { perRecordMs: 10, commit: 'auto', commitOnRevoke: false, failOn: null, onError: 'close', ...app };
  const withCommit = { 'enable.auto.commit': member.commit === 'auto', ...config };
  const settings = settingsFor('consumer', profile, withCommit);
  const spec = { id: 'c', joinAt, config: withCommit, app: member, topics };
  let snapshot: AnyMachineSnapshot = beginMachine(consumerMachine, {
    group: 'g',
    spec,
    seed: 1,
    profile,
    settings,
    bootstrap: brokers,
  }).snapshot;
  let now = 0;
  let turns = 0;
  let order = 0;
  let pausedSince: number | null = null;
  let pending: Pending[] = [];
  const notes: (FactBody & { at: number })[] = [];
  const sent: Request[] = [];

  const logOf = (topic: string, partition: number) => (logs[`${topic}-${partition}`] ??= []);

  function deliver(message: AnyMessage, from = 'consumer:c'): void {
    const turn = react(consumerMachine, snapshot, {
      type: message.type,
      message,
      from,
      connection: null,
      at: now,
      luck: hash(1, turns++),
    } as AnyMessage);
    snapshot = turn.snapshot;
    for (const intent of turn.intents) carryOut(intent);
  }

  function carryOut(intent: Intent): void {
    if (intent.type === 'note') notes.push({ ...intent.fact, at: now });
    else if (intent.type === 'startTimer') {
      stopTimer(intent.id);
      pending.push({ kind: 'timer', at: ringsAt(now, intent.delay), order: order++, id: intent.id, message: intent.message });
    } else if (intent.type === 'stopTimer') stopTimer(intent.id);
    else if (intent.type === 'send') {
      const broker = Number(intent.to.slice('broker:'.length));
      const connection = intent.connection ?? 'main';
      sent.push({ at: now, broker, connection, message: intent.message as Message });
      pending.push({ kind: 'arrival', at: roundMs(now + latency), order: order++, broker, connection, message: intent.message as Message });
    }
  }

  const stopTimer = (id: string) => (pending = pending.filter((it) => it.kind !== 'timer' || it.id !== id));
  const reply = (broker: number, message: AnyMessage, after = 0) =>
    pending.push({ kind: 'answer', at: roundMs(now + latency + after), order: order++, from: `broker:${broker}`, message });

  function arrive(broker: number, connection: string, message: Message): void {
    const hook = answers[message.type] as ((message: Message, broker: number) => Answer) | undefined;
    const answer = dead.has(broker) ? 'refused' : hook?.(message, broker);
    if (answer === 'silence') return;
    if (answer === 'refused') return void reply(broker, { type: 'disconnected', node: String(broker), connection } as AnyMessage);
    if (answer !== undefined) return void reply(broker, answer);
    usual(broker, message);
  }

  function usual(broker: number, message: Message): void {
    switch (message.type) {
      case 'Metadata':
        return void reply(broker, metadata(message));
      case 'FindCoordinator':
        return void reply(broker, { ...head(message, 'FindCoordinatorResponse'), group: 'g', error: null, coordinator } as Message);
      case 'JoinGroup':
        return void reply(broker, joined(message));
      case 'SyncGroup': {
        const assignment = message.assignments[message.memberId] ?? [];
        return void reply(broker, { ...head(message, 'SyncGroupResponse'), error: null, assignment } as Message);
      }
      case 'Heartbeat':
        return void reply(broker, { ...head(message, 'HeartbeatResponse'), error: null } as Message);
      case 'LeaveGroup':
        return void reply(broker, { ...head(message, 'LeaveGroupResponse'), error: null } as Message);
      case 'OffsetCommit':
        for (const { topic, partition, offset } of message.offsets) committed[`${topic}-${partition}`] = offset;
        return void reply(broker, { ...head(message, 'OffsetCommitResponse'), error: null } as Message);
      case 'OffsetFetch': {
        const offsets = message.partitions.map((it) => ({ ...it, offset: committed[`${it.topic}-${it.partition}`] ?? null }));
        return void reply(broker, { ...head(message, 'OffsetFetchResponse'), error: null, offsets } as Message);
      }
      case 'ListOffsets': {
        const partitions = message.partitions.map(({ topic, partition, timestamp }) => ({
          topic,
          partition,
          error: null,
          offset: timestamp === -2 ? 0 : logOf(topic, partition).length,
        }));
        return void reply(broker, { ...head(message, 'ListOffsetsResponse'), partitions } as Message);
      }
      case 'Fetch': {
        const partitions = message.partitions.map(({ topic, partition, fetchOffset }) => fetched(topic, partition, fetchOffset));
        const waits = partitions.every(({ records, error }) => records.length === 0 && error === null);
        return void reply(broker, { ...head(message, 'FetchResponse'), partitions } as Message, waits ? message.maxWaitMs : 0);
      }
      default:
        throw new Error(`the cluster cannot answer ${message.type}`);
    }
  }

  const head = (message: Message, type: Type) => ({ type, correlationId: (message as { correlationId: number }).correlationId });

  function metadata({ correlationId, topics: asked }: MessageOf<'Metadata'>): MessageOf<'MetadataResponse'> {
    const described = (asked ?? []).map((name) => ({
      name,
      error: leaders[name] === undefined ? ('UNKNOWN_TOPIC_OR_PARTITION' as const) : null,
      partitions: (leaders[name] ?? []).map((leader, partition) => ({
        partition,
        leader,
        leaderEpoch: epochs[`${name}-${partition}`] ?? 0,
        partitionEpoch: 0,
        replicas: brokers,
        isr: brokers,
      })),
    }));
    return { type: 'MetadataResponse', correlationId, brokers: brokers.filter((id) => !dead.has(id)), topics: described };
  }

  function joined(message: MessageOf<'JoinGroup'>): Message {
    const protocol = message.protocols[0];
    const first = message.memberId === '';
    const memberId = first ? 'c-1' : message.memberId;
    const members = [{ memberId, groupInstanceId: null, subscription: protocol!.subscription }];
    const welcome = { error: null, generation: ++generation, protocol: protocol!.name, leader: memberId, memberId, members };
    const turnedBack = { error: 'MEMBER_ID_REQUIRED', generation: -1, protocol: null, leader: '', memberId, members: [] };
    if (first) generation--;
    return { ...head(message, 'JoinGroupResponse'), ...(first ? turnedBack : welcome) } as Message;
  }

  function fetched(topic: string, partition: number, fetchOffset: number): MessageOf<'FetchResponse'>['partitions'][number] {
    const log = logOf(topic, partition);
    const outside = fetchOffset > log.length;
    const end = log.length;
    return {
      topic,
      partition,
      error: outside ? 'OFFSET_OUT_OF_RANGE' : null,
      records: outside ? [] : log.slice(fetchOffset),
      highWatermark: end,
      lastStableOffset: end,
      logStartOffset: 0,
    };
  }

  const stateOf = (value: unknown): string => (typeof value === 'string' ? value : stateOf(Object.values(value as object)[0]));

  return {
    answers,
    dead,
    leaders,
    epochs,
    committed,
    sent,
    get now() {
      return now;
    },
    get state() {
      return stateOf(snapshot.value);
    },
    get context() {
      return snapshot.context as ConsumerContext;
    },
    get model() {
      return readMember(stateOf(snapshot.value), snapshot.context as ConsumerContext);
    },
    facts: <K extends FactKind>(kind: K): Noted<K>[] => notes.filter((it): it is Noted<K> => it.kind === kind),
    kinds: (...kinds: FactKind[]): FactKind[] => notes.map(({ kind }) => kind).filter((kind) => kinds.length === 0 || kinds.includes(kind)),
    requests: <T extends Type>(type: T): Request<T>[] => sent.filter(({ message }) => message.type === type) as unknown as Request<T>[],
    timers: () => pending.flatMap((it) => (it.kind === 'timer' ? [it.id] : [])),
    /** Time passes; what is due is done, in order. A paused process hears of it when it wakes. */
    run(until: number): void {
      for (let step = 0; ; step++) {
        if (step > STEP_LIMIT) throw new Error(`a loop that takes no time at ${now} ms`);
        const due = pending
          .filter((it) => it.at <= until && (pausedSince === null || it.kind === 'arrival'))
          .sort((a, b) => a.at - b.at || a.order - b.order)[0];
        if (due === undefined) break;
        pending = pending.filter((it) => it !== due);
        now = Math.max(now, due.at);
        if (due.kind === 'arrival') arrive(due.broker, due.connection, due.message);
        else deliver(due.message, due.kind === 'answer' ? due.from : undefined);
      }
      now = until;
    },
    start(): void {
      deliver({ type: 'start' });
    },
    tell(message: AnyMessage): void {
      deliver(message, 'admin:admin');
    },
    crash(): void {
      pending = pending.filter((it) => it.kind === 'arrival');
      deliver({ type: 'crash' });
    },
    pause(): void {
      pausedSince = now;
    },
    resume(): void {
      pausedSince = null;
      pending = pending.map((it) => (it.at < now && it.kind !== 'arrival' ? { ...it, at: now, order: it.at * 1e-6 } : it));
    },
    moveCoordinator(to: number): void {
      coordinator = to;
    },
    lead(topic: string, partition: number, leader: number): void {
      (leaders[topic] ??= [])[partition] = leader;
      epochs[`${topic}-${partition}`] = (epochs[`${topic}-${partition}`] ?? 0) + 1;
    },
    append(topic: string, partition: number, count: number, of: Partial<LogRecord> = {}): void {
      const log = logOf(topic, partition);
      for (let i = 0; i < count; i++)
        log.push({
          producer: 'p',
          number: log.length,
          key: null,
          value: null,
          bytes: 100,
          timestamp: now,
          leaderEpoch: 0,
          ...of,
          offset: log.length,
        });
    },
    /** The usual answer of the cluster to a request, with something changed. */
    error: (type: Type, message: Message, error: string): Message => ({ ...head(message, type), error }) as unknown as Message,
  };
}

/** A consumer that has joined and waits in poll(). */
export function consumingRig(options: RigOptions = {}) {
  const rig = consumerRig(options);
  rig.start();
  rig.run(300);
  return rig;
}

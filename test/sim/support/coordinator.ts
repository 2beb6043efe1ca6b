/** A stage for the coordinator's machine alone: a clock, a broker that replicates at once or when told, and clients that speak the protocol. */
import { expect } from 'vitest';
import type { AnyMachineSnapshot } from 'xstate';
import { consumerActor } from '../../../src/sim/address.ts';
import type { TopicPartition } from '../../../src/sim/address.ts';
import type { FactBody, FactKind } from '../../../src/sim/facts.ts';
import { beginMachine, react } from '../../../src/sim/kernel/transition.ts';
import type { AnyMessage, Intent } from '../../../src/sim/machines/contract.ts';
import { groupMachine } from '../../../src/sim/machines/group.ts';
import type { GroupContext } from '../../../src/sim/machines/group.ts';
import type { CommittedOffset, ErrorCode, GroupRequest, GroupResponse, LogRecord, MessageOf } from '../../../src/sim/messages.ts';

const SETTINGS = {
  'group.initial.rebalance.delay.ms': 3000,
  'group.min.session.timeout.ms': 6000,
  'group.max.session.timeout.ms': 1_800_000,
  'group.max.size': 1000,
  'offsets.retention.minutes': 10_080,
  'offsets.retention.check.interval.ms': 600_000,
};

export type NotedFact = FactBody & { readonly at: number; readonly blame: string | undefined };
export type NotedOf<K extends FactKind> = Extract<NotedFact, { readonly kind: K }>;
type Unsent<R> = R extends GroupRequest ? Omit<R, 'correlationId' | 'group'> : never;

/** An answer that may still be on its way. */
export class Reply {
  response: GroupResponse | null = null;
  get error(): ErrorCode | null | 'parked' {
    return this.response === null ? 'parked' : this.response.error;
  }
  get joined(): MessageOf<'JoinGroupResponse'> {
    expect(this.response?.type).toBe('JoinGroupResponse');
    return this.response as MessageOf<'JoinGroupResponse'>;
  }
  get assignment(): readonly TopicPartition[] {
    expect(this.response?.type).toBe('SyncGroupResponse');
    return (this.response as MessageOf<'SyncGroupResponse'>).assignment;
  }
  get offsets(): MessageOf<'OffsetFetchResponse'>['offsets'] {
    return (this.response as MessageOf<'OffsetFetchResponse'>).offsets;
  }
}

export class Stage {
  at = 0;
  readonly facts: NotedFact[] = [];
  /** Appends the broker has not answered, oldest first; answered at once while `replicates`. */
  readonly writes: MessageOf<'offsets.append'>[] = [];
  readonly log: LogRecord[] = [];
  replicates = true;
  turns = 0;
  private snapshot: AnyMachineSnapshot;
  private readonly timers = new Map<string, { at: number; order: number; message: AnyMessage }>();
  private readonly replies = new Map<number, Reply>();
  private tickets = 100;
  private orders = 0;

  constructor(settings: Record<string, number> = {}, profile = '4.3') {
    const input = { group: 'billing', broker: 1, profile, settings: { ...SETTINGS, ...settings } };
    const { snapshot, intents } = beginMachine(groupMachine, input);
    this.snapshot = snapshot;
    this.carryOut(intents);
    this.tell({ type: 'start' });
  }

  static elected(settings: Record<string, number> = {}, profile = '4.3'): Stage {
    const stage = new Stage(settings, profile);
    stage.elect([]);
    return stage;
  }

  get group(): GroupContext {
    return this.snapshot.context as GroupContext;
  }
  get state(): string {
    return this.snapshot.value as string;
  }
  factsOf<K extends FactKind>(kind: K): NotedOf<K>[] {
    return this.facts.filter((fact): fact is NotedOf<K> => fact.kind === kind);
  }

  elect(records: readonly LogRecord[] = this.log): void {
    this.tell({ type: 'group.elected', offsetsPartition: 7, leaderEpoch: 3, records } as AnyMessage);
  }

  ask(process: string, request: Unsent<GroupRequest>): Reply {
    const ticket = this.tickets++;
    const reply = new Reply();
    this.replies.set(ticket, reply);
    const whole = { ...request, correlationId: ticket * 10, group: 'billing' };
    this.tell({ type: 'group.request', ticket, clientActor: consumerActor(process), request: whole } as AnyMessage);
    return reply;
  }

  /** The oldest unanswered append succeeds or fails. */
  replicate(error: ErrorCode | null = null): void {
    const write = this.writes.shift();
    if (write === undefined) throw new Error('nothing waits to be replicated');
    if (error === null) {
      for (const record of write.records) this.log.push({ ...record, offset: this.log.length, leaderEpoch: 3 });
    }
    this.tell({ type: 'offsets.appended', ticket: write.ticket, error } as AnyMessage);
  }

  advanceTo(at: number): void {
    for (;;) {
      const [id, timer] = [...this.timers].sort(([, a], [, b]) => a.at - b.at || a.order - b.order)[0] ?? [];
      if (id === undefined || timer === undefined || timer.at > at) break;
      this.timers.delete(id);
      this.at = timer.at;
      this.tell(timer.message);
    }
    this.at = at;
  }
  advance(ms: number): void {
    this.advanceTo(this.at + ms);
  }
  crash(): void {
    this.timers.clear();
    this.tell({ type: 'crash' });
  }

  tell(message: AnyMessage): void {
    const event = { type: message.type, message, from: 'broker:1', connection: null, at: this.at, luck: ++this.turns };
    const { snapshot, intents } = react(groupMachine, this.snapshot, event);
    this.snapshot = snapshot;
    deepFreeze(snapshot.context);
    expect(this.group.state).toBe(snapshot.value);
    this.carryOut(intents);
    while (this.replicates && this.writes.length > 0) this.replicate();
  }

  private carryOut(intents: readonly Intent[]): void {
    for (const intent of intents) {
      if (intent.type === 'note') this.facts.push({ ...intent.fact, at: this.at, blame: intent.blame });
      else if (intent.type === 'stopTimer') this.timers.delete(intent.id);
      else if (intent.type === 'startTimer')
        this.timers.set(intent.id, { at: this.at + intent.delay, order: this.orders++, message: intent.message });
      else if (intent.type === 'send') this.receive(intent.to, intent.message as MessageOf<'group.response' | 'offsets.append'>);
    }
  }

  private receive(to: string, message: MessageOf<'group.response' | 'offsets.append'>): void {
    expect(to).toBe('broker:1');
    if (message.type === 'offsets.append') {
      expect(message.offsetsPartition).toBe(7);
      this.writes.push(message);
      return;
    }
    const reply = this.replies.get(message.ticket);
    if (reply === undefined) throw new Error(`nobody asked under ticket ${message.ticket}`);
    expect(reply.response, 'answered twice').toBeNull();
    expect(message.response.correlationId).toBe(message.ticket * 10);
    reply.response = message.response;
  }
}

function deepFreeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  Object.values(value).forEach(deepFreeze);
}

export const orders = (...partitions: number[]): TopicPartition[] => partitions.map((partition) => ({ topic: 'orders', partition }));

export const speaks = (names: readonly string[], owned: readonly TopicPartition[] = []) =>
  names.map((name) => ({ name, subscription: { topics: ['orders'], owned, generation: -1, rack: null } }));

/** One consumer process, as far as the coordinator can tell. */
export class Client {
  memberId = '';
  generation = -1;
  protocols = speaks(['range']);
  sessionTimeoutMs = 10_000;
  rebalanceTimeoutMs = 60_000;
  private readonly stage: Stage;
  readonly id: string;

  constructor(stage: Stage, id: string, more: Partial<Pick<Client, 'protocols' | 'sessionTimeoutMs' | 'rebalanceTimeoutMs'>> = {}) {
    this.stage = stage;
    this.id = id;
    Object.assign(this, more);
  }

  join(): Reply {
    const { memberId, sessionTimeoutMs, rebalanceTimeoutMs, protocols } = this;
    const request = {
      type: 'JoinGroup',
      memberId,
      groupInstanceId: null,
      clientId: this.id,
      sessionTimeoutMs,
      rebalanceTimeoutMs,
    } as const;
    const reply = this.stage.ask(this.id, { ...request, protocols, reason: 'subscribe' });
    if (reply.error === 'MEMBER_ID_REQUIRED') this.memberId = reply.joined.memberId;
    return reply;
  }
  /** Asks for a member id, then joins with it. */
  enter(): Reply {
    expect(this.join().error).toBe('MEMBER_ID_REQUIRED');
    return this.join();
  }
  take(reply: Reply): void {
    expect(reply.error).toBeNull();
    this.generation = reply.joined.generation;
  }
  sync(assignments: Record<string, TopicPartition[]> = {}, generation = this.generation): Reply {
    return this.stage.ask(this.id, { type: 'SyncGroup', memberId: this.memberId, generation, assignments });
  }
  heartbeat(generation = this.generation): Reply {
    return this.stage.ask(this.id, { type: 'Heartbeat', memberId: this.memberId, generation });
  }
  leave(): Reply {
    return this.stage.ask(this.id, { type: 'LeaveGroup', memberId: this.memberId, reason: 'close' });
  }
  commit(offsets: readonly CommittedOffset[], generation = this.generation): Reply {
    return this.stage.ask(this.id, { type: 'OffsetCommit', memberId: this.memberId, generation, offsets });
  }
  fetchOffsets(partitions: readonly TopicPartition[]): Reply {
    return this.stage.ask(this.id, { type: 'OffsetFetch', partitions });
  }
}

/** Lets everybody who is parked in Join through: the first client's answer decides when. */
export function settle(clients: readonly Client[], replies: readonly Reply[]): void {
  clients.forEach((client, i) => client.take(replies[i] as Reply));
}

/** A Stable group: member i of `clients` owns partition i of orders. Takes the initial delay of 3 s (or two). */
export function stableGroup(stage: Stage, ids: readonly string[], more: ConstructorParameters<typeof Client>[2] = {}): Client[] {
  const clients = ids.map((id) => new Client(stage, id, more));
  const joins = clients.map((client) => client.enter());
  stage.advance(6000);
  settle(clients, joins);
  const assignments = Object.fromEntries(clients.map((client, i) => [client.memberId, orders(i)]));
  for (const client of clients) client.sync(client.memberId === stage.group.leader ? assignments : {});
  expect(stage.state).toBe('Stable');
  return clients;
}

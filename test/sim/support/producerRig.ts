/**
 * One producer on a bench: a clock, its timers, and brokers played by the test. Metadata and producer ids are answered at once
 * (by brokers that are not `silent`); Produce requests wait in `requests` until the test answers them, or are acknowledged at
 * once with `acks: 'auto'`.
 */
import type { AnyMachineSnapshot } from 'xstate';
import { settingsFor } from '../../../src/sim/config/index.ts';
import type { ProfileName } from '../../../src/sim/config/types.ts';
import type { FactBody } from '../../../src/sim/facts.ts';
import { hash } from '../../../src/sim/kernel/luck.ts';
import { beginMachine, react } from '../../../src/sim/kernel/transition.ts';
import type { AnyMessage, ControlMessage, Intent, NoteIntent } from '../../../src/sim/machines/contract.ts';
import { producerMachine, readProducer, type ProducerContext } from '../../../src/sim/machines/producer.ts';
import type { ErrorCode, Message, MessageOf } from '../../../src/sim/messages.ts';
import type { ConfigOverrides, WorkloadSpec } from '../../../src/sim/scenario/types.ts';

export interface Posted {
  readonly at: number;
  readonly broker: number;
  readonly connection: string;
  readonly message: MessageOf<'Produce'>;
}

export const workload = (more: Partial<WorkloadSpec> = {}): WorkloadSpec => ({
  topic: 'test',
  everyMs: null,
  atMs: [],
  count: null,
  startAt: 0,
  stopAt: null,
  keys: null,
  pick: 'turn',
  value: { bytes: 100 },
  partition: null,
  mode: 'fire',
  ...more,
});

export interface RigOptions {
  readonly config?: ConfigOverrides;
  readonly workloads?: readonly WorkloadSpec[];
  readonly profile?: ProfileName;
  readonly seed?: number;
  /** Leader of each partition. */
  readonly topics?: Record<string, (number | null)[]>;
  readonly produce?: 'auto' | 'manual';
}

export function producerRig(options: RigOptions = {}) {
  const { config = {}, workloads = [workload()], profile = '4.3', seed = 1, produce = 'manual' } = options;
  const topics: Record<string, (number | null)[]> = options.topics ?? { test: [1, 2] };
  const epochs: Record<string, number> = {};
  const ends: Record<string, number> = {};
  const silent = new Set<number>();
  const dead = new Set<number>();
  const settings = settingsFor('producer', profile, config);
  const spec = { id: 'p', config, workloads };
  let snapshot: AnyMachineSnapshot = beginMachine(producerMachine, { spec, seed, profile, settings, bootstrap: [1, 2] }).snapshot;
  let now = 0;
  let turns = 0;
  let nextProducerId = 1000;
  const timers = new Map<string, { at: number; order: number; message: AnyMessage }>();
  const notes: (NoteIntent & { readonly at: number })[] = [];
  const posted: Posted[] = [];
  const metadataRequests: { readonly at: number; readonly broker: number }[] = [];
  const refused: { readonly at: number; readonly broker: number; readonly type: string }[] = [];
  const mail: { readonly from: string; readonly message: AnyMessage }[] = [];

  function deliver(message: AnyMessage, from = 'producer:p', connection: string | null = null): void {
    const event = { type: message.type, message, from, connection, at: now, luck: hash(seed, turns++) };
    const turn = react(producerMachine, snapshot, event);
    snapshot = turn.snapshot;
    for (const intent of turn.intents) carryOut(intent);
    for (let letter = mail.shift(); letter !== undefined; letter = mail.shift()) deliver(letter.message, letter.from);
  }

  function carryOut(intent: Intent): void {
    if (intent.type === 'note') notes.push({ ...intent, at: now });
    else if (intent.type === 'startTimer') timers.set(intent.id, { at: now + intent.delay, order: turns, message: intent.message });
    else if (intent.type === 'stopTimer') timers.delete(intent.id);
    else if (intent.type === 'send')
      arrive(Number(intent.to.slice('broker:'.length)), intent.connection ?? 'main', intent.message as Message);
  }

  function arrive(broker: number, connection: string, message: Message): void {
    if (dead.has(broker)) {
      refused.push({ at: now, broker, type: message.type });
      return void mail.push({ from: 'producer:p', message: hangUp(broker, connection) });
    }
    if (message.type === 'Metadata') metadataRequests.push({ at: now, broker });
    if (message.type === 'Produce') posted.push({ at: now, broker, connection, message });
    if (silent.has(broker)) return;
    const reply = (answer: Message) => mail.push({ from: `broker:${broker}`, message: answer });
    if (message.type === 'Metadata') reply(metadata(message));
    if (message.type === 'InitProducerId')
      reply({
        type: 'InitProducerIdResponse',
        correlationId: message.correlationId,
        error: null,
        producerId: nextProducerId++,
        producerEpoch: 0,
      });
    if (message.type === 'Produce' && produce === 'auto' && message.acks !== 0) reply(accepted(message));
  }

  function metadata({ correlationId, topics: asked }: MessageOf<'Metadata'>): MessageOf<'MetadataResponse'> {
    const described = (asked ?? Object.keys(topics)).map((name) => {
      const error: ErrorCode | null = topics[name] === undefined ? 'UNKNOWN_TOPIC_OR_PARTITION' : null;
      const partitions = (topics[name] ?? []).map((leader, partition) => {
        const leaderEpoch = epochs[`${name}-${partition}`] ?? 0;
        return { partition, leader, leaderEpoch, partitionEpoch: 0, replicas: [1, 2], isr: [1, 2] };
      });
      return { name, error, partitions };
    });
    return { type: 'MetadataResponse', correlationId, brokers: [1, 2], topics: described };
  }

  function accepted({ correlationId, batches }: MessageOf<'Produce'>): MessageOf<'ProduceResponse'> {
    const results = batches.map(({ topic, partition, records }) => {
      const name = `${topic}-${partition}`;
      const baseOffset = ends[name] ?? 0;
      ends[name] = baseOffset + records.length;
      return { topic, partition, error: null, baseOffset };
    });
    return { type: 'ProduceResponse', correlationId, results };
  }

  return {
    deliver,
    silent,
    /** Brokers that refuse every connection. */
    dead,
    refused,
    topics,
    posted,
    metadataRequests,
    timers,
    /** Time passes; every timer due rings. */
    run(until: number): void {
      for (;;) {
        const due = [...timers].filter(([, { at }]) => at <= until).sort(([, a], [, b]) => a.at - b.at || a.order - b.order)[0];
        if (due === undefined) break;
        timers.delete(due[0]);
        now = due[1].at;
        deliver(due[1].message);
      }
      now = until;
    },
    start(): void {
      deliver({ type: 'start' });
    },
    send(key: string | null, partition: number | null = null, value = 'x'): void {
      const command: MessageOf<'command.send'> = { type: 'command.send', topic: 'test', key, value, partition };
      deliver(command, 'admin:admin');
    },
    /** The broker accepts a request. */
    accept({ broker, message }: Posted): void {
      deliver(accepted(message), `broker:${broker}`);
    },
    /** The broker refuses every batch of a request. */
    refuse({ broker, message }: Posted, error: ErrorCode, leader?: { id: number; epoch: number }): void {
      const results = message.batches.map(({ topic, partition }) => ({
        topic,
        partition,
        error,
        baseOffset: -1,
        ...(leader && { leader }),
      }));
      const response: MessageOf<'ProduceResponse'> = { type: 'ProduceResponse', correlationId: message.correlationId, results };
      deliver(response, `broker:${broker}`);
    },
    disconnect(node: string, connection: string): void {
      const message = { type: 'disconnected', node, connection };
      deliver(message);
    },
    crash(): void {
      timers.clear();
      deliver({ type: 'crash' });
    },
    lead(topic: string, partition: number, leader: number | null): void {
      topics[topic] = (topics[topic] ?? []).with(partition, leader);
      epochs[`${topic}-${partition}`] = (epochs[`${topic}-${partition}`] ?? 0) + 1;
    },
    facts<K extends FactBody['kind']>(kind: K): (Extract<FactBody, { kind: K }> & { at: number; blame?: string })[] {
      return notes.filter(({ fact }) => fact.kind === kind).map(({ fact, at, blame }) => ({ ...fact, at, blame })) as never;
    },
    get kinds() {
      return notes.map(({ fact }) => fact.kind);
    },
    get now() {
      return now;
    },
    get turns() {
      return turns;
    },
    get state() {
      return snapshot.value as string;
    },
    get context() {
      return snapshot.context as ProducerContext;
    },
    get model() {
      return readProducer(snapshot.value as string, snapshot.context as ProducerContext);
    },
  };
}

export type Rig = ReturnType<typeof producerRig>;

const hangUp = (broker: number, connection: string): ControlMessage => ({ type: 'disconnected', node: String(broker), connection });

/** The record numbers a request carries, partition by partition. */
export const carried = ({ message }: Posted): Record<string, number[]> =>
  Object.fromEntries(
    message.batches.map(({ topic, partition, records }) => [`${topic}-${partition}`, records.map(({ number }) => number)]),
  );

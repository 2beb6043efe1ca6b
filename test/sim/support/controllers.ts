// A cluster of real controller machines and brokers that only heartbeat, over links of 10 ms: enough to tell the controller's stories.
import { initialTransition, transition } from 'xstate';
import { ADMIN, brokerActor, controllerActor, kindOf, nameOf, nodeOf } from '../../../src/sim/address.ts';
import type { ActorId } from '../../../src/sim/address.ts';
import type { FactBody, FactKind } from '../../../src/sim/facts.ts';
import { LATEST } from '../../../src/sim/config/index.ts';
import type { ProfileName } from '../../../src/sim/config/index.ts';
import { bootstrapImage } from '../../../src/sim/kafka/bootstrapImage.ts';
import type { ClusterPlan } from '../../../src/sim/kafka/bootstrapImage.ts';
import { partitionOf } from '../../../src/sim/kafka/controller/change.ts';
import { hash } from '../../../src/sim/kernel/luck.ts';
import type { AnyMessage, Intent, NoteIntent } from '../../../src/sim/machines/contract.ts';
import { controllerMachine } from '../../../src/sim/machines/controller.ts';
import type { ControllerContext } from '../../../src/sim/machines/controller.ts';
import type { Message, MessageOf, MetadataImage } from '../../../src/sim/messages.ts';

interface FakeBroker {
  alive: boolean;
  epoch: number;
  version: number;
  controller: ActorId;
}

interface Due {
  readonly at: number;
  readonly seq: number;
  readonly run: () => void;
}

type Told = NoteIntent & { readonly at: number };
export const LATENCY = 10;

type Topic = Partial<ClusterPlan['topics'][number]> & { readonly name: string };
export interface Plan {
  readonly controllers?: number;
  readonly brokers?: number;
  readonly topics?: readonly Topic[];
  readonly groups?: readonly string[];
  readonly config?: ClusterPlan['cluster']['config'];
  readonly profile?: ProfileName;
}

export function planOf({ controllers = 1, brokers = 3, topics = [], groups = [], config = {} }: Plan): ClusterPlan {
  const count = (n: number) => Array.from({ length: n }, (_, i) => i + 1);
  return {
    controllers: count(controllers).map((n) => `controller-${n}`),
    cluster: { config },
    brokers: count(brokers).map((id) => ({ id, rack: null })),
    topics: topics.map((it) => ({ partitions: 1, replicationFactor: 1, replicas: null, config: {}, ...it })),
    groups: groups.map((id) => ({ id })),
  };
}

export class Controllers {
  now = 0;
  readonly told: Told[] = [];
  /** What the admin and the brokers were answered. */
  readonly answers: Message[] = [];
  readonly pushes: { to: ActorId; image: MetadataImage; at: number }[] = [];
  readonly brokers: Record<number, FakeBroker> = {};
  readonly down = new Set<string>();
  /** Nodes on the far side of a cut: they hear only each other. */
  readonly apart = new Set<string>();
  private readonly ids: readonly string[];
  private readonly machines: Record<string, ReturnType<typeof initialTransition<typeof controllerMachine>>[0]> = {};
  private readonly timers: Record<string, number> = {};
  private queue: Due[] = [];
  private seq = 0;
  private turns = 0;

  constructor(plan: Plan) {
    const whole = planOf(plan);
    const image = bootstrapImage(whole);
    this.ids = whole.controllers;
    for (const id of this.ids) {
      const input = { id, controllers: whole.controllers, profile: plan.profile ?? LATEST, settings: whole.cluster.config, image };
      this.machines[id] = initialTransition(controllerMachine, input)[0];
      this.deliver(id, { type: 'start' }, controllerActor(id), null);
    }
    for (const { id } of whole.brokers) {
      this.brokers[id] = { alive: true, epoch: 0, version: image.version, controller: controllerActor(this.ids[0] ?? '') };
      this.later(id * 100, () => this.beatOf(id));
    }
  }

  private later(delay: number, run: () => void) {
    this.queue.push({ at: this.now + delay, seq: this.seq++, run });
  }

  /** Runs everything due up to and including `t`. */
  until(t: number): this {
    for (;;) {
      const next = this.queue.filter((it) => it.at <= t).toSorted((a, b) => a.at - b.at || a.seq - b.seq)[0];
      if (!next) break;
      this.queue = this.queue.filter((it) => it !== next);
      this.now = next.at;
      next.run();
    }
    this.now = t;
    return this;
  }

  private deliver(id: string, message: AnyMessage, from: ActorId, connection: string | null) {
    const machine = this.machines[id];
    if (!machine) return;
    const event = { type: message.type, message, from, connection, at: this.now, luck: hash(this.turns++) };
    const [next, actions] = transition(controllerMachine, machine, event as never);
    this.machines[id] = next;
    for (const action of actions) this.carryOut(id, action.params as Intent);
  }

  private carryOut(id: string, intent: Intent) {
    if (intent.type === 'note') this.told.push({ ...intent, at: this.now });
    if (intent.type === 'send') this.travel(controllerActor(id), intent.to, intent.message as Message, intent.connection ?? 'main');
    if (intent.type === 'stopTimer') delete this.timers[`${id}/${intent.id}`];
    if (intent.type === 'startTimer') {
      const timer = `${id}/${intent.id}`;
      const mine = (this.timers[timer] = this.seq);
      this.later(intent.delay, () => {
        if (this.timers[timer] === mine && !this.down.has(id)) this.deliver(id, intent.message, controllerActor(id), null);
      });
    }
  }

  private travel(from: ActorId, to: ActorId, message: Message, connection: string) {
    if (this.apart.has(nodeOf(from)) !== this.apart.has(nodeOf(to))) return;
    this.later(LATENCY, () => {
      if (this.down.has(nodeOf(to))) return;
      if (kindOf(to) === 'controller') this.deliver(nameOf(to), message, from, connection);
      else this.arrive(to, message);
    });
  }

  private arrive(to: ActorId, message: Message) {
    if (message.type === 'MetadataUpdate') this.pushes.push({ to, image: message.image, at: this.now });
    else this.answers.push(message);
    const broker = this.brokers[Number(nameOf(to))];
    if (!broker?.alive || kindOf(to) !== 'broker') return;
    if (message.type === 'MetadataUpdate') {
      broker.version = message.image.version;
      broker.controller = message.image.controller ?? broker.controller;
    }
    if (message.type === 'BrokerRegistrationResponse' && !message.error) broker.epoch = message.brokerEpoch;
  }

  private beatOf(id: number) {
    const broker = this.brokers[id];
    if (broker?.alive && broker.epoch >= 0) {
      this.ask(id, {
        type: 'BrokerHeartbeat',
        correlationId: this.seq,
        broker: id,
        brokerEpoch: broker.epoch,
        metadataVersion: broker.version,
      });
    }
    this.later(2000, () => this.beatOf(id));
  }

  /** A request of a broker to the controller it believes in. */
  ask(id: number, message: Message): this {
    this.travel(brokerActor(id), this.brokers[id]?.controller ?? '', message, 'main');
    return this;
  }

  /** A command of the admin, who asks every controller. */
  command(message: Message): this {
    for (const id of this.ids) this.travel(ADMIN, controllerActor(id), message, 'admin');
    return this.until(this.now + 2 * LATENCY);
  }

  createTopic(topic: string, partitions: number, replicationFactor: number): this {
    return this.command({ type: 'CreateTopic', correlationId: 1, topic, partitions, replicationFactor, replicas: null, config: {} });
  }

  kill(broker: number): this {
    Object.assign(this.brokers[broker] ?? {}, { alive: false });
    return this;
  }

  /** The process is back with its disk: it registers anew. */
  revive(broker: number): this {
    Object.assign(this.brokers[broker] ?? {}, { alive: true, epoch: -1 });
    return this.ask(broker, { type: 'BrokerRegistration', correlationId: 1, broker, rack: null });
  }

  crash(id: string): this {
    this.deliver(id, { type: 'crash' }, controllerActor(id), null);
    this.down.add(id);
    for (const timer of Object.keys(this.timers)) if (timer.startsWith(`${id}/`)) delete this.timers[timer];
    return this;
  }

  restart(id: string): this {
    this.down.delete(id);
    this.deliver(id, { type: 'restart' }, controllerActor(id), null);
    return this;
  }

  cutOff(...nodes: string[]): this {
    for (const node of nodes) this.apart.add(node);
    return this;
  }

  heal(): this {
    this.apart.clear();
    return this;
  }

  /** A leader proposes an ISR, knowing the metadata as it is unless told otherwise. */
  propose(broker: number, topic: string, newIsr: readonly number[], stale: Partial<MessageOf<'AlterPartition'>> = {}): this {
    const { leaderEpoch, partitionEpoch } = this.partition(topic);
    const brokerEpoch = this.brokers[broker]?.epoch ?? 0;
    const ours = { correlationId: 1, broker, brokerEpoch, topic, partition: 0, leaderEpoch, partitionEpoch, newIsr };
    return this.ask(broker, { type: 'AlterPartition', ...ours, ...stale }).until(this.now + 2 * LATENCY);
  }

  stateOf(id = 'controller-1') {
    return this.machines[id]?.value;
  }

  contextOf(id = 'controller-1'): ControllerContext {
    const machine = this.machines[id];
    if (!machine) throw new Error(`no controller ${id}`);
    return machine.context;
  }

  get active(): string[] {
    return this.ids.filter((id) => !this.down.has(id) && this.stateOf(id) === 'active');
  }

  /** The metadata of the newest active controller. */
  get image(): MetadataImage {
    const newest = this.ids.map((id) => this.contextOf(id).image).toSorted((a, b) => b.version - a.version)[0];
    if (!newest) throw new Error('no controller');
    return newest;
  }

  partition(topic: string, partition = 0) {
    const found = partitionOf(this.image.topics[topic], partition);
    if (!found) throw new Error(`no partition ${topic}-${partition}`);
    return found;
  }

  facts<K extends FactKind>(kind: K): (Extract<FactBody, { kind: K }> & { at: number })[] {
    return this.told.flatMap(({ fact, at }) => (fact.kind === kind ? [{ ...(fact as Extract<FactBody, { kind: K }>), at }] : []));
  }

  lastAnswer<T extends Message['type']>(type: T): MessageOf<T> {
    const found = this.answers.findLast((it) => it.type === type);
    if (!found) throw new Error(`no ${type} was answered`);
    return found as MessageOf<T>;
  }
}

/** Brokers and producers as the read model shows them, and what is on the wire between processes. */
import { producerActor } from '../address.ts';
import type { NodeId } from '../address.ts';
import type { Row } from '../kernel/queue.ts';
import type { Entry, MessageEntry, World } from '../kernel/world.ts';
import type { ProducerContext } from '../machines/producer/context.ts';
import { readProducer } from '../machines/producer/read.ts';
import type { MetadataImage } from '../messages.ts';
import type { BrokerModel, LinkModel, MessageModel, NodeState, ProducerModel } from '../model.ts';
import type { Seen } from './look.ts';
import { seen, seenBroker } from './look.ts';
import type { Memo } from './memo.ts';

export function readBrokers(world: World, image: MetadataImage, controller: NodeId | null, memo: Memo): readonly BrokerModel[] {
  const disks = world.brokers.map(({ id }) => seenBroker(world, id)?.context.disk.appendMs ?? 0);
  return memo.get('brokers', [world.nodes, world.brokers, image.brokers, controller, ...disks], () =>
    world.brokers.map(({ id, rack }, i) => ({
      id,
      rack,
      state: brokerState(world, image, id),
      isController: String(id) === controller,
      ...(image.brokers[id]?.inControlledShutdown === true && world.nodes[id]?.state === 'running' ? { leaving: true } : {}),
      ...(disks[i] === 0 ? {} : { appendMs: disks[i] }),
    })),
  );
}

/** What happened to its process counts first, then the controller's word. */
function brokerState(world: World, image: MetadataImage, id: number): NodeState {
  const node = world.nodes[id]?.state ?? 'stopped';
  if (node !== 'running') return node;
  return image.brokers[id]?.fenced === false ? 'running' : 'fenced';
}

export function readProducers(world: World, memo: Memo): readonly ProducerModel[] {
  const models = Object.keys(world.producers).map((id) => {
    const { snapshot, state, context } = seen<ProducerContext>(world, producerActor(id)) as Seen<ProducerContext>;
    const paused = world.nodes[id]?.state === 'paused';
    return memo.get(`producer ${id}`, [snapshot, paused], () => readProducer(paused ? 'paused' : state, context));
  });
  return memo.list('producers', models);
}

export function readLinks(world: World, memo: Memo): readonly LinkModel[] {
  const { cuts, slowLinks } = world;
  return memo.get('links', [cuts, slowLinks], () => [
    ...Object.values(cuts).map(({ between }) => ({ between, cut: true })),
    ...Object.entries(slowLinks)
      .filter(([name]) => cuts[name] === undefined)
      .map(([, { between, latencyMs, bandwidthBytesPerMs }]) => ({ between, cut: false, slow: { latencyMs, bandwidthBytesPerMs } })),
  ]);
}

/** What is on its way, in the order of arrival. A message that will be refused is drawn until it arrives. */
export function readMessages(world: World, memo: Memo): readonly MessageModel[] {
  // Most rows of the queue are the same from world to world, and with them what is read of them.
  const messagesIn = (row: Row<Entry>): readonly MessageModel[] =>
    row.filter((entry) => entry.kind === 'message').map((entry) => memo.of(entry, messageOf));
  return memo.get('messages', [world.queue], () => world.queue?.flatMap((row) => memo.of(row, messagesIn)) ?? []);
}

export const messageOf = ({ seq, from, to, message, sentAt, at }: MessageEntry): MessageModel => ({
  id: seq,
  from,
  to,
  type: message.type,
  sentAt,
  arrivesAt: at,
  message: { ...message },
});

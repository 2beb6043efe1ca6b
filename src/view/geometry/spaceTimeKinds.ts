/** Kinds of requests in the space-time diagram, so that the many that only keep things going can be left out. */
import type { SentMessage } from '../../sim/index.ts';

export const wireKinds = ['produce', 'fetch', 'replicate', 'join', 'heartbeat', 'commit', 'metadata', 'beat', 'cluster'] as const;
export type WireKind = (typeof wireKinds)[number];

/** What goes on all the time, and hides the rest: left out until somebody asks for it. */
export const noise: ReadonlySet<WireKind> = new Set(['fetch', 'replicate', 'heartbeat', 'beat']);

const KINDS: Readonly<Record<string, WireKind>> = {
  Produce: 'produce',
  InitProducerId: 'produce',
  ConnectionClosed: 'produce',
  FindCoordinator: 'join',
  JoinGroup: 'join',
  SyncGroup: 'join',
  LeaveGroup: 'join',
  Heartbeat: 'heartbeat',
  OffsetCommit: 'commit',
  OffsetFetch: 'commit',
  ListOffsets: 'commit',
  Metadata: 'metadata',
  MetadataUpdate: 'metadata',
  BrokerHeartbeat: 'beat',
  QuorumBeat: 'beat',
};

/** `ProduceResponse` → `Produce`: the request's name in Kafka's protocol. */
export const requestName = (type: string): string => (type.endsWith('Response') ? type.slice(0, -'Response'.length) : type);

export const isReply = (type: string): boolean => type.endsWith('Response');

export function kindOfMessage({ type, from, to }: Pick<SentMessage, 'type' | 'from' | 'to'>): WireKind {
  const name = requestName(type);
  if (name !== 'Fetch') return KINDS[name] ?? 'cluster';
  return from.startsWith('consumer:') || to.startsWith('consumer:') ? 'fetch' : 'replicate';
}

/** The error an answer carries, for the whole of it or for one of its partitions; null: none. */
export function errorOf({ message }: Pick<SentMessage, 'message'>): string | null {
  const own = message['error'];
  if (typeof own === 'string') return own;
  for (const part of [message['results'], message['partitions']]) {
    if (!Array.isArray(part)) continue;
    for (const it of part as readonly Readonly<Record<string, unknown>>[]) {
      const error = it['error'];
      if (typeof error === 'string') return error;
    }
  }
  return null;
}

/** Which answer belongs to which request, by message id, both ways. */
export function partnersOf(messages: readonly SentMessage[], nodeOf: (actor: string) => string): ReadonlyMap<number, SentMessage> {
  const asked = new Map<string, SentMessage>();
  const partners = new Map<number, SentMessage>();
  for (const message of messages) {
    const correlation = message.message['correlationId'];
    if (typeof correlation !== 'number') continue;
    const reply = isReply(message.type);
    const [client, server] = reply ? [message.to, message.from] : [message.from, message.to];
    const name = `${nodeOf(client)}>${nodeOf(server)} ${requestName(message.type)} ${correlation}`;
    const request = asked.get(name);
    if (!reply) asked.set(name, message);
    else if (request !== undefined) {
      asked.delete(name);
      partners.set(message.id, request).set(request.id, message);
    }
  }
  return partners;
}

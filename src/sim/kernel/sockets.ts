/** P11: the socket buffers clients were given. Only those that were set count: the usual ones are never the bottleneck of a scene. */
import type { NodeId } from '../address.ts';
import type { Sockets } from '../network.ts';
import { NONE } from './wire.ts';
import type { World } from './world.ts';

const bufferOf = (value: unknown): number | null => (typeof value === 'number' && value >= 0 ? value : null);

/** The table of sockets with those of a client's settings; what they do not say stays. */
export function withSockets(sockets: World['sockets'], node: NodeId, config: Readonly<Record<string, unknown>>): World['sockets'] {
  const { 'send.buffer.bytes': send, 'receive.buffer.bytes': receive } = config;
  if (send === undefined && receive === undefined) return sockets;
  const before: Sockets = sockets[node] ?? { send: null, receive: null };
  const after: Sockets = {
    send: send === undefined ? before.send : bufferOf(send),
    receive: receive === undefined ? before.receive : bufferOf(receive),
  };
  return { ...sockets, [node]: after };
}

export function socketsOf(
  clients: Iterable<{ readonly id: NodeId; readonly config: Readonly<Record<string, unknown>> }>,
): World['sockets'] {
  let sockets: World['sockets'] = NONE;
  for (const { id, config } of clients) sockets = withSockets(sockets, id, config);
  return sockets;
}

/** Which ways a message takes across the picture, and as what: a request with records for three tapes takes three. */
import { nodeOf, type Anchors } from './anchors.ts';
import type { Point } from './box.ts';
import { across, around, down, reversed, type Curve } from './curve.ts';
import type { Layer } from './layer.ts';
import type { MessageModel } from './model.ts';
import { ribbonCurve } from './ribbon.ts';

/** The shape tells: squares carry records, a tick or a cross answers, a ring asks for records, a pulse is a heartbeat, a pill is group talk. */
export type FlightKind = 'records' | 'ack' | 'error' | 'ask' | 'pulse' | 'pill' | 'speck';

export interface Leg {
  readonly kind: FlightKind;
  readonly curve: Curve;
  readonly records?: readonly { readonly key: string | null }[];
}

type Loose = Readonly<Record<string, unknown>>;
const list = (value: unknown): readonly Loose[] => (Array.isArray(value) ? (value as readonly Loose[]) : []);
const nameOf = (it: Loose) => `${String(it['topic'])}-${Number(it['partition'])}`;
const recordsOf = (it: Loose) => list(it['records']).map((record) => ({ key: (record['key'] ?? null) as string | null }));

const groupTalk = /^(JoinGroup|SyncGroup|LeaveGroup|OffsetCommit)(Response)?$/;

function clientCurve(from: Point, to: Point, above: boolean): Curve {
  return above ? down(from, to) : across(from, to);
}

function produceLegs(message: Loose, producer: Point, broker: string, anchors: Anchors, response: boolean): Leg[] {
  return list(message[response ? 'results' : 'batches']).flatMap((it): Leg[] => {
    const tape = anchors.copies.get(`${nameOf(it)}@${broker}`) ?? anchors.tapes.get(nameOf(it));
    if (tape === undefined) return [];
    const curve = clientCurve(producer, tape.entry, anchors.above);
    if (!response) return [{ kind: 'records', curve, records: recordsOf(it) }];
    return [{ kind: it['error'] === null || it['error'] === undefined ? 'ack' : 'error', curve: reversed(curve) }];
  });
}

function fetchLegs(message: Loose, member: Point, anchors: Anchors, response: boolean, broker: string, quiet: boolean): Leg[] {
  return list(message['partitions']).flatMap((it): Leg[] => {
    const tape = anchors.copies.get(`${nameOf(it)}@${broker}`) ?? anchors.tapes.get(nameOf(it));
    if (tape === undefined) return [];
    const curve = anchors.stacked ? down(tape.exit, member) : ribbonCurve(tape.exit, member, anchors.edge);
    if (!response) return quiet ? [] : [{ kind: 'ask', curve: reversed(curve) }];
    if (it['error'] !== null && it['error'] !== undefined) return [{ kind: 'error', curve }];
    const records = recordsOf(it);
    if (records.length > 0) return [{ kind: 'records', curve, records }];
    return quiet ? [] : [{ kind: 'speck', curve }];
  });
}

/** A follower asks its leader, broker to broker; only where copies are drawn. */
function replicationLegs(message: Loose, from: string, to: string, anchors: Anchors, response: boolean, quiet: boolean): Leg[] {
  return list(message['partitions']).flatMap((it): Leg[] => {
    const a = anchors.copies.get(`${nameOf(it)}@${from}`);
    const b = anchors.copies.get(`${nameOf(it)}@${to}`);
    if (a === undefined || b === undefined) return [];
    const curve = around(a.exit, b.exit, 24 + Math.min(20, Math.abs(a.exit.y - b.exit.y) / 12));
    const records = recordsOf(it);
    if (response && records.length > 0) return [{ kind: 'records', curve, records }];
    return quiet ? [] : [{ kind: response ? 'speck' : 'ask', curve }];
  });
}

export function legsOf(it: MessageModel, anchors: Anchors, layers: ReadonlySet<Layer>): Leg[] {
  const [from, to] = [nodeOf(it.from), nodeOf(it.to)];
  const { message, type } = it;
  const response = type.endsWith('Response');
  const quiet = !layers.has('protocol');
  const [client, server] = response ? [to, from] : [from, to];
  const producer = anchors.producers.get(client);
  const member = anchors.members.get(client);
  if ((type === 'Produce' || type === 'ProduceResponse') && producer !== undefined)
    return produceLegs(message, producer, server, anchors, response);
  if (type === 'Fetch' || type === 'FetchResponse') {
    if (member !== undefined) return fetchLegs(message, member, anchors, response, server, quiet && !layers.has('prefetch'));
    return layers.has('replicas') ? replicationLegs(message, from, to, anchors, response, quiet) : [];
  }
  const heartbeat = type === 'Heartbeat' || type === 'HeartbeatResponse';
  if (member !== undefined && (heartbeat || groupTalk.test(type))) {
    if (heartbeat && !layers.has('prefetch')) return [];
    if (type === 'OffsetCommitResponse' && quiet) return [];
    const group = anchors.copies.size > 0 ? anchors.brokers.get(server)?.exit : anchors.groups.get(anchors.groupOf.get(client) ?? '');
    if (group === undefined) return [];
    const curve = anchors.copies.size > 0 ? across(member, group) : around(member, group, anchors.stacked ? -8 : -36);
    const failed = response && message['error'] !== null && message['error'] !== undefined;
    const kind = failed ? 'error' : heartbeat ? 'pulse' : 'pill';
    if (heartbeat && response && !failed && quiet) return [];
    return [{ kind, curve: response ? reversed(curve) : curve }];
  }
  if (quiet) return [];
  const end = (node: string): Point | undefined =>
    anchors.producers.get(node) ?? anchors.members.get(node) ?? anchors.brokers.get(node)?.entry ?? anchors.controller ?? undefined;
  const [a, b] = [end(from), end(to)];
  if (a === undefined || b === undefined || (a.x === b.x && a.y === b.y)) return [];
  return [{ kind: 'speck', curve: Math.abs(a.x - b.x) < 40 ? around(a, b, -24) : clientCurve(a, b, anchors.above) }];
}

/** Why a broker leads a partition, why nobody does, and why a replica is out of the ISR (C2–C4, R3). */
import type { FactOf, PartitionModel } from '../../sim/index.ts';
import { say, type Clause } from './answer.ts';
import { because, controllerOf, faultOf, isAt, last, replicaOf, told, toldWhy, type Now, type Place } from './now.ts';
import { hindrance, trouble } from './trouble.ts';

const REASONS = {
  created: 'led_created',
  fenced: 'led_fenced',
  unfenced: 'led_unfenced',
  preferred: 'led_preferred',
  unclean: 'led_unclean',
  isr: 'led_isr',
  shutdown: 'led_shutdown',
} as const;

const electionOf = (now: Now, place: Place): FactOf<'leader.elected'> | undefined =>
  last(now, 'leader.elected', (fact) => isAt(fact, place));

export function leaderAnswer(now: Now, place: Place, partition: PartitionModel): readonly Clause[] {
  const elected = electionOf(now, place);
  const [first] = partition.replicas;
  const stray =
    first !== undefined && first !== partition.leader
      ? [say('led_not_preferred', { preferred: { node: String(first) } }, { rules: ['C4'] }), ...whyNotBack(now, partition, first)]
      : [];
  if (elected === undefined || elected.reason === 'created') {
    const broker = { node: String(partition.leader) };
    return [say('led_created', { broker, replicas: partition.replicas }, { fact: elected, rules: ['T1', 'C3'] }), ...stray];
  }
  const broker = { node: String(elected.leader ?? partition.leader) };
  const how = say(
    REASONS[elected.unclean ? 'unclean' : elected.reason],
    { broker, replicas: partition.replicas },
    { fact: elected, rules: [elected.reason === 'preferred' ? 'C4' : 'C3'] },
  );
  return [...told(elected), ...because(now, elected), how, ...stray];
}

/** Why the preferred leader has not taken its seat back. */
function whyNotBack(now: Now, { isr }: PartitionModel, preferred: number): readonly Clause[] {
  const down = trouble(now, preferred);
  if (down.length > 0) return down;
  if (!isr.includes(preferred)) return [say('led_preferred_behind', { broker: { node: String(preferred) } }, { rules: ['C4', 'R3'] })];
  return [];
}

export function leaderless(now: Now, place: Place, { isr, elr }: PartitionModel): readonly Clause[] {
  const elected = electionOf(now, place);
  const waitsFor = isr.length > 0 ? isr : elr;
  return [
    ...toldWhy(now, elected, ['C3']),
    waitsFor.length > 0
      ? say('leaderless_waits', { brokers: waitsFor }, { rules: ['C3'] })
      : say('leaderless_nobody', {}, { rules: ['C3'] }),
    ...waitsFor.slice(0, 2).flatMap((broker) => trouble(now, broker)),
    ...(now.model.controller.id === null ? [say('leaderless_no_controller', {}, { rules: ['C1'] })] : []),
  ];
}

/** The leader does not answer, and nobody has taken its place yet. */
export function leaderSilent(now: Now, leader: number): readonly Clause[] {
  const fault = faultOf(now, String(leader));
  const { id } = now.model.controller;
  const controller = id === null ? null : controllerOf(now, id);
  const heard = controller?.sessions[leader];
  const timeoutMs = controller?.settings.sessionTimeoutMs;
  return [
    ...toldWhy(now, fault, ['N4']),
    id === null
      ? say('leaderless_no_controller', {}, { rules: ['C1'] })
      : heard !== undefined && timeoutMs !== undefined
        ? say('silent_until', { until: { at: heard + timeoutMs }, timeout: { ms: timeoutMs } }, { rules: ['C2'] })
        : say('silent_session', {}, { rules: ['C2'] }),
  ];
}

/** R3: why one replica is not in sync. */
export function outOfIsr(now: Now, place: Place, { leader, logEndOffset }: PartitionModel, broker: number): readonly Clause[] {
  const node = { node: String(broker) };
  const removed = last(now, 'isr.changed', (fact) => isAt(fact, place) && fact.removed.includes(broker));
  const elected = last(now, 'leader.elected', (fact) => isAt(fact, place) && !fact.isr.includes(broker));
  const gone = removed ?? elected;
  const mine = replicaOf(now, place, broker)?.log.endOffset;
  const lagMs = leader === null ? 30_000 : Number(replicaOf(now, place, leader)?.settings['replica.lag.time.max.ms'] ?? 30_000);
  const down = trouble(now, broker);
  // The leader proposed it, unless the controller took it out with its broker at that moment.
  const withBroker = last(
    now,
    ['broker.fenced', 'broker.leaving', 'broker.registered'],
    (fact) => fact.broker === broker && fact.at === removed?.at,
  );
  const lagged = removed !== undefined && withBroker === undefined;
  return [
    ...told(gone, ['R3']),
    ...(down.length > 0 ? down : because(now, gone)),
    ...(lagged ? [say('isr_lagged', { broker: node, lag: { ms: lagMs } }, { fact: removed, rules: ['R3'] })] : []),
    ...(mine !== undefined && mine < logEndOffset
      ? [say('isr_behind', { broker: node, has: mine, end: logEndOffset, missing: { records: logEndOffset - mine } }, { rules: ['R1'] })]
      : []),
    ...(leader !== null && down.length === 0 && mine !== undefined && mine < logEndOffset ? onItsWay(now, leader, broker) : []),
    say('isr_back', { broker: node }, { rules: ['R3'] }),
  ];
}

/** What keeps a follower that lives from catching up: its leader, or the way to it. */
function onItsWay(now: Now, leader: number, broker: number): readonly Clause[] {
  const silent = trouble(now, leader);
  return silent.length > 0 ? silent : hindrance(now, leader, broker);
}

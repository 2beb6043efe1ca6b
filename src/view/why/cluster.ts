/** What one may ask of brokers, replicas, controllers and the links between processes. */
import type { BrokerModel } from '../../sim/index.ts';
import { ask, say, type Clause, type Question } from './answer.ts';
import { leaderAnswer, outOfIsr } from './leadership.ts';
import { because, controllerOf, faultOf, isAt, last, partitionAt, placeName, told, toldWhy, type Now, type Place } from './now.ts';
import { hindrance, trouble } from './trouble.ts';

// ── Brokers ──

export function brokerQuestions(now: Now, id: number): readonly Question[] {
  const broker = now.model.brokers.find((it) => it.id === id);
  if (broker === undefined) return [];
  const places = now.model.topics.flatMap(({ name, partitions }) => partitions.map((it) => ({ ...it, topic: name })));
  const hosts = places.filter(({ replicas }) => replicas.includes(id));
  const leads = places.filter(({ leader }) => leader === id);
  const out = hosts.filter(({ isr }) => !isr.includes(id));
  const disk = last(now, 'disk.slowed', (fact) => fact.broker === id);
  return [
    ...(broker.state === 'fenced' ? [ask('ask_fenced', {}, () => fenced(now, id))] : []),
    ...(['crashed', 'paused', 'stopped'].includes(broker.state) ? [ask('ask_broker_down', {}, () => down(now, broker))] : []),
    ...(broker.isController ? [ask('ask_is_controller', {}, () => elected(now, String(id)))] : []),
    ...(leads.length === 0 && hosts.length > 0 ? [ask('ask_leads_nothing', {}, () => leadsNothing(now, id, hosts))] : []),
    ...(out.length > 0
      ? [
          ask('ask_broker_out', { partitions: out.map(placeName) }, () =>
            out.slice(0, 2).flatMap((it) => [say('about_partition', { partition: placeName(it) }), ...outOfIsr(now, it, it, id)]),
          ),
        ]
      : []),
    ...(disk !== undefined && disk.appendMs > 0 ? [ask('ask_slow_disk', {}, () => toldWhy(now, disk, ['N4']))] : []),
  ];
}

function down(now: Now, { id, state }: BrokerModel): readonly Clause[] {
  const fault = faultOf(now, String(id));
  const fencedNow = last(now, 'broker.fenced', (fact) => fact.broker === id && fact.id > (fault?.id ?? 0));
  const after =
    state === 'stopped'
      ? [say('broker_stopped', {}, { fact: fault, rules: ['N4'] })]
      : state === 'paused'
        ? [say('broker_paused', {}, { fact: fault, rules: ['N4'] })]
        : [say('broker_crashed', {}, { fact: fault, rules: ['N2'] })];
  return [...toldWhy(now, fault, ['N4']), ...after, ...(fencedNow === undefined ? session(now, id) : told(fencedNow, ['C2']))];
}

/** Until when the controller goes on believing in it. */
function session(now: Now, broker: number): readonly Clause[] {
  const { id } = now.model.controller;
  const controller = id === null ? null : controllerOf(now, id);
  const heard = controller?.sessions[broker];
  if (controller === null || heard === undefined) return [];
  const { sessionTimeoutMs: ms } = controller.settings;
  return heard + ms < now.model.now ? [] : [say('silent_until', { until: { at: heard + ms }, timeout: { ms } }, { rules: ['C2'] })];
}

function fenced(now: Now, id: number): readonly Clause[] {
  const fact = last(now, ['broker.fenced', 'broker.registered'], (it) => it.broker === id);
  return [...toldWhy(now, fact, ['C2']), say('fenced_back', {}, { rules: ['C2'] })];
}

function leadsNothing(now: Now, id: number, hosts: readonly (Place & { readonly replicas: readonly number[] })[]): readonly Clause[] {
  const state = trouble(now, id);
  if (state.length > 0) return [...state, say('leads_moved', {}, { rules: ['C2', 'C3'] })];
  const lost = last(now, 'leader.elected', (fact) => fact.previousLeader === id && fact.leader !== id);
  if (lost === undefined) return [say('leads_follower', { partitions: hosts.slice(0, 4).map(placeName) }, { rules: ['T1'] })];
  return [...toldWhy(now, lost, ['C3']), say('leads_not_back', {}, { rules: ['C4'] })];
}

// ── Replicas ──

export function replicaQuestions(now: Now, place: Place, broker: number): readonly Question[] {
  const partition = partitionAt(now, place);
  const copy = partition?.copies.find((it) => it.broker === broker);
  if (partition === undefined || copy === undefined) return [];
  const cut = last(now, 'replica.truncated', (fact) => isAt(fact, place) && fact.broker === broker);
  const behind = partition.leader !== null && partition.leader !== broker && copy.logEndOffset < partition.logEndOffset;
  const leader = partition.leader ?? -1;
  return [
    ...(partition.leader === broker
      ? [ask('ask_leader', { broker: { node: String(broker) } }, () => leaderAnswer(now, place, partition))]
      : []),
    ...(copy.inSync ? [] : [ask('ask_isr', { out: [broker] }, () => outOfIsr(now, place, partition, broker))]),
    ...(behind
      ? [
          ask('ask_behind', { records: { records: partition.logEndOffset - copy.logEndOffset } }, () => [
            say('isr_behind', {
              broker: { node: String(broker) },
              has: copy.logEndOffset,
              end: partition.logEndOffset,
              missing: { records: partition.logEndOffset - copy.logEndOffset },
            }),
            ...hindrance(now, leader, broker),
          ]),
        ]
      : []),
    ...(cut === undefined
      ? []
      : [ask('ask_truncated', {}, () => [...toldWhy(now, cut, ['R4']), say('truncated_epochs', {}, { fact: cut, rules: ['R4'] })])]),
  ];
}

// ── Controllers ──

export function controllerQuestions(now: Now, id: string): readonly Question[] {
  const { id: active } = now.model.controller;
  const fault = faultOf(now, id);
  return [
    ...(fault === undefined ? [] : [ask('ask_controller_down', {}, () => toldWhy(now, fault, ['N4', 'C1']))]),
    ...(active === id ? [ask('ask_is_controller', {}, () => elected(now, id))] : []),
    ...(active !== id && active !== null && fault === undefined
      ? [
          ask('ask_standby', {}, () => [
            say('controller_one', { controller: { node: active } }, { rules: ['C1'] }),
            ...elected(now, active),
          ]),
        ]
      : []),
    ...(active === null ? [ask('ask_no_controller', {}, () => nobodyDecides(now))] : []),
  ];
}

function elected(now: Now, id: string): readonly Clause[] {
  const fact = last(now, 'controller.elected', (it) => it.controller === id);
  if (fact === undefined) return [say('controller_from_start', { controller: { node: id } }, { rules: ['C1', 'N1'] })];
  return [...toldWhy(now, fact, ['C1']), say('controller_elected', { epoch: fact.controllerEpoch }, { fact, rules: ['C1'] })];
}

function nobodyDecides(now: Now): readonly Clause[] {
  const faults = now.scenario.controllers.flatMap((id) => faultOf(now, id) ?? []);
  return [
    ...faults.slice(-3).flatMap((fact) => told(fact, ['N4'])),
    say('controller_majority', { voters: now.scenario.controllers.length }, { rules: ['C1'] }),
  ];
}

// ── Links ──

export function linkQuestions(now: Now, between: readonly [string, string]): readonly Question[] {
  const ends = between.map(String);
  const link = now.model.links.find((it) => ends.every((end) => it.between.map(String).includes(end)));
  if (link === undefined) return [];
  const fact = last(now, link.cut ? 'link.cut' : 'link.slowed', (it) => ends.every((end) => it.between.map(String).includes(end)));
  const lost = last(now, 'message.dropped', (it) => it.reason === 'cut' && it.id > (fact?.id ?? 0));
  return link.cut
    ? [ask('ask_cut', {}, () => [...toldWhy(now, fact, ['N4']), say('cut_silent', {}, { rules: ['N2'] }), ...told(lost, ['N2'])])]
    : [ask('ask_slow', {}, () => [...told(fact, ['N4']), ...because(now, fact), say('slow_order', {}, { rules: ['N2', 'N3'] })])];
}

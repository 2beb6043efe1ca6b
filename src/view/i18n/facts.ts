/** What happened, in words: one sentence per kind of fact in the present language. The switch is complete, and so are both languages. */
import type { Fact, FactOf } from '../../sim/index.ts';
import { commandWords } from './commands.ts';
import { duration } from './format.ts';
import { nodeName, actorName, offsetsName, partitionsName, rangeName } from './names.ts';
import { clientFactWords } from './clientFacts.ts';
import { m } from './paraglide/messages.js';

export const records = (count: number): string => m.count_records({ count });

type DropReason = FactOf<'message.dropped'>['reason'];
const dropReason = (reason: DropReason): string =>
  reason === 'cut' ? m.fact_dropped_cut() : reason === 'crashed' ? m.fact_dropped_crashed() : m.fact_dropped_stale();

const tp = (it: { readonly topic: string; readonly partition: number }): string => `${it.topic}-${it.partition}`;

function leaderElected(fact: FactOf<'leader.elected'>): string {
  const partition = tp(fact);
  if (fact.leader === null) return m.fact_leader_none({ partition });
  return fact.unclean
    ? m.fact_leader_unclean({ partition, leader: fact.leader })
    : m.fact_leader_elected({ partition, leader: fact.leader });
}

function isrChanged(fact: FactOf<'isr.changed'>): string {
  const partition = tp(fact);
  const isr = fact.isr.join(', ') || m.isr_empty();
  if (fact.removed.length > 0 && fact.added.length === 0) return m.fact_isr_shrunk({ partition, removed: fact.removed.join(', '), isr });
  if (fact.added.length > 0 && fact.removed.length === 0) return m.fact_isr_grown({ partition, added: fact.added.join(', '), isr });
  return m.fact_isr_changed({ partition, isr });
}

function configAltered({ topic, config, removed }: FactOf<'config.altered'>): string {
  const set = Object.entries(config).map(([name, value]) => `${name}=${value}`);
  return m.fact_config_altered({ topic, settings: [...set, ...removed.map((setting) => m.fact_config_default({ setting }))].join(', ') });
}

function logDeleted(fact: FactOf<'log.deleted'>): string {
  const what = { broker: fact.broker, partition: tp(fact), range: rangeName(fact.from, fact.to - fact.from) };
  if (fact.by === 'leader') return m.fact_log_deleted_leader(what);
  return fact.by === 'time' ? m.fact_log_deleted_time(what) : m.fact_log_deleted_size(what);
}

/** A fact as a sentence. */
export function factWords(fact: Fact): string {
  switch (fact.kind) {
    case 'command.issued':
      return m.fact_command_issued({ command: commandWords({ do: fact.do, ...fact.args }) });
    case 'command.refused':
      return m.fact_command_refused({ command: commandWords({ do: fact.do, ...fact.args }), error: fact.error });
    case 'node.crashed':
      return m.fact_node_crashed({ node: nodeName(fact.node, true) });
    case 'node.stopped':
      return m.fact_node_stopped({ node: nodeName(fact.node, true) });
    case 'node.restarted':
      return m.fact_node_restarted({ node: nodeName(fact.node, true) });
    case 'node.paused':
      return m.fact_node_paused({ node: nodeName(fact.node, true) });
    case 'node.resumed':
      return m.fact_node_resumed({ node: nodeName(fact.node, true), duration: duration(fact.pausedMs) });
    case 'link.cut':
      return m.fact_link_cut({ a: nodeName(fact.between[0]), b: nodeName(fact.between[1]) });
    case 'link.healed':
      return m.fact_link_healed({ a: nodeName(fact.between[0]), b: nodeName(fact.between[1]) });
    case 'link.slowed':
      return m.fact_link_slowed({
        a: nodeName(fact.between[0]),
        b: nodeName(fact.between[1]),
        how: [
          ...(fact.latencyMs > 0 ? [`+${duration(fact.latencyMs)}`] : []),
          ...(fact.bandwidthBytesPerMs === null ? [] : [`${fact.bandwidthBytesPerMs} B/ms`]),
        ].join(', '),
      });
    case 'disk.slowed':
      return fact.appendMs === 0
        ? m.fact_disk_healed({ broker: fact.broker })
        : m.fact_disk_slowed({ broker: fact.broker, duration: duration(fact.appendMs) });
    case 'message.dropped':
      return m.fact_message_dropped({
        message: fact.message,
        from: actorName(fact.from),
        to: actorName(fact.to),
        reason: dropReason(fact.reason),
      });
    case 'controller.elected':
      return m.fact_controller_elected({ controller: nodeName(fact.controller), epoch: fact.controllerEpoch });
    case 'zookeeper.led':
      return m.fact_zookeeper_led({ node: fact.node, epoch: fact.epoch });
    case 'broker.registered':
      return m.fact_broker_registered({ broker: fact.broker });
    case 'broker.fenced':
      return m.fact_broker_fenced({ broker: fact.broker, duration: duration(fact.silentMs) });
    case 'broker.unfenced':
      return m.fact_broker_unfenced({ broker: fact.broker });
    case 'broker.leaving':
      return m.fact_broker_leaving({ broker: fact.broker, leaders: fact.leaders });
    case 'topic.created':
      return m.fact_topic_created({ topic: fact.topic, partitions: m.count_partitions({ count: fact.replicas.length }) });
    case 'partitions.added':
      return m.fact_partitions_added({ topic: fact.topic, from: fact.from, to: fact.to });
    case 'topic.deleted':
      return m.fact_topic_deleted({ topic: fact.topic });
    case 'config.altered':
      return configAltered(fact);
    case 'log.rolled':
      return m.fact_log_rolled({ broker: fact.broker, partition: tp(fact), offset: fact.baseOffset });
    case 'log.deleted':
      return logDeleted(fact);
    case 'log.cleaned':
      return m.fact_log_cleaned({ broker: fact.broker, partition: tp(fact), end: fact.to, records: records(fact.removed.length) });
    case 'leader.elected':
      return leaderElected(fact);
    case 'isr.changed':
      return isrChanged(fact);
    case 'metadata.learned':
      return m.fact_metadata_learned({ node: nodeName(fact.node, true) });
    case 'replica.led':
      return m.fact_replica_led({ broker: fact.broker, partition: tp(fact), end: fact.logEndOffset });
    case 'replica.followed':
      return m.fact_replica_followed({ broker: fact.broker, partition: tp(fact), leader: fact.leader });
    case 'replica.truncated':
      return m.fact_replica_truncated({ broker: fact.broker, partition: tp(fact), from: fact.from, to: fact.to });
    case 'replica.copied':
      return m.fact_replica_copied({ broker: fact.broker, partition: tp(fact), range: rangeName(fact.from, fact.to - fact.from) });
    case 'highWatermark.advanced':
      return m.fact_high_watermark({ partition: tp(fact), from: fact.from, to: fact.to });
    case 'batch.appended':
      return m.fact_batch_appended({
        partition: tp(fact),
        range: rangeName(fact.baseOffset, fact.numbers.length),
        records: records(fact.numbers.length),
        producer: fact.producer,
      });
    case 'batch.duplicate':
      return m.fact_batch_duplicate({ partition: tp(fact), producer: fact.producer });
    case 'produce.refused':
      return m.fact_produce_refused({ partition: tp(fact), producer: fact.producer, error: fact.error });
    case 'coordinator.loaded':
      return m.fact_coordinator_loaded({ broker: fact.broker, group: fact.group });
    case 'partitions.revoked':
      return m.fact_partitions_revoked({ member: fact.member, partitions: partitionsName(fact.partitions) || m.fact_none() });
    case 'partitions.assigned':
      return fact.owned.length === 0
        ? m.fact_partitions_assigned_none({ member: fact.member })
        : m.fact_partitions_assigned({ member: fact.member, partitions: partitionsName(fact.owned) });
    case 'partitions.chosen':
      return m.fact_partitions_chosen({ member: fact.member, partitions: partitionsName(fact.partitions) });
    case 'partitions.lost':
      return m.fact_partitions_lost({ member: fact.member, partitions: partitionsName(fact.partitions) || m.fact_none() });
    case 'offsets.committed':
      return m.fact_offsets_committed({ member: fact.member, offsets: offsetsName(fact.offsets) });
    default:
      return clientFactWords(fact);
  }
}

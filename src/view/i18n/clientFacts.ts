/** The words of what producers, consumers and group coordinators do. */
import type { Fact, FactOf } from '../../sim/index.ts';
import { duration } from './format.ts';
import { offsetsName } from './names.ts';
import { m } from './paraglide/messages.js';

const records = (count: number): string => m.count_records({ count });
const tp = (it: { readonly topic: string; readonly partition: number }): string => `${it.topic}-${it.partition}`;

/** The kinds that `factWords` passes on. */
type ClientFact = Exclude<
  Fact,
  {
    readonly kind:
      | `command.${string}`
      | `node.${string}`
      | `link.${string}`
      | `disk.${string}`
      | `message.${string}`
      | `controller.${string}`
      | `zookeeper.${string}`
      | `broker.${string}`
      | `topic.${string}`
      | `config.${string}`
      | `log.${string}`
      | `partitions.${string}`
      | `leader.${string}`
      | `isr.${string}`
      | `metadata.${string}`
      | `replica.${string}`
      | `highWatermark.${string}`
      | 'batch.appended'
      | 'batch.duplicate'
      | 'produce.refused'
      | 'coordinator.loaded'
      | 'offsets.committed';
  }
>;

function readyReason(reason: FactOf<'batch.ready'>['reason']): string {
  switch (reason) {
    case 'full':
      return m.fact_ready_full();
    case 'linger':
      return m.fact_ready_linger();
    case 'memory':
      return m.fact_ready_memory();
    case 'flush':
      return m.fact_ready_flush();
    case 'close':
      return m.fact_ready_close();
    case 'piggyback':
      return m.fact_ready_piggyback();
    case 'retry':
      return m.fact_ready_retry();
  }
}

function noticedBy(by: FactOf<'rebalance.noticed'>['by']): string {
  switch (by) {
    case 'heartbeat':
      return m.fact_by_heartbeat();
    case 'commit':
      return m.fact_by_commit();
    case 'sync':
      return m.fact_by_sync();
    case 'join':
      return m.fact_by_join();
  }
}

function positionBy(by: FactOf<'position.set'>['by']): string {
  switch (by) {
    case 'committed':
      return m.fact_by_committed();
    case 'earliest':
      return m.fact_by_earliest();
    case 'latest':
      return m.fact_by_latest();
    case 'time':
      return m.fact_by_time();
    case 'seek':
      return m.fact_by_seek();
  }
}

/** Why a group rebalances. */
export function reasonWords(reason: FactOf<'rebalance.started'>['reason'], member: string): string {
  switch (reason) {
    case 'join':
      return m.fact_reason_join({ member });
    case 'rejoin':
      return m.fact_reason_rejoin({ member });
    case 'leave':
      return m.fact_reason_leave({ member });
    case 'expired':
      return m.fact_reason_expired({ member });
    case 'syncTimeout':
      return m.fact_reason_sync_timeout({ member });
    case 'storeFailed':
      return m.fact_reason_store_failed();
    case 'coordinatorLoaded':
      return m.fact_reason_loaded();
  }
}

function memberExpired({ member, reason, silentMs }: FactOf<'member.expired'>): string {
  return reason === 'session' ? m.fact_member_expired({ member, duration: duration(silentMs) }) : m.fact_member_late({ member });
}

const acksName = (acks: -1 | 0 | 1): string => (acks === -1 ? 'all' : String(acks));

export function clientFactWords(fact: ClientFact): string {
  switch (fact.kind) {
    case 'record.sent': {
      const record = fact.key === null ? m.fact_record_keyless() : m.fact_record_keyed({ key: fact.key });
      return m.fact_record_sent({ producer: fact.producer, record, partition: tp(fact) });
    }
    case 'record.rejected':
      return m.fact_record_rejected({ producer: fact.producer, error: fact.error });
    case 'batch.ready':
      return m.fact_batch_ready({
        producer: fact.producer,
        partition: tp(fact),
        reason: readyReason(fact.reason),
        records: records(fact.numbers.length),
      });
    case 'produce.requested': {
      const count = fact.batches.reduce((sum, it) => sum + it.numbers.length, 0);
      return m.fact_produce_requested({ producer: fact.producer, broker: fact.broker, records: records(count), acks: acksName(fact.acks) });
    }
    case 'batch.acknowledged': {
      const about = { producer: fact.producer, partition: tp(fact), records: records(fact.numbers.length) };
      return fact.acks === 0
        ? m.fact_batch_unconfirmed(about)
        : m.fact_batch_acknowledged({ ...about, duration: duration(fact.latencyMs) });
    }
    case 'batch.retried':
      return m.fact_batch_retried({ producer: fact.producer, partition: tp(fact), attempt: fact.attempt, error: fact.error });
    case 'callback.called': {
      const about = {
        producer: fact.producer,
        partition: fact.partition < 0 ? fact.topic : tp(fact),
        records: records(fact.numbers.length),
      };
      return fact.error === null ? m.fact_callback_ok(about) : m.fact_callback_failed({ ...about, error: fact.error });
    }
    case 'idempotence.disabled':
      return m.fact_idempotence_disabled({ producer: fact.producer });
    case 'batch.split':
      return m.fact_batch_split({
        producer: fact.producer,
        partition: tp(fact),
        records: records(fact.numbers.length),
        into: fact.into,
      });
    case 'batch.failed':
      return m.fact_batch_failed({
        producer: fact.producer,
        partition: tp(fact),
        records: records(fact.numbers.length),
        error: fact.error,
      });
    case 'batch.forgotten':
      return m.fact_batch_forgotten({ producer: fact.producer, partition: tp(fact), records: records(fact.numbers.length) });
    case 'producer.closed':
      return m.fact_producer_closed({ producer: fact.producer });
    case 'producer.failed':
      return m.fact_producer_failed({ producer: fact.producer, error: fact.error });
    case 'consumer.joining':
      return m.fact_consumer_joining({ member: fact.member, group: fact.group });
    case 'heartbeat.sent':
      return m.fact_heartbeat_sent({ member: fact.member });
    case 'rebalance.noticed':
      return m.fact_rebalance_noticed({ member: fact.member, by: noticedBy(fact.by) });
    case 'assignment.computed':
      return m.fact_assignment_computed({ member: fact.member, assignor: fact.assignor });
    case 'position.set':
      return m.fact_position_set({ member: fact.member, partition: tp(fact), offset: fact.offset, by: positionBy(fact.by) });
    case 'poll.returned':
      return fact.count === 0
        ? m.fact_poll_empty({ member: fact.member })
        : m.fact_poll_returned({ member: fact.member, records: records(fact.count) });
    case 'record.processed':
      return m.fact_record_processed({ member: fact.member, partition: tp(fact), offset: fact.offset });
    case 'poll.failed':
      return m.fact_poll_failed({ member: fact.member, partition: tp(fact), offset: fact.offset, error: fact.error });
    case 'processing.failed':
      return m.fact_processing_failed({ member: fact.member, partition: tp(fact), offset: fact.offset });
    case 'commit.sent':
      return m.fact_commit_sent({ member: fact.member, offsets: offsetsName(fact.offsets) });
    case 'commit.completed':
      return m.fact_commit_completed({ member: fact.member, offsets: offsetsName(fact.offsets) });
    case 'commit.failed':
      return m.fact_commit_failed({ member: fact.member, error: fact.error });
    case 'poll.expired':
      return m.fact_poll_expired({ member: fact.member, duration: duration(fact.silentMs) });
    case 'consumer.closed':
      return m.fact_consumer_closed({ member: fact.member });
    case 'consumer.failed':
      return m.fact_consumer_failed({ member: fact.member, error: fact.error });
    case 'group.changed':
      return m.fact_group_changed({ group: fact.group, from: fact.from, to: fact.to });
    case 'rebalance.started':
      return m.fact_rebalance_started({ group: fact.group, reason: reasonWords(fact.reason, fact.member) });
    case 'rebalance.completed':
      return m.fact_rebalance_completed({ group: fact.group, generation: fact.generation, protocol: fact.protocol });
    case 'member.idGiven':
      return m.fact_member_id_given({ member: fact.member });
    case 'member.joined':
      return m.fact_member_joined({ member: fact.member, group: fact.group, members: m.count_members({ count: fact.members }) });
    case 'offsets.expired':
      return m.fact_offsets_expired({ group: fact.group, partitions: fact.partitions.map(tp).join(', ') });
    case 'member.replaced':
      return m.fact_member_replaced({ member: fact.member, instance: fact.instance });
    case 'member.left':
      return m.fact_member_left({ member: fact.member, group: fact.group });
    case 'member.expired':
      return memberExpired(fact);
    case 'heartbeat.received':
      return fact.error === null
        ? m.fact_heartbeat_received({ member: fact.member })
        : m.fact_heartbeat_refused({ member: fact.member, error: fact.error });
    case 'join.refused':
      return m.fact_join_refused({ member: fact.member, error: fact.error });
    case 'commit.refused':
      return m.fact_commit_refused({ member: fact.member, error: fact.error });
  }
}

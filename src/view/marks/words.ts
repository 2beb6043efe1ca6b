/** The stage's words in the present language. States the machines may name in different ways share a phrase; an unknown one is shown as it is. */
import type { StateWords, Words } from '../geometry/words.ts';
import { NO_COORDINATOR } from '../geometry/words.ts';
import type { Verdict } from '../../sim/index.ts';
import { troubleOf, type Trouble } from '../geometry/trouble.ts';
import type { Tone } from '../geometry/label.ts';
import { locale } from '../i18n/locale.svelte.ts';
import { m } from '../i18n/paraglide/messages.js';

const phrase = (text: string, tone: Tone): StateWords => ({ text, tone });

const acksOf = (settings: Readonly<Record<string, unknown>>): string => {
  const acks = settings['acks'];
  return typeof acks === 'number' ? (acks === -1 ? 'all' : String(acks)) : typeof acks === 'string' && acks !== '-1' ? acks : 'all';
};

function brokerState(state: string): StateWords {
  switch (state) {
    case 'running':
      return phrase(m.stage_broker_running(), 'ok');
    case 'fenced':
      return phrase(m.stage_broker_fenced(), 'alert');
    case 'crashed':
      return phrase(m.stage_broker_crashed(), 'alert');
    case 'paused':
      return phrase(m.stage_broker_paused(), 'alert');
    case 'stopped':
      return phrase(m.stage_broker_stopped(), 'muted');
    default:
      return phrase(state, 'muted');
  }
}

function producerState(state: string): StateWords | null {
  if (/crash/i.test(state)) return phrase(m.stage_producer_crashed(), 'alert');
  if (/pause/i.test(state)) return phrase(m.stage_producer_paused(), 'alert');
  if (/fail|fatal|error/i.test(state)) return phrase(m.stage_producer_failed(), 'alert');
  if (/block/i.test(state)) return phrase(m.stage_producer_blocked(), 'alert');
  if (/retry/i.test(state)) return phrase(m.stage_producer_retrying(), 'alert');
  if (/metadata/i.test(state)) return phrase(m.stage_producer_metadata(), 'muted');
  if (/init|producerid/i.test(state)) return phrase(m.stage_producer_id(), 'muted');
  if (/flush/i.test(state)) return phrase(m.stage_producer_flushing(), 'muted');
  if (/closing/i.test(state)) return phrase(m.stage_producer_closing(), 'muted');
  if (/close|stop/i.test(state)) return phrase(m.stage_producer_closed(), 'muted');
  return null;
}

function groupState(state: string): StateWords {
  switch (state) {
    case NO_COORDINATOR:
      return phrase(m.stage_group_unloaded(), 'alert');
    case 'Empty':
      return phrase(m.stage_group_empty(), 'muted');
    case 'PreparingRebalance':
      return phrase(m.stage_group_preparing(), 'amber');
    case 'CompletingRebalance':
      return phrase(m.stage_group_completing(), 'amber');
    case 'Assigning':
      return phrase(m.stage_group_assigning(), 'amber');
    case 'Reconciling':
      return phrase(m.stage_group_reconciling(), 'amber');
    case 'Stable':
      return phrase(m.stage_group_stable(), 'ok');
    case 'Dead':
      return phrase(m.stage_group_dead(), 'muted');
    default:
      return phrase(state, 'muted');
  }
}

function memberState(state: string, owns: boolean, idle: boolean): StateWords {
  if (state === 'not started') return phrase(m.stage_member_not_started(), 'muted');
  if (/crash/i.test(state)) return phrase(m.stage_member_crashed(), 'alert');
  if (/zombie/i.test(state)) return phrase(m.stage_member_zombie(), 'alert');
  if (/pause/i.test(state)) return phrase(m.stage_member_paused(), 'alert');
  if (/fenced|expelled|lost/i.test(state)) return phrase(m.stage_member_fenced(), 'alert');
  if (/fail|fatal/i.test(state)) return phrase(m.stage_member_failed(), 'alert');
  if (/leaving|closing/i.test(state)) return phrase(m.stage_member_leaving(), 'muted');
  if (/left|close/i.test(state)) return phrase(m.stage_member_closed(), 'muted');
  if (/stop/i.test(state)) return phrase(m.stage_member_stopped(), 'muted');
  if (/revok/i.test(state)) return phrase(m.stage_member_revoking(), 'amber');
  if (/sync|assign/i.test(state)) return phrase(m.stage_member_syncing(), 'amber');
  if (/joining|prepar|rejoin/i.test(state)) return phrase(m.stage_member_joining(), 'amber');
  if (/joined/i.test(state)) return phrase(m.stage_member_joined(), 'muted');
  if (/matching/i.test(state)) return phrase(m.stage_member_matching(), 'muted');
  if (/coordinator|finding/i.test(state)) return phrase(m.stage_member_finding(), 'muted');
  if (/start|unjoined|new/i.test(state)) return phrase(m.stage_member_starting(), 'muted');
  if (/position/i.test(state)) return phrase(m.stage_member_positioning(), 'muted');
  if (/committing/i.test(state)) return phrase(m.stage_member_committing(), 'muted');
  if (/process|deciding/i.test(state)) return phrase(m.stage_member_processing(), 'muted');
  if (owns) return phrase(m.stage_member_reading(), 'muted');
  if (idle) return phrase(m.stage_member_idle(), 'muted');
  return phrase(state, 'muted');
}

const troubles: Readonly<Record<Trouble, () => string>> = {
  memory: () => m.picture_trouble_memory(),
  metadata: () => m.picture_trouble_metadata(),
  retrying: () => m.picture_trouble_retrying(),
  reordering: () => m.picture_trouble_reordering(),
};

function verdict(it: Verdict): StateWords {
  switch (it) {
    case 'exactlyOnce':
      return phrase(m.picture_exactly(), 'ok');
    case 'atLeastOnce':
      return phrase(m.picture_at_least(), 'alert');
    case 'atMostOnce':
      return phrase(m.picture_at_most(), 'alert');
    case 'neither':
      return phrase(m.picture_neither(), 'alert');
  }
}

/** `3–5, 8` of 3, 4, 5 and 8. */
function runs(offsets: readonly number[]): string[] {
  const firsts = offsets.filter((it, i) => it !== (offsets[i - 1] ?? -2) + 1);
  const lasts = offsets.filter((it, i) => it !== (offsets[i + 1] ?? -2) - 1);
  return firsts.map((first, i) => (first === lasts[i] ? String(first) : `${first}–${lasts[i]}`));
}

/** The words of the language the page speaks now. Read it where the language may be tracked. */
export function stageWords(): Words {
  const now = locale.value;
  const numbers = new Intl.NumberFormat(now);
  const seconds = new Intl.NumberFormat(now, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const several = (items: readonly (string | number)[]) => (items.length === 0 ? m.stage_none() : items.join(', '));
  const owned = (assignment: Readonly<Record<string, readonly number[]>>) =>
    several(Object.entries(assignment).flatMap(([topic, partitions]) => partitions.map((it) => `${topic}-${it}`)));
  return {
    locale: now,
    producers: m.stage_producers(),
    brokers: m.stage_brokers(),
    groups: m.stage_groups(),
    topic: (name, partitions, replicas) => m.stage_topic({ name, partitions, replicas }),
    broker: (id) => m.stage_broker({ id }),
    brokerState,
    brokerWord: m.stage_broker_word(),
    controller: m.stage_controller(),
    acks: (settings) => m.stage_acks({ acks: acksOf(settings) }),
    batching: (settings) => {
      if (acksOf(settings) === '0') return m.stage_no_answer();
      const linger = Number(settings['linger.ms'] ?? 0);
      return linger > 0 ? m.stage_linger({ ms: numbers.format(linger) }) : m.stage_no_linger();
    },
    producerState,
    awaiting: (count, most) => m.stage_awaiting({ count, most }),
    pending: ({ leader, replicas }) => (leader === null || replicas.length < 2 ? m.stage_unreadable() : m.stage_replicating()),
    highWatermark: (offset) => m.stage_hw({ offset }),
    committed: (offset, group) => (group === null ? m.stage_commit({ offset }) : m.stage_commit_group({ offset, group })),
    position: (offset, group) => (group === null ? m.stage_position({ offset }) : m.stage_position_group({ offset, group })),
    before: (count) => m.stage_before({ count: numbers.format(count) }),
    logStart: (offset) => m.stage_log_start({ offset }),
    slowDisk: (ms) => m.picture_slow_disk({ ms: numbers.format(ms) }),
    slowLink: m.picture_slow_link(),
    nameSlowLink: (a, b, ms) => m.picture_name_slow_link({ a, b, ms: numbers.format(ms) }),
    leaving: m.picture_leaving(),
    coordinatorOf: (groups) => m.picture_coordinates({ groups: groups.join(', ') }),
    trouble: (it) => troubles[it](),
    verdict,
    staticMember: (id) => m.picture_static({ id }),
    after: (count) => m.picture_after({ count: numbers.format(count) }),
    deleted: (count) => m.picture_deleted({ count: numbers.format(count) }),
    segment: (from, active) => (active ? m.picture_segment_active : m.picture_segment)({ from }),
    offsetsFrom: (from) => m.picture_from({ from }),
    missing: (count) => m.picture_missing({ count: numbers.format(count) }),
    missingShort: m.picture_missing_short(),
    lost: (count) => m.picture_lost({ count: numbers.format(count) }),
    isr: (count, all) => m.picture_isr({ count, all }),
    elr: (brokers) => m.picture_elr({ brokers: brokers.join(' ') }),
    behind: (count) => m.picture_behind({ count: numbers.format(count) }),
    mapValue: (from, to, start, end) => m.picture_map_value({ from, to: to - 1, start, end: end - 1 }),
    leaderless: m.stage_leaderless(),
    leader: m.stage_leader(),
    follower: m.stage_follower(),
    groupState,
    generation: (generation) => m.stage_generation({ generation }),
    assignor: (protocol) => (protocol === null ? '' : m.stage_assignor({ protocol })),
    coordinator: (broker) => (broker === null ? m.stage_no_coordinator() : m.stage_coordinator({ broker })),
    coordinates: m.stage_coordinates(),
    absentState: (state) => memberState(state, false, false),
    nameAbsent: (id, state) => m.stage_name_absent({ id, state: memberState(state, false, false).text }),
    memberState: (member, owns, idle) => memberState(member.state, owns, idle),
    members: (count) => m.layout_members({ count }),
    silentMembers: (count, left) => m.stage_silent_members({ count: numbers.format(count), seconds: seconds.format(left / 1000) }),
    silent: (ms) => m.stage_silent({ seconds: seconds.format(ms / 1000) }),
    lag: (count) => m.stage_lag({ count: numbers.format(count) }),
    prefetched: (count) => m.stage_prefetched({ count: numbers.format(count) }),
    cut: (a, b) => m.stage_cut({ a, b }),
    cutShort: m.stage_cut_short(),
    offsets: (from, to) => (to <= from ? m.stage_no_records() : m.stage_offsets({ from, to: to - 1 })),
    foldedFollowers: (count) => m.stage_folded_followers({ count }),
    foldedTapes: (count) => m.stage_folded_tapes({ count }),
    foldedMembers: (count) => m.stage_folded_members({ count }),
    hiddenThings: (count) => m.stage_hidden({ count }),
    nameProducer: (producer) => {
      const { id, settings, state, sent, acknowledged, failed } = producer;
      const trouble = troubleOf(producer);
      return m.stage_name_producer({
        id,
        acks: m.stage_acks({ acks: acksOf(settings) }),
        state: trouble === null ? (producerState(state)?.text ?? m.stage_broker_running()) : troubles[trouble](),
        sent,
        acknowledged,
        failed,
      });
    },
    nameBatch: (producer, { topic, partition }, batches) =>
      m.stage_name_batch({ producer, topic, partition, count: batches.reduce((sum, it) => sum + it.records.length, 0) }),
    nameBatches: (producer, partitions, batches) =>
      m.stage_name_batches({ producer, partitions, count: batches.reduce((sum, it) => sum + it.records.length, 0) }),
    nameBroker: ({ id, state, isController, leaving, appendMs }) =>
      [
        (isController ? m.stage_name_broker_controller : m.stage_name_broker)({ id, state: brokerState(state).text }),
        ...(leaving === true ? [m.picture_leaving()] : []),
        ...(appendMs === undefined ? [] : [m.picture_slow_disk({ ms: numbers.format(appendMs) })]),
      ].join(', '),
    namePartition: (topic, it) =>
      m.stage_name_partition({
        topic,
        partition: it.partition,
        leader: it.leader ?? m.stage_none(),
        isr: several(it.isr),
        hw: it.highWatermark,
        leo: it.logEndOffset,
      }),
    nameReplica: (topic, partition, broker, role, leo, hw, inSync) => {
      const name = m.stage_name_replica({ topic, partition, broker, role, leo, hw });
      return inSync ? name : m.stage_name_out_of_sync({ name });
    },
    nameRecord: ({ offset, key }, topic, partition, pending) =>
      (pending ? m.stage_name_record_pending : m.stage_name_record)({ topic, partition, offset, key: key ?? m.stage_no_key() }),
    nameSegment: (topic, partition, { baseOffset, endOffset, bytes }, active) =>
      active
        ? m.picture_name_segment_active({ topic, partition, from: baseOffset, bytes: numbers.format(bytes) })
        : m.picture_name_segment({ topic, partition, from: baseOffset, to: endOffset, bytes: numbers.format(bytes) }),
    nameHole: (topic, partition, from, to) => m.picture_name_hole({ topic, partition, from, to: to - 1 }),
    nameLost: (tape, offsets) => m.picture_name_lost({ tape, count: offsets.length, offsets: runs(offsets).join(', ') }),
    nameMap: (topic, partition) => m.picture_name_map({ topic, partition }),
    nameGroup: ({ id, state, generation }) => m.stage_name_group({ id, state: groupState(state).text, term: state, generation }),
    nameMember: ({ id, state, assignment }, badge) =>
      m.stage_name_member({
        id,
        badge,
        state: memberState(state, Object.keys(assignment).length > 0, true).text,
        partitions: owned(assignment),
      }),
    nameRibbon: (topic, partition, member) =>
      member === null ? m.stage_name_ribbon_loose({ topic, partition }) : m.stage_name_ribbon({ topic, partition, member }),
  };
}

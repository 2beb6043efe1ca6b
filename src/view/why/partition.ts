/** What one may ask of a partition: its leader, its in-sync replicas, its high watermark, its log, and whose it is. */
import type { PartitionModel } from '../../sim/index.ts';
import { ask, say, type Clause, type Question } from './answer.ts';
import { breachQuestions, groupLag, whyNobody } from './group.ts';
import { holes, logStart } from './log.ts';
import { isAt, last, ownerIn, partitionAt, placeName, replicaOf, told, type Now, type Place } from './now.ts';
import { ownership } from './ownership.ts';
import { restored } from './restored.ts';
import { hindrance, trouble } from './trouble.ts';
import { leaderAnswer, leaderless, leaderSilent, outOfIsr } from './leadership.ts';

export function partitionQuestions(now: Now, place: Place): readonly Question[] {
  const partition = partitionAt(now, place);
  if (partition === undefined) return [];
  const { leader, isr, replicas, highWatermark, logEndOffset } = partition;
  const dead = leader !== null && now.model.brokers.find(({ id }) => id === leader)?.state !== 'running';
  const out = replicas.filter((id) => !isr.includes(id));
  return [
    ...owners(now, place),
    ...(leader === null
      ? [ask('ask_leaderless', {}, () => leaderless(now, place, partition))]
      : [ask('ask_leader', { broker: { node: String(leader) } }, () => leaderAnswer(now, place, partition))]),
    ...(leader !== null && dead ? [ask('ask_leader_silent', {}, () => leaderSilent(now, leader))] : []),
    ...(out.length > 0 ? [ask('ask_isr', { out }, () => out.flatMap((id) => outOfIsr(now, place, partition, id)))] : []),
    ...(highWatermark < logEndOffset && (leader !== null || restored(now, place, partition).length > 0)
      ? [ask('ask_hw', { hw: highWatermark }, () => stuckWatermark(now, place, partition))]
      : []),
    ...refusing(now, place, partition),
    ...(partition.logStartOffset > 0
      ? [ask('ask_log_start', { start: partition.logStartOffset }, () => logStart(now, place, partition))]
      : []),
    ...(hasHoles(partition) ? [ask('ask_holes', {}, () => holes(now, place))] : []),
    ...breachQuestions(now, (breach) => isAt(breach, place)),
  ];
}

/** One question per group that reads the topic: whose is it, and why is it behind? */
function owners(now: Now, place: Place): readonly Question[] {
  return now.model.groups
    .filter(({ topics }) => topics.includes(place.topic))
    .flatMap((group) => {
      const owner = ownerIn(group, place);
      const lag = group.offsets.find((it) => isAt(it, place))?.lag ?? 0;
      return [
        owner === undefined
          ? ask('ask_ownerless', { group: group.id }, () => whyNobody(now, group), `ownerless:${group.id}`)
          : ask('ask_owner', { member: owner.id, group: group.id }, () => ownership(now, group, owner.id, place), `owner:${group.id}`),
        ...(lag > 0
          ? [ask('ask_partition_lag', { group: group.id, records: { records: lag } }, () => groupLag(now, group, place), `lag:${group.id}`)]
          : []),
      ];
    });
}

const hasHoles = ({ records }: PartitionModel): boolean =>
  records.length > 1 && (records.at(-1)?.offset ?? 0) - (records[0]?.offset ?? 0) + 1 > records.length;

/** The settings that count for it, as its leader reads them. */
const minIsrOf = (now: Now, place: Place, { leader }: PartitionModel): number =>
  (leader === null ? null : replicaOf(now, place, leader))?.minIsr ?? 1;

// ── The high watermark ──

/** R2: why records lie beyond it. */
export function stuckWatermark(now: Now, place: Place, partition: PartitionModel): readonly Clause[] {
  const { leader, isr, highWatermark: hw, logEndOffset: end } = partition;
  const back = restored(now, place, partition);
  if (leader === null) return [...back, ...leaderless(now, place, partition)];
  const head = say('hw_is', { hw, end, isr }, { rules: ['R2', 'R6'] });
  const min = minIsrOf(now, place, partition);
  const stands = now.scenario.kafka === '3.9' || now.scenario.kafka === '4.3';
  if (stands && isr.length < min) {
    const change = last(now, 'isr.changed', (fact) => isAt(fact, place));
    return [head, say('hw_min_isr', { have: isr.length, min }, { fact: change, rules: ['R2'] }), ...told(change, ['R3'])];
  }
  const followers = (replicaOf(now, place, leader)?.followers ?? []).filter(({ id }) => isr.includes(id) && id !== leader);
  const slowest = followers.toSorted((a, b) => a.logEndOffset - b.logEndOffset)[0];
  const leaderWell = trouble(now, leader);
  if (leaderWell.length > 0) return [head, ...back, say('hw_leader_down', {}, { rules: ['C2'] }), ...leaderWell];
  if (slowest === undefined || slowest.logEndOffset >= end) return [head, ...back, say('hw_soon', {}, { rules: ['R1', 'R2'] })];
  return [
    head,
    say('hw_slowest', { broker: { node: String(slowest.id) }, has: Math.max(0, slowest.logEndOffset), end }, { rules: ['R1', 'R2'] }),
    ...hindrance(now, leader, slowest.id),
  ];
}

// ── It takes no acks=all ──

function refusing(now: Now, place: Place, partition: PartitionModel): readonly Question[] {
  const min = minIsrOf(now, place, partition);
  if (partition.leader === null || partition.isr.length >= min) return [];
  return [
    ask('ask_refuses', {}, () => {
      const change = last(now, 'isr.changed', (fact) => isAt(fact, place));
      const refused = last(now, 'produce.refused', (fact) => isAt(fact, place));
      return [
        say('refuses_min_isr', { have: partition.isr.length, min, partition: placeName(place) }, { fact: change, rules: ['R5'] }),
        ...told(change, ['R3']),
        ...told(refused, ['R5']),
      ];
    }),
  ];
}

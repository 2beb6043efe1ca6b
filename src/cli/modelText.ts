/** The read model and facts as text for a terminal: one line per thing, in columns. */
import type { Fact, ReadModel } from '../sim/index.ts';

type Row = readonly (string | number)[];

/** Rows in columns as wide as their widest cell. */
function columns(rows: readonly Row[], indent = '  '): string[] {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, i) => (widths[i] = Math.max(widths[i] ?? 0, String(cell).length)));
  return rows.map((row) => (indent + row.map((cell, i) => String(cell).padEnd(widths[i] ?? 0)).join('  ')).trimEnd());
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(3)} s`;
const orDash = (value: string | number | null) => (value === null ? '–' : String(value));
const counted = (word: string, count: number) => `${word} ${count}`;
const assigned = (assignment: Readonly<Record<string, readonly number[]>>) =>
  Object.entries(assignment)
    .map(([topic, partitions]) => `${topic} ${partitions.join(',')}`)
    .join('; ') || 'nothing';

function topicLines({ topics }: ReadModel): string[] {
  const rows = topics.flatMap(({ name, partitions }) =>
    partitions.map((it): Row => [
      `${name}-${it.partition}`,
      `leader ${orDash(it.leader)}`,
      `epoch ${it.leaderEpoch}`,
      `replicas ${it.replicas.join(',')}`,
      `isr ${it.isr.join(',')}`,
      `start ${it.logStartOffset}`,
      `hw ${it.highWatermark}`,
      `end ${it.logEndOffset}`,
    ]),
  );
  return ['topics', ...columns(rows)];
}

function producerLines({ producers }: ReadModel): string[] {
  const words = ['sent', 'acknowledged', 'failed', 'retries', 'batches', 'requests'] as const;
  return [
    'producers',
    ...columns(
      producers.map((it): Row => [it.id, it.state, ...words.map((word) => counted(word, it[word])), it.results.slice(-3).join(' ')]),
    ),
  ];
}

function groupLines({ groups }: ReadModel): string[] {
  return groups.flatMap((group) => [
    `group ${group.id}  ${group.state}  generation ${group.generation}  protocol ${orDash(group.protocol)}  leader ${orDash(group.leader)}  coordinator ${orDash(group.coordinator)}`,
    ...columns(group.members.map((it): Row => [it.id, it.state, assigned(it.assignment)])),
    ...columns(
      group.offsets.map((it): Row => [
        `${it.topic}-${it.partition}`,
        `committed ${orDash(it.committed)}`,
        `end ${it.logEndOffset}`,
        `lag ${orDash(it.lag)}`,
      ]),
      '    ',
    ),
    ...columns(
      group.rebalances.map((it): Row => [
        `rebalance at ${seconds(it.at)}`,
        it.reason,
        counted('generation', it.generation),
        counted('rounds', it.rounds),
        `moved ${it.moved} (${it.movedFromLive} from the living)`,
        counted('stopped', it.stopped),
        `paused ${seconds(it.pausedMs)}`,
      ]),
      '    ',
    ),
  ]);
}

function ledgerLines({ ledger }: ReadModel): string[] {
  const total = (['produced', 'acknowledged', 'failed', 'lost'] as const).map((word) => counted(word, ledger[word]));
  const words = ['processed', 'duplicates', 'skipped', 'outOfOrder'] as const;
  const groups = Object.entries(ledger.groups).map(([id, group]): Row => [
    id,
    ...words.map((word) => counted(word, group[word])),
    ledger.verdicts[id] ?? '',
  ]);
  return [`ledger  ${total.join('  ')}`, ...columns(groups)];
}

export function modelAsText(model: ReadModel): string {
  const { now, brokers, controller } = model;
  return [
    `t = ${seconds(now)}   controller ${orDash(controller.id)}, epoch ${controller.epoch}`,
    `brokers  ${brokers.map((it) => `${it.id} ${it.state}${it.rack === null ? '' : ` (${it.rack})`}`).join('  ')}`,
    ...topicLines(model),
    ...producerLines(model),
    ...groupLines(model),
    ...ledgerLines(model),
  ].join('\n');
}

/** One fact a line: time, weight, kind, who, and the rest as JSON. */
export function factsAsText(facts: readonly Fact[]): string {
  const rows = facts.map(({ id, at, weight, kind, actor, cause, ...rest }): Row => [
    `#${id}`,
    seconds(at),
    weight,
    kind,
    actor,
    cause === null ? '' : `because of #${cause}`,
    JSON.stringify(rest),
  ]);
  return ['facts', ...columns(rows)].join('\n');
}

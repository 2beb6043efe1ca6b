/** What differs between two worlds: one row per thing a person would ask about. */
import type { GroupModel, PartitionModel, ProducerModel, ReadModel } from '../../sim/index.ts';

export type Aspect =
  | 'brokerState'
  | 'leader'
  | 'isr'
  | 'highWatermark'
  | 'logEnd'
  | 'groupState'
  | 'generation'
  | 'members'
  | 'assignment'
  | 'lag'
  | 'rebalances'
  | 'rounds'
  | 'moved'
  | 'stopped'
  | 'longestPause'
  | 'unread'
  | 'sent'
  | 'acknowledged'
  | 'failed'
  | 'retries'
  | 'produced'
  | 'ledgerAcknowledged'
  | 'ledgerFailed'
  | 'lost'
  | 'processed'
  | 'duplicates'
  | 'skipped'
  | 'outOfOrder'
  | 'verdict';

export type Area = 'group' | 'course' | 'partition' | 'broker' | 'producer' | 'ledger';

/** Lists are sorted; null: there is none (no leader, no such thing). */
export type Value = number | string | readonly (number | string)[] | null;

export interface Difference {
  readonly area: Area;
  /** The name of what it is about: a group, a member, `orders-0`, …; empty: the whole run. */
  readonly subject: string;
  readonly aspect: Aspect;
  readonly a: Value;
  readonly b: Value;
}

export const keyOf = ({ area, subject, aspect }: Difference): string => `${area} ${subject} ${aspect}`;

export type Row = Omit<Difference, 'a' | 'b'> & { readonly value: Value };

/** The rows in which two worlds differ, in the order they are told: what groups went through, how they stand, partitions, brokers, producers, what delivery came to. */
export function compareRows(a: readonly Row[], b: readonly Row[]): readonly Difference[] {
  const others = new Map(b.map((row) => [nameOf(row), row]));
  const differences: Difference[] = [];
  for (const row of a) {
    const other = others.get(nameOf(row));
    others.delete(nameOf(row));
    add(differences, row, row.value, other?.value ?? null);
  }
  for (const row of others.values()) add(differences, row, null, row.value);
  const order: readonly Area[] = ['course', 'group', 'partition', 'broker', 'producer', 'ledger'];
  return differences.toSorted((x, y) => order.indexOf(x.area) - order.indexOf(y.area));
}

const nameOf = ({ area, subject, aspect }: Omit<Row, 'value'>): string => `${area} ${subject} ${aspect}`;

function add(differences: Difference[], { area, subject, aspect }: Row, a: Value, b: Value): void {
  if (JSON.stringify(a) !== JSON.stringify(b)) differences.push({ area, subject, aspect, a, b });
}

export const compareModels = (a: ReadModel, b: ReadModel): readonly Difference[] => compareRows(rowsOf(a), rowsOf(b));

export const rowsOf = (model: ReadModel): readonly Row[] => [
  ...model.groups.flatMap((group) => [...ofGroup(group), ...ofRebalances(group)]),
  ...model.topics.flatMap(({ name, partitions }) =>
    partitions.flatMap((partition) => ofPartition(`${name}-${partition.partition}`, partition)),
  ),
  ...model.brokers.map(({ id, state }): Row => ({ area: 'broker', subject: String(id), aspect: 'brokerState', value: state })),
  ...model.producers.flatMap(ofProducer),
  ...ofLedger(model),
];

export const rows = (area: Area, subject: string, values: Partial<Record<Aspect, Value>>): Row[] =>
  Object.entries(values).map(([aspect, value]) => ({ area, subject, aspect: aspect as Aspect, value }));

function ofGroup({ id, state, generation, members, offsets }: GroupModel): Row[] {
  const lag = offsets.reduce((sum, it) => sum + (it.lag ?? 0), 0);
  return [
    ...rows('group', id, { groupState: state, generation, members: members.map((it) => it.id).toSorted(), lag }),
    ...members.flatMap((member) => {
      const owned = Object.entries(member.assignment).flatMap(([topic, partitions]) => partitions.map((it) => `${topic}-${it}`));
      return rows('group', member.id, { assignment: owned.toSorted() });
    }),
  ];
}

/** What its rebalances came to: a rebalance can take rounds, and a partition nobody reads stands still. */
function ofRebalances({ id, rebalances }: GroupModel): Row[] {
  const sum = (of: 'rounds' | 'moved' | 'stopped') => rebalances.reduce((all, it) => all + it[of], 0);
  // How long it stops is known when a rebalance is over.
  const pauses = rebalances.filter(({ endedAt }) => endedAt !== null).map(({ pausedMs }) => pausedMs);
  return rows('course', id, {
    rebalances: rebalances.length,
    rounds: sum('rounds'),
    moved: sum('moved'),
    stopped: sum('stopped'),
    longestPause: pauses.length === 0 ? null : Math.max(...pauses),
  });
}

const ofPartition = (name: string, { leader, isr, highWatermark, logEndOffset }: PartitionModel): Row[] =>
  rows('partition', name, { leader, isr: isr.toSorted((x, y) => x - y), highWatermark, logEnd: logEndOffset });

const ofProducer = ({ id, sent, acknowledged, failed, retries }: ProducerModel): Row[] =>
  rows('producer', id, { sent, acknowledged, failed, retries });

function ofLedger({ ledger }: ReadModel): Row[] {
  const { produced, acknowledged, failed, lost } = ledger;
  return [
    ...rows('ledger', '', { produced, ledgerAcknowledged: acknowledged, ledgerFailed: failed, lost }),
    ...Object.entries(ledger.groups).flatMap(([group, { processed, duplicates, skipped, outOfOrder }]) =>
      rows('ledger', group, { processed, duplicates, skipped, outOfOrder, verdict: ledger.verdicts[group] ?? null }),
    ),
  ];
}

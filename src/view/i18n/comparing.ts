/** What differs between two branches, in words. */
import type { Verdict } from '../../sim/index.ts';
import type { Aspect, Difference, Value } from '../comparing/models.ts';
import { duration, number } from './format.ts';
import { nodeName } from './names.ts';
import { m } from './paraglide/messages.js';
import { verdictWords } from './verdicts.ts';

const aspects: Readonly<Record<Aspect, () => string>> = {
  brokerState: m.dock_diff_state,
  leader: m.dock_diff_leader,
  isr: m.dock_diff_isr,
  highWatermark: m.dock_diff_hw,
  logEnd: m.dock_diff_end,
  groupState: m.dock_diff_state,
  generation: m.dock_diff_generation,
  members: m.dock_diff_members,
  assignment: m.dock_diff_assignment,
  lag: m.dock_diff_lag,
  rebalances: m.dock_diff_rebalances,
  rounds: m.dock_diff_rounds,
  moved: m.dock_diff_moved,
  stopped: m.dock_diff_stopped,
  longestPause: m.dock_diff_longest_pause,
  unread: m.dock_diff_unread,
  sent: m.ledger_produced,
  acknowledged: m.ledger_acknowledged,
  failed: m.ledger_failed,
  retries: m.dock_diff_retries,
  produced: m.ledger_produced,
  ledgerAcknowledged: m.ledger_acknowledged,
  ledgerFailed: m.ledger_failed,
  lost: m.ledger_lost,
  processed: m.ledger_processed,
  duplicates: m.ledger_duplicates,
  skipped: m.ledger_skipped,
  outOfOrder: m.ledger_out_of_order,
  verdict: m.dock_diff_verdict,
};

export const aspectWords = (aspect: Aspect): string => aspects[aspect]();

export function areaWords(area: Difference['area']): string {
  switch (area) {
    case 'group':
      return m.dock_area_groups();
    case 'course':
      return m.dock_area_course();
    case 'partition':
      return m.dock_area_partitions();
    case 'broker':
      return m.dock_area_brokers();
    case 'producer':
      return m.dock_area_producers();
    case 'ledger':
      return m.dock_area_ledger();
  }
}

export const subjectWords = ({ area, subject }: Difference): string =>
  area === 'broker'
    ? nodeName(subject, true)
    : area === 'ledger'
      ? subject === ''
        ? m.dock_diff_all()
        : m.ledger_group({ group: subject })
      : subject;

export function valueWords({ aspect }: Difference, value: Value): string {
  if (value === null) return m.dock_diff_none();
  if (aspect === 'verdict') return verdictWords(value as Verdict);
  if (aspect === 'leader') return nodeName(String(value), true);
  if (typeof value === 'number' && (aspect === 'longestPause' || aspect === 'unread')) return duration(value);
  if (typeof value === 'number') return number(value);
  if (typeof value === 'object') return value.length === 0 ? m.dock_diff_none() : value.join(', ');
  return value;
}

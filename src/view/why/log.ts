/** Why a log begins where it does, and why offsets are missing in it (L3, L4). */
import type { PartitionModel } from '../../sim/index.ts';
import { say, type Clause } from './answer.ts';
import { isAt, last, replicaOf, told, type Now, type Place } from './now.ts';

export function logStart(now: Now, place: Place, { leader, logStartOffset }: PartitionModel): readonly Clause[] {
  const rules = leader === null ? null : replicaOf(now, place, leader)?.rules;
  const deleted = last(now, 'log.deleted', (fact) => isAt(fact, place) && fact.to === logStartOffset && fact.by !== 'leader');
  const any = deleted ?? last(now, 'log.deleted', (fact) => isAt(fact, place));
  const why =
    any?.by === 'time'
      ? [say('start_time', { retention: { ms: rules?.retentionMs ?? 0 } }, { fact: any, rules: ['L3'] })]
      : any?.by === 'size'
        ? [say('start_size', { bytes: rules?.retentionBytes ?? 0 }, { fact: any, rules: ['L3'] })]
        : [];
  return [...told(any, ['L3']), ...why, say('start_readers', { start: logStartOffset }, { rules: ['L3', 'F2'] })];
}

export function holes(now: Now, place: Place): readonly Clause[] {
  const cleaned = last(now, 'log.cleaned', (fact) => isAt(fact, place));
  return [
    ...told(cleaned, ['L4']),
    say('holes_compacted', {}, { fact: cleaned, rules: ['L4'] }),
    say('holes_offsets', {}, { rules: ['L4'] }),
  ];
}

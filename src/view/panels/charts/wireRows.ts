/** What travelled as rows for a spreadsheet. */
import { csvOf, nodeOf } from '../../../sim/index.ts';
import type { WireLine } from '../../geometry/spaceTime.ts';
import { errorOf, requestName } from '../../geometry/spaceTimeKinds.ts';

/** Times in virtual ms. */
export function wireRows(lines: readonly WireLine[]): string {
  const head = ['sent_ms', 'arrives_ms', 'ended_ms', 'from', 'to', 'request', 'type', 'fate', 'lost_to', 'error'];
  const rows = lines.map(({ message }) => [
    message.sentAt,
    message.arrivesAt,
    message.endedAt ?? '',
    nodeOf(message.from),
    nodeOf(message.to),
    requestName(message.type),
    message.type,
    message.fate,
    message.lostTo ?? '',
    errorOf(message) ?? '',
  ]);
  return csvOf([head, ...rows]);
}

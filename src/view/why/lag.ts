/** How far a member is behind: what it may read and has not been given yet. */
import type { MemberModel } from '../../sim/index.ts';
import { partitionAt, type Now, type Place } from './now.ts';

/** Records below the high watermark that poll() has not returned; 0 where its position is not known yet. */
export function lagOf(now: Now, member: MemberModel, place: Place): number {
  const position = member.position[place.topic]?.[place.partition];
  const end = partitionAt(now, place)?.highWatermark ?? 0;
  return position === undefined ? 0 : Math.max(0, end - position);
}

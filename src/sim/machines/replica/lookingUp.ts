/** F3: finding a record by its time. Models UnifiedLog.fetchOffsetByTimestamp, as far as a consumer may read. */
import { slice } from '../../kafka/log.ts';
import type { MessageOf } from '../../messages.ts';
import { tell, type Turn } from './context.ts';

/** Timestamps are the producers' own (CreateTime) and need not rise: the first in the log counts, not the earliest. */
export function lookUp(turn: Turn, { ticket, timestamp }: MessageOf<'replica.lookUp'>): void {
  const { log, highWatermark } = turn.draft;
  const { records } = slice(log, log.startOffset, Infinity, highWatermark);
  const found = records.find((record) => record.timestamp >= timestamp);
  tell(turn, { type: 'replica.found', ticket, offset: found?.offset ?? -1, error: null });
}

export const refuseLookUp = (turn: Turn, { ticket }: MessageOf<'replica.lookUp'>): void =>
  tell(turn, { type: 'replica.found', ticket, offset: -1, error: 'NOT_LEADER_OR_FOLLOWER' });

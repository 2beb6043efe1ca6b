/** L1: what an append to a long log costs beside one to a short log. */
import { EMPTY_LOG, append } from '../../sim/kafka/log.ts';
import type { Log } from '../../sim/kafka/log.ts';
import type { LogRecord } from '../../sim/messages.ts';
import { computed } from './clock.ts';

const SHORT = 1000;
const LONG = 100_000;
const APPENDS = 20_000;
const ROUNDS = 15;

const batchAt = (offset: number): readonly LogRecord[] => [
  { producer: 'web', number: offset, key: null, value: null, bytes: 100, timestamp: 0, offset, leaderEpoch: 0 },
];

function grown(from: Log, to: number): Log {
  let log = from;
  while (log.endOffset < to) log = append(log, batchAt(log.endOffset));
  return log;
}

/** The same many appends, the short log begun anew whenever it has doubled: CPU time of the quickest round. */
function msPerAppend(length: number): number {
  const log = grown(EMPTY_LOG, length);
  const ahead = Math.min(length, APPENDS);
  const rounds = Array.from({ length: ROUNDS }, () =>
    computed(() => {
      for (let done = 0; done < APPENDS; done += ahead) grown(log, length + ahead);
    }),
  );
  return Math.min(...rounds) / APPENDS;
}

export function benchLog() {
  msPerAppend(SHORT);
  return { appendLongToShort: msPerAppend(LONG) / msPerAppend(SHORT) };
}

/** What somebody's link holds. */
import { unpack } from './pack.ts';
import { nothing, readRun, type Shared } from './readRun.ts';

/** `payload`: what stands behind `#/run/`. What could be opened, and what is wrong with the rest. Never throws. */
export function readLink(payload: string): Shared {
  const read = unpack(payload);
  return 'fault' in read ? nothing(read.fault) : readRun(read.data);
}

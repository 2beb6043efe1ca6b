/** The run that came last, by link or file: what was wrong with it stays readable while it is shown. */
import type { Shared } from './readRun.ts';

export interface Received extends Shared {
  /** The file it came in; null: a link. */
  readonly file: string | null;
}

class Last {
  value = $state.raw<Received | null>(null);
}

export const received = new Last();

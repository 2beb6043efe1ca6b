/** What delivery came to, in plain words; Kafka's term stands beneath. */
import type { Verdict } from '../../sim/index.ts';
import { m } from './paraglide/messages.js';

const terms: Readonly<Record<Verdict, string>> = {
  exactlyOnce: 'exactly-once',
  atLeastOnce: 'at-least-once',
  atMostOnce: 'at-most-once',
  neither: '',
};

export function verdictWords(verdict: Verdict): string {
  switch (verdict) {
    case 'exactlyOnce':
      return m.dock_verdict_exactly();
    case 'atLeastOnce':
      return m.dock_verdict_least();
    case 'atMostOnce':
      return m.dock_verdict_most();
    case 'neither':
      return m.dock_verdict_neither();
  }
}

/** Empty: Kafka has no word for it. */
export const verdictTerm = (verdict: Verdict): string => terms[verdict];

/** What a rule's status is called, and what it means. */
import type { Status } from '../lesson/fidelity.ts';
import { m } from './i18n/paraglide/messages.js';

export function statusWords(status: Status): { readonly name: string; readonly meaning: string } {
  switch (status) {
    case 'exact':
      return { name: m.fidelity_exact(), meaning: m.fidelity_exact_meaning() };
    case 'as Kafka':
      return { name: m.fidelity_as_kafka(), meaning: m.fidelity_as_kafka_meaning() };
    case 'simplified':
      return { name: m.fidelity_simplified(), meaning: m.fidelity_simplified_meaning() };
    case 'in part':
      return { name: m.fidelity_in_part(), meaning: m.fidelity_in_part_meaning() };
    case 'later':
      return { name: m.fidelity_later(), meaning: m.fidelity_later_meaning() };
    case 'ours':
      return { name: m.fidelity_ours(), meaning: m.fidelity_ours_meaning() };
  }
}

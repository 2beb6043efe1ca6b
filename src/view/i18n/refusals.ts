/** Why a command is refused, in the reader's language: by Kafka's own name of the error. The simulator's exact words stand beneath. */
import type { CommandProblem } from '../../sim/index.ts';
import { m } from './paraglide/messages.js';

export function refusalWords({ code }: CommandProblem): string {
  switch (code) {
    case 'INVALID_PARTITIONS':
      return m.lab_refused_invalid_partitions();
    case 'INVALID_REPLICATION_FACTOR':
      return m.lab_refused_replication();
    case 'INVALID_REPLICA_ASSIGNMENT':
      return m.lab_refused_assignment();
    case 'TOPIC_ALREADY_EXISTS':
      return m.lab_refused_exists();
    case 'idTaken':
      return m.lab_refused_taken();
    case 'INVALID_TOPIC_EXCEPTION':
      return m.lab_refused_topic_name();
    case 'UNKNOWN_TOPIC_OR_PARTITION':
      return m.lab_refused_unknown_topic();
    case 'REQUEST_TIMED_OUT':
      return m.lab_refused_timeout();
    case 'wrongState':
      return m.lab_refused_state();
    case 'unknownTarget':
      return m.lab_refused_target();
    case 'INVALID_CONFIG':
    case 'ConfigException':
      return m.lab_refused_config();
    default:
      return m.lab_refused_other();
  }
}

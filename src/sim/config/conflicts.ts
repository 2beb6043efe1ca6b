/** Settings that contradict each other. */
import { producerConflicts, type Conflict } from './producerConflicts.ts';
import { numberOf, settingsFor, type Overrides } from './resolve.ts';
import type { ProfileName, Settings, SettingScope } from './types.ts';

/** What a client (or broker) of this version would refuse to start with, and combinations that come later. */
export function conflictsIn(scope: SettingScope, profile: ProfileName, overrides: Overrides): readonly Conflict[] {
  if (scope === 'producer') return producerConflicts(profile, overrides);
  const settings = settingsFor(scope, profile, overrides);
  if (scope === 'consumer') return consumerConflicts(settings, overrides);
  return scope === 'broker' ? brokerConflicts(settings, overrides) : [];
}

/** G7: a member must have the chance of more than one heartbeat per session. */
function consumerConflicts(settings: Settings, overrides: Overrides): readonly Conflict[] {
  const heartbeat = numberOf(settings, 'heartbeat.interval.ms');
  const session = numberOf(settings, 'session.timeout.ms');
  if (heartbeat < session) return [];
  const reason = `heartbeat.interval.ms (${heartbeat}) must be lower than session.timeout.ms (${session}); the consumer refuses to start`;
  return [{ name: blamed(overrides, 'heartbeat.interval.ms', 'session.timeout.ms'), exception: 'IllegalArgumentException', reason }];
}

function brokerConflicts(settings: Settings, overrides: Overrides): readonly Conflict[] {
  const found: Conflict[] = [];
  const below = (low: string, high: string, strictly: boolean, exception: string | null) => {
    const a = numberOf(settings, low);
    const b = numberOf(settings, high);
    if (a < b || (a === b && !strictly)) return;
    found.push({
      name: blamed(overrides, low, high),
      exception,
      reason: `${low} (${a}) must be ${strictly ? 'lower than' : 'at most'} ${high} (${b})`,
    });
  };
  below('group.min.session.timeout.ms', 'group.max.session.timeout.ms', false, null);
  below('replica.fetch.wait.max.ms', 'replica.lag.time.max.ms', false, 'IllegalArgumentException');
  below('replica.fetch.wait.max.ms', 'replica.socket.timeout.ms', false, 'IllegalArgumentException');
  below('broker.heartbeat.interval.ms', 'broker.session.timeout.ms', true, null);
  return found;
}

const blamed = (overrides: Overrides, first: string, second: string) => (overrides[first] === undefined ? second : first);

/** The rules between settings that Kafka's producer checks when it starts (P6, P7). */
import { formatDuration } from '../scenario/durations.ts';
import { atLeast } from './profiles.ts';
import { numberOf, settingsFor, type Overrides } from './resolve.ts';
import type { ProfileName } from './types.ts';

/** Settings that contradict each other. `name`: the one to blame; `exception`: what Kafka's client throws, null where the limit is ours. */
export interface Conflict {
  readonly name: string;
  readonly exception: string | null;
  readonly reason: string;
}

/** P7: what 3.9 only warns of; 4.x refuses it. It turns the idempotence off that nobody asked for. */
export function turnsIdempotenceOff(profile: ProfileName, overrides: Overrides): boolean {
  if (!atLeast(profile, '3.9') || atLeast(profile, '4.3') || overrides['enable.idempotence'] !== undefined) return false;
  const settings = settingsFor('producer', profile, overrides);
  return settings['acks'] === 'all' && settings['retries'] !== 0 && numberOf(settings, 'max.in.flight.requests.per.connection') > 5;
}

export function producerConflicts(profile: ProfileName, overrides: Overrides): readonly Conflict[] {
  const settings = settingsFor('producer', profile, overrides);
  const found: Conflict[] = [];
  const refuse = (name: string, reason: string) => found.push({ name, exception: 'ConfigException', reason });
  const delivery = numberOf(settings, 'delivery.timeout.ms');
  const waits = numberOf(settings, 'linger.ms') + numberOf(settings, 'request.timeout.ms');
  if (delivery < waits)
    refuse(
      'delivery.timeout.ms',
      `delivery.timeout.ms (${delivery}) must be at least linger.ms + request.timeout.ms (${formatDuration(waits)}); the producer refuses to start`,
    );
  const explicit = overrides['enable.idempotence'] === true;
  if (explicit && settings['acks'] !== 'all')
    refuse('acks', `enable.idempotence: true needs acks: all, not ${String(settings['acks'])}; the producer refuses to start`);
  if (explicit && settings['retries'] === 0)
    refuse('retries', 'enable.idempotence: true needs retries above 0; the producer refuses to start');
  // 4.x looks at the setting before it falls back: more than five are refused even where acks=1 would have turned idempotence off. 3.x
  // turned it off for more than five, too.
  const wanted = atLeast(profile, '4.3') ? overrides['enable.idempotence'] !== false : explicit;
  const inFlight = numberOf(settings, 'max.in.flight.requests.per.connection');
  if (wanted && inFlight > 5)
    refuse(
      'max.in.flight.requests.per.connection',
      `an idempotent producer has at most 5 requests in flight, not ${inFlight}; set enable.idempotence: false or lower it`,
    );
  return found;
}

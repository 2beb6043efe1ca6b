/** Defaults of the profile with what is set on top. */
import { atLeast } from './profiles.ts';
import { settingsIn } from './settings.ts';
import { BROKER_NAMES } from './synonyms.ts';
import type { ProfileName, Settings, SettingScope, SettingValue } from './types.ts';
import type { GivenValue } from './value.ts';

export type Overrides = Readonly<Record<string, GivenValue>>;

export const numberOf = (settings: Settings, name: string): number => settings[name] as number;

/** Every setting of this scope: the profile's default, or what is set; and what a client derives from those when it starts. */
export function settingsFor(scope: SettingScope, profile: ProfileName, overrides: Overrides = {}): Settings {
  const all: Record<string, SettingValue> = {};
  for (const setting of settingsIn(scope)) all[setting.name] = overrides[setting.name] ?? setting.default[profile];
  if (scope === 'producer' || scope === 'consumer') {
    // Before exponential back-off (KIP-580) a client waited the same time after every failure.
    if (!atLeast(profile, '3.9')) all['retry.backoff.max.ms'] = numberOf(all, 'retry.backoff.ms');
  }
  if (scope === 'producer') deriveForProducer(all, profile, overrides);
  return all;
}

/** P6: unless it was set, the delivery timeout gives way to longer waits. P7: what becomes of idempotence and acks that were not set. */
function deriveForProducer(all: Record<string, SettingValue>, profile: ProfileName, overrides: Overrides): void {
  if (overrides['delivery.timeout.ms'] === undefined)
    all['delivery.timeout.ms'] = Math.max(
      numberOf(all, 'delivery.timeout.ms'),
      numberOf(all, 'linger.ms') + numberOf(all, 'request.timeout.ms'),
    );
  const { 'enable.idempotence': asked } = overrides;
  if (asked === undefined && !canBeIdempotent(all)) all['enable.idempotence'] = false;
  if (asked === true && overrides['acks'] === undefined && !atLeast(profile, '3.9')) all['acks'] = 'all';
}

/** What 3.x falls back from with a warning. 4.x does so too, but has refused more than five requests in flight before (producerConflicts). */
const canBeIdempotent = (all: Settings): boolean =>
  all['acks'] === 'all' && all['retries'] !== 0 && numberOf(all, 'max.in.flight.requests.per.connection') <= 5;

/** A topic's settings: its own, else the brokers'. */
export function topicSettings(profile: ProfileName, broker: Settings, overrides: Overrides = {}): Settings {
  const all: Record<string, SettingValue> = {};
  for (const { name, default: defaults } of settingsIn('topic'))
    all[name] = overrides[name] ?? broker[name] ?? broker[BROKER_NAMES[name] ?? name] ?? defaults[profile];
  return all;
}

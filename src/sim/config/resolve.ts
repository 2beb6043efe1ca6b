/** Defaults of the profile with what is set on top. */
import { settingsIn } from './settings.ts';
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
    if (profile === '2.8') all['retry.backoff.max.ms'] = numberOf(all, 'retry.backoff.ms');
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
  if (overrides['enable.idempotence'] === undefined && (all['acks'] !== 'all' || all['retries'] === 0)) all['enable.idempotence'] = false;
  if (profile === '2.8' && overrides['enable.idempotence'] === true && overrides['acks'] === undefined) all['acks'] = 'all';
}

/** A topic's settings: its own, else the brokers'. */
export function topicSettings(broker: Settings, overrides: Overrides = {}): Settings {
  const all: Record<string, SettingValue> = {};
  for (const { name, default: defaults } of settingsIn('topic')) all[name] = overrides[name] ?? broker[name] ?? defaults['4.3'];
  return all;
}

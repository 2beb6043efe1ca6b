/** Defaults of the profile with what is set on top, and the rules between settings that Kafka's clients check when they start. */
import { formatDuration } from '../scenario/durations.ts';
import { settingsIn } from './settings.ts';
import type { ProfileName, Settings, SettingScope, SettingValue } from './types.ts';
import type { GivenValue } from './value.ts';

export type Overrides = Readonly<Record<string, GivenValue>>;

/** Settings that contradict each other. `name`: the one to blame; `exception`: what Kafka's client throws, null where the limit is ours. */
export interface Conflict {
  readonly name: string;
  readonly exception: string | null;
  readonly reason: string;
}

const numberOf = (settings: Settings, name: string): number => settings[name] as number;

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

/** What a client (or broker) of this version would refuse to start with, and combinations that come later. */
export function conflictsIn(scope: SettingScope, profile: ProfileName, overrides: Overrides): readonly Conflict[] {
  const settings = settingsFor(scope, profile, overrides);
  if (scope === 'consumer') return consumerConflicts(settings, overrides);
  if (scope === 'producer') return producerConflicts(settings, profile, overrides);
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

function producerConflicts(settings: Settings, profile: ProfileName, overrides: Overrides): readonly Conflict[] {
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
  // 4.x looks at the setting before it falls back: more than five are refused even where acks=1 would have turned idempotence off.
  const wanted = profile === '2.8' ? explicit : overrides['enable.idempotence'] !== false;
  const inFlight = numberOf(settings, 'max.in.flight.requests.per.connection');
  if (wanted && inFlight > 5)
    refuse(
      'max.in.flight.requests.per.connection',
      `an idempotent producer has at most 5 requests in flight, not ${inFlight}; set enable.idempotence: false or lower it`,
    );
  return found;
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

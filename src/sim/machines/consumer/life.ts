/** How a consumer process begins, and begins again: nothing of what it knew survives its end. */
import type { Settings } from '../../config/types.ts';
import { noMetadata } from '../../kafka/clientMetadata.ts';
import { unheardOf } from '../../kafka/consumer/assigning.ts';
import { consumerSettings } from '../../kafka/consumer/settings.ts';
import type { ConsumerContext } from '../../kafka/consumer/state.ts';
import type { ConsumerInput } from '../inputs.ts';
import { askMetadata, refreshMetadata } from './metadata.ts';
import { change, wake, type Turn } from './turn.ts';

type Identity = Pick<ConsumerContext, 'id' | 'group' | 'profile' | 'app' | 'joinAt' | 'topics' | 'nextId' | 'dropped'> & { readonly bootstrap: readonly number[] };

function born(identity: Identity, settings: Settings): ConsumerContext {
  const { bootstrap, ...self } = identity;
  return {
    ...self,
    clientId: typeof settings['client.id'] === 'string' && settings['client.id'] !== '' ? settings['client.id'] : identity.id,
    settings,
    config: consumerSettings(settings),
    inFlight: [],
    requestsDueAt: null,
    reconnects: {},
    metadata: noMetadata(bootstrap),
    metadataAskedAt: null,
    metadataFailures: 0,
    coordinator: null,
    lookup: 'idle',
    coordinatorFailures: 0,
    memberId: '',
    generation: -1,
    phase: 'unjoined',
    rejoin: 'subscribe',
    prepared: false,
    protocol: null,
    toAssign: null,
    assignedFor: null,
    remembered: { partitions: [], generation: -1 },
    heardAt: 0,
    heartbeats: [],
    awaited: null,
    retries: 0,
    partitions: {},
    held: [],
    work: null,
    processed: {},
    sinceCommit: 0,
    polledAt: 0,
    autoCommitAt: 0,
    commit: null,
    failure: null,
    closeAsked: false,
    restartWith: null,
  };
}

export function newborn({ group, spec, profile, settings, bootstrap }: ConsumerInput): ConsumerContext {
  const { id, app, joinAt, topics } = spec;
  return born({ id, group, profile, app, joinAt, topics, nextId: 1, dropped: {}, bootstrap }, settings);
}

/** A new process in the place of the old one. Its correlation ids go on counting, so that an answer to the old one is nobody's. */
export function fresh(old: ConsumerContext, settings: Settings): ConsumerContext {
  const { id, group, profile, app, joinAt, topics, nextId, dropped } = old;
  return born({ id, group, profile, app, joinAt, topics, nextId, dropped, bootstrap: old.metadata.bootstrap }, settings);
}

/** Before `joinAt` there is no process. */
export function waitForItsTime(turn: Turn): void {
  wake(turn, 'begin', turn.context.joinAt - turn.at);
}

/** The process starts and makes its first poll(). */
export function begin(turn: Turn): void {
  const { context } = turn;
  turn.context = fresh(context, context.restartWith ?? context.settings);
  askMetadata(turn);
}

/** The memory of a crashed process is gone; what it was set to is on disk. */
export function forget(turn: Turn): void {
  turn.context = fresh(turn.context, turn.context.settings);
}

/** setConfig: settings by Kafka's names on top of the present ones, used by the next process. */
export function takeSettings(turn: Turn, config: Readonly<Record<string, unknown>>): void {
  const { restartWith, settings, profile } = turn.context;
  const next = { ...(restartWith ?? settings), ...config } as Settings;
  // Before KIP-580 there was one fixed back-off.
  const whole = profile === '2.8' ? { ...next, 'retry.backoff.max.ms': next['retry.backoff.ms'] ?? null } : next;
  change(turn, { restartWith: whole, closeAsked: true });
}

export function subscribe(turn: Turn, topics: readonly string[]): void {
  change(turn, { topics, rejoin: turn.context.rejoin ?? 'subscription' });
  if (unheardOf(turn.context.metadata, topics)) refreshMetadata(turn);
}

/** How a consumer process begins, and begins again: nothing of what it knew survives its end. */
import { atLeast } from '../../config/profiles.ts';
import type { Settings } from '../../config/types.ts';
import { bootstrapOf, noMetadata } from '../../kafka/clientMetadata.ts';
import { unheardOf } from '../../kafka/consumer/assigning.ts';
import { NO_SAMPLES } from '../../kafka/consumer/metrics.ts';
import { consumerSettings } from '../../kafka/consumer/settings.ts';
import type { Client, ConsumerContext, Loop, Membership, Self } from '../../kafka/consumer/state.ts';
import { matching } from '../../kafka/consumer/subscription.ts';
import type { MessageOf } from '../../messages.ts';
import type { ConsumerInput } from '../inputs.ts';
import { askMetadata, refreshMetadata } from './metadata.ts';
import { assignToItself } from './positions.ts';
import { change, wake, type Turn } from './turn.ts';

type Identity = Pick<Self, 'id' | 'group' | 'profile' | 'app' | 'joinAt' | 'topics' | 'pattern' | 'assigned'>;

const UNJOINED: Membership = {
  coordinator: null,
  lookup: 'idle',
  coordinatorFailures: 0,
  memberId: '',
  generation: -1,
  phase: 'unjoined',
  rejoin: 'subscribe',
  joinedFor: [],
  prepared: false,
  preparing: false,
  kept: null,
  protocol: null,
  toAssign: null,
  skipsAssignment: false,
  assignedFor: null,
  remembered: { partitions: [], generation: -1 },
  heardAt: 0,
  heartbeats: [],
  awaited: null,
  retries: 0,
};

const IDLE: Loop = {
  work: null,
  processed: {},
  sinceCommit: 0,
  polledAt: 0,
  pollBeganAt: 0,
  pollGaps: NO_SAMPLES,
  autoCommitAt: 0,
  commit: null,
  callbacks: [],
  failure: null,
  closeAsked: false,
  restartWith: null,
};

/** `client`: what is kept of an earlier process's connections. */
function born(
  { id, group, profile, app, joinAt, topics, pattern, assigned }: Identity,
  settings: Settings,
  bootstrap: readonly number[],
  client: Pick<Client, 'nextId' | 'dropped'>,
): ConsumerContext {
  const clientId = settings['client.id'];
  return {
    self: {
      id,
      group,
      clientId: typeof clientId === 'string' && clientId !== '' ? clientId : id,
      profile,
      app,
      joinAt,
      settings,
      config: consumerSettings(settings),
      topics: pattern === null ? topics : [],
      pattern,
      assigned,
    },
    client: {
      nextId: client.nextId,
      inFlight: [],
      requestsDueAt: null,
      dropped: client.dropped,
      reconnects: {},
      metadata: noMetadata(bootstrapOf(settings, bootstrap)),
      metadataAskedAt: null,
      metadataFailures: 0,
    },
    member: assigned === null ? UNJOINED : { ...UNJOINED, rejoin: null },
    reading: { partitions: {}, held: [], consumed: NO_SAMPLES, fetchLatency: NO_SAMPLES },
    loop: IDLE,
  };
}

export const newborn = ({ group, spec, profile, settings, bootstrap }: ConsumerInput): ConsumerContext =>
  born({ ...spec, pattern: spec.topicPattern ?? null, assigned: spec.assign ?? null, group, profile }, settings, bootstrap, {
    nextId: 1,
    dropped: {},
  });

/** A new process in the place of the old one. Its correlation ids go on counting, so that an answer to the old one is nobody's. */
export const fresh = ({ self, client }: ConsumerContext, settings: Settings): ConsumerContext =>
  born(self, settings, client.metadata.bootstrap, client);

/** Before `joinAt` there is no process. */
export function waitForItsTime(turn: Turn): void {
  wake(turn, 'begin', turn.context.self.joinAt - turn.at);
}

/** The process starts and makes its first poll(). */
export function begin(turn: Turn): void {
  const { context } = turn;
  turn.context = fresh(context, context.loop.restartWith ?? context.self.settings);
  change(turn, 'loop', { pollBeganAt: turn.at, polledAt: turn.at });
  assignToItself(turn);
  askMetadata(turn);
}

/** The memory of a crashed process is gone; what it was set to is on disk. */
export function forget(turn: Turn): void {
  turn.context = fresh(turn.context, turn.context.self.settings);
}

/** setConfig: settings by Kafka's names on top of the present ones, used by the next process. */
export function takeSettings(turn: Turn, config: Readonly<Record<string, unknown>>): void {
  const {
    loop: { restartWith },
    self: { settings, profile },
  } = turn.context;
  const next = { ...(restartWith ?? settings), ...config } as Settings;
  // Before KIP-580 there was one fixed back-off.
  const whole = atLeast(profile, '3.9') ? next : { ...next, 'retry.backoff.max.ms': next['retry.backoff.ms'] ?? null };
  change(turn, 'loop', { restartWith: whole, closeAsked: true });
}

export function subscribe(turn: Turn, { topics: named, topicPattern }: MessageOf<'command.subscribe'>): void {
  const pattern = topicPattern ?? null;
  const topics = pattern === null ? named : matching(pattern, Object.keys(turn.context.client.metadata.topics));
  change(turn, 'self', { topics, pattern });
  change(turn, 'member', { rejoin: turn.context.member.rejoin ?? 'subscription' });
  if (pattern !== null || unheardOf(turn.context.client.metadata, topics)) refreshMetadata(turn);
}

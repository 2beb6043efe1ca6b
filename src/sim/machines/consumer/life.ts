/** How a consumer process begins, and begins again: nothing of what it knew survives its end. */
import type { Settings } from '../../config/types.ts';
import { noMetadata } from '../../kafka/clientMetadata.ts';
import { unheardOf } from '../../kafka/consumer/assigning.ts';
import { consumerSettings } from '../../kafka/consumer/settings.ts';
import type { Client, ConsumerContext, Loop, Membership, Self } from '../../kafka/consumer/state.ts';
import type { ConsumerInput } from '../inputs.ts';
import { askMetadata, refreshMetadata } from './metadata.ts';
import { change, wake, type Turn } from './turn.ts';

type Identity = Pick<Self, 'id' | 'group' | 'profile' | 'app' | 'joinAt' | 'topics'>;

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
  protocol: null,
  toAssign: null,
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
  autoCommitAt: 0,
  commit: null,
  failure: null,
  closeAsked: false,
  restartWith: null,
};

/** `client`: what is kept of an earlier process's connections. */
function born(
  { id, group, profile, app, joinAt, topics }: Identity,
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
      topics,
    },
    client: {
      nextId: client.nextId,
      inFlight: [],
      requestsDueAt: null,
      dropped: client.dropped,
      reconnects: {},
      metadata: noMetadata(bootstrap),
      metadataAskedAt: null,
      metadataFailures: 0,
    },
    member: UNJOINED,
    reading: { partitions: {}, held: [] },
    loop: IDLE,
  };
}

export const newborn = ({ group, spec, profile, settings, bootstrap }: ConsumerInput): ConsumerContext =>
  born({ ...spec, group, profile }, settings, bootstrap, { nextId: 1, dropped: {} });

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
  const whole = profile === '2.8' ? { ...next, 'retry.backoff.max.ms': next['retry.backoff.ms'] ?? null } : next;
  change(turn, 'loop', { restartWith: whole, closeAsked: true });
}

export function subscribe(turn: Turn, topics: readonly string[]): void {
  change(turn, 'self', { topics });
  change(turn, 'member', { rejoin: turn.context.member.rejoin ?? 'subscription' });
  if (unheardOf(turn.context.client.metadata, topics)) refreshMetadata(turn);
}

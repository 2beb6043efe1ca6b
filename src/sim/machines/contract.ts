/**
 * What a machine is told and what it may ask for. A machine never acts: it is given an event that carries the time and the
 * luck, and returns its next state and a list of intents. The kernel carries the intents out.
 */
import type { ActorId, NodeId } from '../address.ts';
import type { FactBody, Weight } from '../facts.ts';

/** Anything with a type can be a message or a timer's message; the closed union of what travels is in `messages.ts`. */
export interface AnyMessage {
  readonly type: string;
}

/**
 * An event as a machine gets it: a message delivered at a virtual time.
 * `connection` names the sender's connection for what came over the network (N2), null for what came from the same node.
 * `luck` is a fresh 32-bit number for this actor's turn; expand it with `draw(luck, n)`.
 */
export interface Delivered<M extends AnyMessage> {
  readonly type: M['type'];
  readonly message: M;
  readonly from: ActorId;
  readonly connection: string | null;
  readonly at: number;
  readonly luck: number;
}

/** `Delivered` for each member of a union of messages, so that `event.type` tells the message. */
export type EventOf<M extends AnyMessage> = M extends AnyMessage ? Delivered<M> : never;

/**
 * What the kernel tells every actor of a node. `start`: the process begins (once, at its creation). `crash`: memory is gone; keep only
 * what is on disk (every timer of the node is already cancelled); `clean`: the process ended by itself, in order, after the actor asked for
 * it (`exit`). `restart`: the process begins again after a crash or a stop. `disconnected`: a connection to `node` was closed by the other
 * side or refused (a cut link closes nothing: that is noticed by timeouts alone).
 */
export type ControlMessage =
  | { readonly type: 'start' }
  | { readonly type: 'crash'; readonly clean?: true }
  | { readonly type: 'restart' }
  | { readonly type: 'disconnected'; readonly node: NodeId; readonly connection: string };

/** Ask the kernel to deliver a message: same node, within this turn and in order; another node, over the network on `connection` (default `main`). */
export interface SendIntent {
  readonly type: 'send';
  readonly to: ActorId;
  readonly message: AnyMessage;
  readonly connection?: string;
  /** How long the sender's CPU is busy with it before it can leave. */
  readonly workMs?: number;
}

/** Record a fact. `blame`: the node whose last fault is the cause, where silence rather than a message led here. `cause`: an explicit fact id. */
export interface NoteIntent {
  readonly type: 'note';
  readonly fact: FactBody;
  readonly weight?: Weight;
  readonly blame?: NodeId;
}

/**
 * Deliver `message` to myself after `delay` ms. Starting a timer whose id is running replaces it. `fresh`: what it leads to has no cause in
 * what happens now (the next send() of a schedule, the next heartbeat), so that "why?" does not walk back to the beginning of time.
 */
export interface StartTimerIntent {
  readonly type: 'startTimer';
  readonly id: string;
  readonly delay: number;
  readonly message: AnyMessage;
  readonly fresh?: true;
}

export interface StopTimerIntent {
  readonly type: 'stopTimer';
  readonly id: string;
}

/** End my process, in order, once this turn is over (N4): a broker that was allowed to shut down. */
export interface ExitIntent {
  readonly type: 'exit';
}

export type Intent = SendIntent | NoteIntent | StartTimerIntent | StopTimerIntent | ExitIntent;

export function send(to: ActorId, message: AnyMessage, connection?: string, workMs = 0): SendIntent {
  if (workMs > 0 && connection !== undefined) return { type: 'send', to, message, connection, workMs };
  return connection === undefined ? { type: 'send', to, message } : { type: 'send', to, message, connection };
}
export const note = (fact: FactBody, more?: { weight?: Weight; blame?: NodeId }): NoteIntent => ({ type: 'note', fact, ...more });
export const startTimer = (id: string, delay: number, message: AnyMessage): StartTimerIntent => ({
  type: 'startTimer',
  id,
  delay,
  message,
});
export const startFreshTimer = (id: string, delay: number, message: AnyMessage): StartTimerIntent => ({
  type: 'startTimer',
  id,
  delay,
  message,
  fresh: true,
});
export const exit: ExitIntent = { type: 'exit' };
export const stopTimer = (id: string): StopTimerIntent => ({ type: 'stopTimer', id });

/** The effects as no-op actions: spread them into every `setup({ actions })`, so that the kernel finds them in the returned list. */
export const effects = {
  send: () => undefined,
  note: () => undefined,
  startTimer: () => undefined,
  stopTimer: () => undefined,
  exit: () => undefined,
};

/** What a rule gives back: the next context (the same object if nothing changed) and what it asks the kernel to do, in order. */
export interface Outcome<C> {
  readonly context: C;
  readonly intents?: readonly Intent[];
}

/** A rule of Kafka as a pure function of what a machine knows and what it was just told. */
export type Rule<C, E> = (context: C, event: E) => Outcome<C>;

/** A named action that is a rule: what XState resolves, and what the kernel may call by itself. */
export interface RuleAction {
  readonly rule: Rule<object, object>;
}

interface ResolveArguments {
  readonly context: object;
  readonly event: object;
}

/**
 * How XState resolves a rule, in the form of its own `assign` and `enqueueActions`: the next snapshot, and the effects to carry out.
 * A rule changes only the context, so everything else of the snapshot (its state's value, its tags) is shared; `assign` builds it anew.
 */
function resolveRule(
  _scope: unknown,
  snapshot: ResolveArguments,
  { context, event }: ResolveArguments,
  _params: unknown,
  { rule }: RuleAction,
) {
  const { context: after, intents } = rule(context, event);
  const effectsAsked = intents?.map((intent) => ({ type: intent.type, params: intent }));
  return [after === context ? snapshot : { ...snapshot, context: after }, undefined, effectsAsked];
}

/**
 * Lets the chart name a rule: `actions: { 'append the batch': act(appendBatch) }`.
 * The one place where XState's types are narrowed by hand: its action type carries ten parameters of which a rule knows two,
 * and a rule for some events is used only on the transitions of those events.
 */
export function act<C extends object, E>(rule: Rule<C, E>): never {
  return Object.assign(() => undefined, { type: 'rule', rule, resolve: resolveRule }) as never;
}

/**
 * The one place that calls XState. `transition()` builds a throw-away actor for every call; `machine.transition` with one reused scope
 * gives the same snapshots and actions about four times faster (test/sim/transition.test.ts checks this over random charts).
 * The scope only collects: nothing is executed, no actor is alive.
 */
import type { ActorScope, AnyActorScope, AnyMachineSnapshot, AnyStateMachine, EventObject } from 'xstate';
import type { Intent } from '../machines/contract.ts';
import type { Reaction } from './chart.ts';
import { follow } from './chart.ts';

let collected: Intent[] = [];

interface ExecutableAction {
  readonly type: string;
  readonly params: unknown;
}

const inertSystem = {
  _bookId: () => 'x:0',
  _register: (id: string) => id,
  _unregister: () => undefined,
  _set: () => undefined,
  _sendInspectionEvent: () => undefined,
  _relay: () => undefined,
  get: () => undefined,
  getAll: () => ({}),
  inspect: () => ({ unsubscribe: () => undefined }),
};

const inertSelf = { id: 'actor', sessionId: 'x:0', send: () => undefined, system: inertSystem };

/** What an effect action or a delayed transition asks for, in the kernel's own words. */
function collect(action: ExecutableAction): void {
  switch (action.type) {
    case 'send':
    case 'note':
    case 'startTimer':
    case 'stopTimer':
    case 'exit':
      collected.push(action.params as Intent);
      return;
    case 'xstate.raise': {
      const raise = action.params as { id?: string; delay?: number; event: EventObject };
      if (raise.delay !== undefined)
        collected.push({ type: 'startTimer', id: raise.id ?? raise.event.type, delay: raise.delay, message: raise.event });
      return;
    }
    case 'xstate.cancel':
      collected.push({ type: 'stopTimer', id: action.params as string });
      return;
    default:
      throw new Error(`A machine may only send, note, startTimer, stopTimer and exit; it tried "${action.type}"`);
  }
}

const scope = {
  self: inertSelf,
  id: 'actor',
  sessionId: 'x:0',
  logger: () => undefined,
  defer: () => undefined,
  emit: () => undefined,
  system: inertSystem,
  stopChild: () => undefined,
  actionExecutor: collect,
} as unknown as AnyActorScope;

/** Snapshot and intents after a machine begins with `input`. */
export function beginMachine(machine: AnyStateMachine, input: unknown): { snapshot: AnyMachineSnapshot; intents: readonly Intent[] } {
  collected = [];
  const snapshot = machine.getInitialSnapshot(scope as ActorScope<AnyMachineSnapshot, EventObject>, input) as AnyMachineSnapshot;
  return { snapshot: checked(snapshot), intents: collected };
}

/** Snapshot and intents after one event. */
export function react(machine: AnyStateMachine, snapshot: AnyMachineSnapshot, event: EventObject): Reaction {
  return follow(machine, snapshot, event) ?? reactAtLength(machine, snapshot, event);
}

/** The same, as XState works it out. */
export function reactAtLength(machine: AnyStateMachine, snapshot: AnyMachineSnapshot, event: EventObject): Reaction {
  collected = [];
  const next = machine.transition(snapshot, event, scope as ActorScope<AnyMachineSnapshot, EventObject>) as AnyMachineSnapshot;
  return { snapshot: checked(next), intents: collected };
}

function checked(snapshot: AnyMachineSnapshot): AnyMachineSnapshot {
  if (snapshot.status === 'error') throw snapshot.error;
  return snapshot;
}

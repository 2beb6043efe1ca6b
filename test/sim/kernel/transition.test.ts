import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AnyMachineSnapshot } from 'xstate';
import { assign, initialTransition, raise, setup, transition } from 'xstate';
import { beginMachine, react } from '../../../src/sim/kernel/transition.ts';
import type { Intent, Outcome } from '../../../src/sim/machines/contract.ts';
import { act, effects, note, send, startTimer, stopTimer } from '../../../src/sim/machines/contract.ts';

interface Context {
  readonly count: number;
  readonly log: readonly string[];
}

const remember = (context: Context, event: { type: string }): Outcome<Context> => ({
  context: { count: context.count + 1, log: [...context.log, event.type].slice(-3) },
  intents: [send('broker:1', { type: event.type }), startTimer('t', context.count, { type: 'c' }), stopTimer('u')],
});
const look = (context: Context): Outcome<Context> => ({
  context,
  intents: [note({ kind: 'node.restarted', node: String(context.count) })],
});

/** A chart with everything a machine of ours may use: nested states, guards, raises with and without delay, cancels by leaving. */
const chart = setup({
  types: { context: {} as Context, events: {} as { type: 'a' } | { type: 'b' } | { type: 'c' } | { type: 'd' } },
  actions: { ...effects, remember: act(remember), look: act(look), reset: assign({ count: 0 }) },
  guards: { 'count is even': ({ context }) => context.count % 2 === 0 },
  delays: { patience: 250 },
}).createMachine({
  id: 'chart',
  context: { count: 0, log: [] },
  initial: 'one',
  on: { d: { actions: ['look', raise({ type: 'c' })] } },
  states: {
    one: { on: { a: [{ guard: 'count is even', target: 'two', actions: 'remember' }, { actions: ['remember', 'look'] }], b: 'three' } },
    two: { after: { patience: 'one' }, on: { b: { target: 'three.inner', actions: 'remember' }, c: { target: 'one', actions: 'reset' } } },
    three: {
      entry: 'look',
      exit: 'remember',
      initial: 'outer',
      on: { a: { target: 'one', actions: raise({ type: 'b' }, { delay: 40, id: 'later' }) } },
      states: {
        outer: { on: { c: 'inner' } },
        inner: { on: { c: 'outer' }, always: { guard: 'count is even', target: 'outer', actions: 'remember' } },
      },
    },
  },
});

interface Plain {
  readonly type: string;
  readonly params: unknown;
}

/** The actions XState's own pure functions return, in the words of our intents. */
function asIntents(actions: readonly Plain[]): unknown[] {
  return actions.flatMap((action) => {
    if (action.type === 'xstate.raise') {
      const { id, delay, event } = action.params as { id?: string; delay?: number; event: { type: string } };
      return delay === undefined ? [] : [{ type: 'startTimer', id: id ?? event.type, delay, message: event }];
    }
    if (action.type === 'xstate.cancel') return [{ type: 'stopTimer', id: action.params }];
    return [action.params];
  });
}

const plain = (snapshot: AnyMachineSnapshot) => ({
  value: snapshot.value as unknown,
  context: snapshot.context as Context,
  status: snapshot.status,
});

test('one reused scope gives the same snapshots and intents as XState’s own transition()', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'xstate.after.patience.chart.two'), { maxLength: 60 }), (types) => {
      const ours = beginMachine(chart, undefined);
      const [theirs, begun] = initialTransition(chart);
      expect(ours.intents).toEqual(asIntents(begun as unknown as Plain[]));
      let left: AnyMachineSnapshot = ours.snapshot;
      let right = theirs;
      for (const type of types) {
        const event = { type } as { type: 'a' };
        const reacted = react(chart, left, event);
        const [next, actions] = transition(chart, right, event);
        expect(plain(reacted.snapshot)).toEqual(plain(next));
        expect(reacted.intents).toEqual(asIntents(actions as unknown as Plain[]));
        left = reacted.snapshot;
        right = next;
      }
    }),
    { numRuns: 400 },
  );
});

test('a machine that tries anything but the five effects is refused', () => {
  const rogue = setup({ actions: { shout: () => undefined } }).createMachine({ on: { go: { actions: 'shout' } } });
  const { snapshot } = beginMachine(rogue, undefined);
  expect(() => react(rogue, snapshot, { type: 'go' })).toThrow('may only send, note, startTimer, stopTimer and exit; it tried "shout"');
});

test('an error inside a rule is not swallowed', () => {
  const failing = setup({
    actions: {
      ...effects,
      fail: act((): Outcome<Context> => {
        throw new Error('the rule broke');
      }),
    },
  }).createMachine({ on: { go: { actions: 'fail' } } });
  const { snapshot } = beginMachine(failing, undefined);
  expect(() => react(failing, snapshot, { type: 'go' })).toThrow('the rule broke');
});

test('what one reaction asked for never leaks into the next', () => {
  const { snapshot } = beginMachine(chart, undefined);
  const first = react(chart, snapshot, { type: 'a' });
  const kept: readonly Intent[] = [...first.intents];
  react(chart, first.snapshot, { type: 'd' });
  expect(first.intents).toEqual(kept);
});

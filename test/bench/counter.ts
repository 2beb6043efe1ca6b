/** A small chart in XState's own terms, six states and one number: what a machine costs there is the yardstick of `npm run bench`. */
import { assign, setup } from 'xstate';

export const counterMachine = setup({
  types: { context: {} as { count: number }, events: {} as { type: 'next' } | { type: 'reset' } },
  actions: { count: assign(({ context }) => ({ count: context.count + 1 })), clear: assign({ count: 0 }) },
  guards: { 'it is even': ({ context }) => context.count % 2 === 0 },
}).createMachine({
  id: 'counter',
  context: { count: 0 },
  initial: 'idle',
  on: { reset: { target: '.idle', actions: 'clear' } },
  states: {
    idle: { on: { next: { target: 'starting', actions: 'count' } } },
    starting: {
      on: {
        next: [
          { guard: 'it is even', target: 'even', actions: 'count' },
          { target: 'odd', actions: 'count' },
        ],
      },
    },
    even: { on: { next: { target: 'odd', actions: 'count' } } },
    odd: { on: { next: { target: 'stopping', actions: 'count' } } },
    stopping: { on: { next: { target: 'done', actions: 'count' } } },
    done: { on: { next: { target: 'idle', actions: 'count' } } },
  },
});

/**
 * Charts worked out beforehand. XState finds out at every event which states a transition leaves and enters; for charts without parallel
 * states, delays or history that depends only on the state and the transition, so it is found once and kept. What is kept is
 * a list of rules to apply and the state to be in afterwards: the meaning stays XState's (test/sim/kernel/transition.test.ts compares
 * both over random charts and whole runs), and whatever is not that simple is left to it.
 */
import type { AnyMachineSnapshot, AnyStateMachine, AnyStateNode, AnyTransitionDefinition, EventObject } from 'xstate';
import type { Intent, RuleAction } from '../machines/contract.ts';

export interface Reaction {
  readonly snapshot: AnyMachineSnapshot;
  readonly intents: readonly Intent[];
}

type Check = (args: { readonly context: object; readonly event: EventObject }) => boolean;

/** A transition out of one state. Null where it has to be left to XState. */
interface Choice {
  readonly guard: Check | null;
  readonly rules: readonly RuleAction['rule'][];
  readonly to: State;
}

/** An innermost state, which stands for all that it lies in. */
interface State {
  readonly node: AnyStateNode;
  /** The parts of a snapshot that every one in this state shares. */
  readonly shared: Pick<AnyMachineSnapshot, 'value' | '_nodes' | 'tags'>;
  readonly byEvent: Map<string, readonly (Choice | null)[]>;
  always: readonly (Choice | null)[] | null;
}

/** More eventless transitions than this after one event is a chart that runs in circles. */
const LIMIT = 10_000;

const NOTHING: readonly Intent[] = [];

/** By the innermost node, and by the list of nodes that snapshots of this state share. */
const byNode = new WeakMap<AnyStateNode, State>();
const byNodes = new WeakMap<readonly AnyStateNode[], State | 'left to XState'>();

/** Snapshot and intents after an event, or null where XState has to say. Rules are pure: what was tried in vain did no harm. */
export function follow(machine: AnyStateMachine, snapshot: AnyMachineSnapshot, event: EventObject): Reaction | null {
  let state = stateOf(machine, snapshot);
  if (state === null) return null;
  const before = snapshot.context as object;
  let context = before;
  let intents = NOTHING;
  let choices = choicesFor(machine, state, event.type);
  for (let steps = 0; ; steps++) {
    const choice = chosen(choices, context, event);
    if (choice === null) return null;
    if (steps > LIMIT) throw new Error(`${machine.id} runs in circles after ${event.type}`);
    if (choice === undefined && steps > 0) break;
    if (choice !== undefined) {
      const from: State = state;
      const had = context;
      for (const rule of choice.rules) {
        const outcome = rule(context, event);
        context = outcome.context;
        if (outcome.intents !== undefined && outcome.intents.length > 0)
          intents = intents.length === 0 ? outcome.intents : [...intents, ...outcome.intents];
      }
      state = choice.to;
      // An eventless transition that changed nothing would do so for ever.
      if (steps > 0 && state === from && context === had) break;
    }
    choices = state.always ??= alwaysIn(machine, state);
    if (choices.length === 0) break;
  }
  const { shared } = state;
  // Named one by one: engines copy one object quickly, and a second one onto it slowly.
  if (shared._nodes !== snapshot._nodes)
    return { snapshot: { ...snapshot, _nodes: shared._nodes, value: shared.value as string, tags: shared.tags, context }, intents };
  return { snapshot: context === before ? snapshot : { ...snapshot, context }, intents };
}

/** The first choice whose guard holds; undefined: none, null: XState has to say. */
function chosen(choices: readonly (Choice | null)[], context: object, event: EventObject): Choice | null | undefined {
  for (const choice of choices) if (choice === null || choice.guard === null || choice.guard({ context, event })) return choice;
  return undefined;
}

function stateOf(machine: AnyStateMachine, { _nodes: nodes, status }: AnyMachineSnapshot): State | null {
  const known = byNodes.get(nodes);
  if (known !== undefined) return known === 'left to XState' || status !== 'active' ? null : known;
  const innermost = nodes.filter(({ type }) => type === 'atomic');
  const simple =
    innermost.length === 1 && nodes.every(({ type, invoke }) => (type === 'atomic' || type === 'compound') && invoke.length === 0);
  const [node] = innermost;
  byNodes.set(nodes, simple && node !== undefined ? enterable(machine, node) : 'left to XState');
  return stateOf(machine, { _nodes: nodes, status } as AnyMachineSnapshot);
}

function enterable(machine: AnyStateMachine, node: AnyStateNode): State {
  const known = byNode.get(node);
  if (known !== undefined) return known;
  const value = node.path.reduceRight<unknown>((inner, key) => (inner === null ? key : { [key]: inner }), null) ?? {};
  const resolved = machine.resolveState({ value: value as string, context: {} }) as AnyMachineSnapshot;
  const shared = { value: resolved.value as string, _nodes: resolved._nodes, tags: resolved.tags };
  const state: State = { node, shared, byEvent: new Map(), always: null };
  byNode.set(node, state);
  byNodes.set(shared._nodes, state);
  return state;
}

/** The node itself and all it lies in, innermost first. */
function chainOf(node: AnyStateNode): AnyStateNode[] {
  const chain = [node];
  for (let outer = node.parent; outer !== undefined; outer = outer.parent) chain.push(outer);
  return chain;
}

function choicesFor(machine: AnyStateMachine, state: State, type: string): readonly (Choice | null)[] {
  let choices = state.byEvent.get(type);
  if (choices === undefined) {
    choices = chainOf(state.node).flatMap((node) =>
      hasWildcards(node) ? [null] : (node.transitions.get(type) ?? []).map((it) => choice(machine, state, it)),
    );
    state.byEvent.set(type, choices);
  }
  return choices;
}

const hasWildcards = (node: AnyStateNode): boolean => [...node.transitions.keys()].some((descriptor) => descriptor.endsWith('*'));

const alwaysIn = (machine: AnyStateMachine, state: State): readonly (Choice | null)[] =>
  chainOf(state.node).flatMap((node) => (node.always ?? []).map((it) => choice(machine, state, it)));

function choice(
  machine: AnyStateMachine,
  from: State,
  { guard, target, source, reenter, actions }: AnyTransitionDefinition,
): Choice | null {
  const check = guard === undefined ? null : checkOf(machine, guard);
  if (check === undefined) return null;
  if (target === undefined) return chosenRules(machine, check, actions, from);
  const [goal] = target;
  if (goal === undefined || target.length > 1) return null;
  const chain = chainOf(from.node);
  const domain = !reenter && isWithin(goal, source) ? source : commonAncestor(goal, source);
  if (domain === null) return null;
  const left = chain.slice(0, chain.indexOf(domain));
  const entered = [...chainOf(goal).slice(0, chainOf(goal).indexOf(domain)).reverse(), ...initialOf(goal)];
  const innermost = entered.at(-1) ?? goal;
  if (innermost.type !== 'atomic' || entered.some(({ type, invoke }) => (type !== 'atomic' && type !== 'compound') || invoke.length > 0))
    return null;
  const byDefault = new Set(initialOf(goal).map((node) => node.parent));
  const all = [
    ...left.flatMap((node) => node.exit),
    ...actions,
    ...entered.flatMap((node) => (byDefault.has(node) ? [...node.entry, ...node.initial.actions] : node.entry)),
  ];
  return chosenRules(machine, check, all, enterable(machine, innermost));
}

const isWithin = (node: AnyStateNode, outer: AnyStateNode): boolean => chainOf(node).includes(outer);

/** The innermost state that both lie in, neither of them. */
const commonAncestor = (a: AnyStateNode, b: AnyStateNode): AnyStateNode | null =>
  chainOf(a)
    .slice(1)
    .find((node) => chainOf(b).slice(1).includes(node)) ?? null;

/** What is entered below a state by default. */
function initialOf(node: AnyStateNode): AnyStateNode[] {
  if (node.type !== 'compound') return [];
  const [first] = node.initial.target;
  return first === undefined ? [] : [first, ...initialOf(first)];
}

function checkOf(machine: AnyStateMachine, guard: unknown): Check | undefined {
  if (typeof guard !== 'string') return undefined;
  const check: unknown = machine.implementations.guards[guard];
  return typeof check === 'function' && !('check' in check) ? (check as Check) : undefined;
}

function chosenRules(machine: AnyStateMachine, guard: Check | null, actions: readonly unknown[], to: State): Choice | null {
  const rules: RuleAction['rule'][] = [];
  for (const action of actions) {
    const type = typeof action === 'string' ? action : (action as { readonly type?: unknown }).type;
    const known = typeof type === 'string' ? (machine.implementations.actions[type] as Partial<RuleAction> | undefined) : undefined;
    if (known?.rule === undefined) return null;
    rules.push(known.rule);
  }
  return { guard, rules, to };
}

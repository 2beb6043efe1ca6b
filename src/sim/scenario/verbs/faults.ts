/** N4: what goes wrong with processes and links, and how it is mended. */
import type { NodeId } from '../../address.ts';
import { mustBe, process, sides } from './arguments.ts';
import { defineVerb, type NodeView, type Verb, type VerbView } from './types.ts';

const fault = (name: 'crash' | 'restart' | 'pause' | 'resume', from: readonly NodeView['state'][], act: string): Verb =>
  defineVerb<NodeId>({
    name,
    parameters: [{ name: 'target', type: 'process' }],
    read: (command, context) => process(command.at('target'), context),
    check: (node, view) => [mustBe(view, node, from, act)],
    plan: (node) => [{ op: name, node }],
  });

type Link = readonly [NodeId, NodeId];

const isAmong = (links: readonly Link[], [a, b]: Link): boolean =>
  links.some(([from, to]) => (from === a && to === b) || (from === b && to === a));

/** What is left to do on a link: cut what is not cut; mend what is cut or slow. */
const leftToDo = {
  cut: (view: VerbView, link: Link) => !isAmong(view.cuts, link),
  heal: (view: VerbView, link: Link) => isAmong(view.cuts, link) || isAmong(view.slowLinks, link),
};

const link = (name: 'cut' | 'heal', wrong: string): Verb =>
  defineVerb<readonly Link[]>({
    name,
    parameters: [{ name: 'between', type: 'processes' }],
    read: (command, context) => sides(command.at('between'), context),
    // Of a group of links some may be cut already; only when nothing is left to do is the command a mistake.
    check: (pairs, view) => [
      pairs.some((pair) => leftToDo[name](view, pair))
        ? null
        : { code: 'wrongState', message: `the link between ${pairs.map((pair) => pair.join(' and ')).join(', ')} ${wrong}` },
    ],
    plan: (pairs, view) => pairs.filter((pair) => leftToDo[name](view, pair)).map((between) => ({ op: name, between })),
  });

export const faults: readonly Verb[] = [
  fault('crash', ['running', 'paused'], 'crash'),
  fault('restart', ['crashed', 'stopped'], 'be restarted'),
  fault('pause', ['running'], 'be paused'),
  fault('resume', ['paused'], 'be resumed'),
  link('cut', 'is cut already'),
  link('heal', 'is not cut and not slow'),
];

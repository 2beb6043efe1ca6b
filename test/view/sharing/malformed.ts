/** Links that came to harm: by being cut or altered, by another version, by other people's hands. For Vitest, and some of them for Chromium. */
import { zlibSync } from 'fflate';
import { createSimulation, parseScenario, scenarioValue } from '../../../src/sim/index.ts';
import { pack } from '../../../src/view/sharing/pack.ts';
import type { SharedProblem } from '../../../src/view/sharing/problems.ts';

const scenario = parseScenario(`partita: 1
kafka: "4.3"
brokers: 3
topics: { orders: { partitions: 3, replicationFactor: 3 } }
producers: { web-1: { config: { linger.ms: 20 }, workload: { topic: orders, everyMs: 200, keys: "user_{1..4}" } } }
groups: { billing: { topics: [orders], config: { session.timeout.ms: 10s }, members: [billing-1, billing-2] } }
script: [{ at: 9s, do: crash, target: 3 }]
`);

/** A consumer that tries again and again without time going by. */
const circling = {
  partita: 1,
  network: { latencyMs: 0 },
  brokers: 1,
  topics: { orders: { partitions: 1 } },
  producers: { 'web-1': { workload: { topic: 'orders', everyMs: 100, count: 3 } } },
  groups: {
    billing: {
      topics: ['orders'],
      config: { 'fetch.max.wait.ms': 0, 'retry.backoff.ms': 0, 'retry.backoff.max.ms': 0 },
      app: { perRecordMs: 0, failOn: { offset: 0 }, onError: 'retry' },
      members: ['billing-1'],
    },
  },
};

/** A run with two branches and three commands. */
function sound() {
  const simulation = createSimulation(scenario);
  simulation.seek(2000);
  simulation.dispatch({ do: 'crash', target: 'billing-2' });
  simulation.seek(5000);
  simulation.dispatch({ do: 'restart', target: 'billing-2' });
  simulation.seek(1000);
  simulation.dispatch({ do: 'addMember', group: 'billing', id: 'billing-3' });
  simulation.seek(6000);
  const { scenario: _, ...saved } = simulation.export();
  return { ...saved, scenario: scenarioValue(scenario) };
}

type Change = (old: unknown) => unknown;

/** The sound run with another value at these places (`branches/0/parent`); undefined: nothing there. */
const changed = (...changes: readonly (readonly [path: string, change: unknown])[]): string =>
  pack(changes.reduce<unknown>((run, [path, change]) => put(run, path.split('/'), change), JSON.parse(JSON.stringify(sound()))));

function put(holder: unknown, [step, ...rest]: readonly string[], change: unknown): unknown {
  if (step === undefined) return typeof change === 'function' ? (change as Change)(holder) : change;
  if (Array.isArray(holder)) return holder.map((item: unknown, index) => (String(index) === step ? put(item, rest, change) : item));
  const record = holder as Readonly<Record<string, unknown>>;
  return { ...record, [step]: put(record[step], rest, change) };
}

const list =
  (change: (old: readonly unknown[]) => readonly unknown[]): Change =>
  (old) =>
    change(old as readonly unknown[]);

const base64url = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
const bytesOf = (payload: string) => Buffer.from(payload.slice(2), 'base64url');
const good = pack(sound());
const middle = Math.floor(good.length / 2);

export interface Malformed {
  readonly name: string;
  readonly payload: string;
  /** The first problem told, or the one that matters. */
  readonly kind: SharedProblem['kind'];
  /** What can be opened all the same: commands of all branches. Null: nothing. */
  readonly commands: number | null;
}

const lost = (name: string, payload: string, kind: SharedProblem['kind']): Malformed => ({ name, payload, kind, commands: null });
const kept = (name: string, payload: string, kind: SharedProblem['kind'], commands = 3): Malformed => ({ name, payload, kind, commands });

export const sane = { payload: good, commands: 3 };

export const malformed: readonly Malformed[] = [
  lost('nothing at all', '', 'empty'),
  lost('words', 'hello-world', 'notALink'),
  lost('another address', 'https://example.org/', 'notALink'),
  lost('no version', good.slice(2), 'notALink'),
  lost('version 0', `0${good.slice(1)}`, 'notALink'),
  lost('a version that is still to come', `2${good.slice(1)}`, 'tooNew'),
  lost('a version beyond all numbers', `${'9'.repeat(400)}.abc`, 'tooNew'),
  lost('only a version', '1.', 'cutOff'),
  lost('letters that are not base64url', `1.${'가나다'}!!`, 'notBase64'),
  lost('escaped by a mail program', good.replace('1.', '1.%3D'), 'notBase64'),
  lost('a length that base64 cannot have', `1.${'A'.repeat(41)}`, 'notBase64'),
  lost('cut off in the middle', good.slice(0, middle - ((middle - 2) % 4)), 'cutOff'),
  lost('without its last letters', good.slice(0, -8), 'cutOff'),
  lost('base64 of something else', `1.${base64url(Buffer.from('this is not deflated at all, it is a plain sentence'))}`, 'damaged'),
  lost('one byte altered', `1.${base64url(bytesOf(good).map((byte, at) => (at === 200 ? byte ^ 4 : byte)))}`, 'damaged'),
  lost('no JSON', `1.${base64url(zlibSync(Buffer.from('{ "partita": 1, ')))}`, 'notJson'),
  lost('no UTF-8', `1.${base64url(zlibSync(Uint8Array.of(0x22, 0xff, 0xfe, 0x22)))}`, 'notJson'),
  lost('a bomb: fifty megabytes of nothing', `1.${base64url(zlibSync(new Uint8Array(50_000_000), { level: 9 }))}`, 'tooBig'),
  lost('longer than any run', `1.${'A'.repeat(1_200_000)}`, 'tooBig'),
  lost('a number', pack(42), 'notARun'),
  lost('a list', pack([1, 2, 3]), 'notARun'),
  lost('null', pack(null), 'notARun'),
  lost('fifty thousand brackets', `1.${base64url(zlibSync(Buffer.from('['.repeat(50_000) + ']'.repeat(50_000))))}`, 'notARun'),
  lost('no scenario', changed(['scenario', undefined]), 'notARun'),
  lost('a scenario of a language still to come', changed(['scenario/partita', 2]), 'tooNew'),
  lost('a run of a form still to come', changed(['partita', 7]), 'tooNew'),
  lost('a scenario that is a list', changed(['scenario', []]), 'notARun'),
  lost('a saved scenario of a wrong shape', changed(['scenario', { partita: 1, topics: [null] }]), 'notARun'),
  lost(
    'a thousand topics of a thousand partitions',
    changed(
      ['scenario/topics', Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`t${i}`, { partitions: 1000 }]))],
      ['scenario/producers', {}],
      ['scenario/groups', {}],
    ),
    'tooBig',
  ),
  kept('an unknown setting', changed(['scenario/groups/billing/config/session.timeout.sec', 3]), 'scenario'),
  kept('a setting of a wrong type', changed(['scenario/producers/web-1/config/linger.ms', 'soon']), 'scenario'),
  kept('a key of a later version', changed(['scenario/weather', 'rain']), 'scenario'),
  kept('an unknown Kafka', changed(['scenario/kafka', '9.9']), 'scenario'),
  kept('a workload for a topic that is gone', changed(['scenario/producers/web-1/workload/topic', 'refunds']), 'scenario'),
  kept('an unknown verb in the script', changed(['scenario/script/0/do', 'explode']), 'scenario'),
  kept('an unknown verb among the commands', changed(['branches/0/commands/0/command/do', 'explode']), 'command', 1),
  kept('a command for somebody who is not there', changed(['branches/0/commands/0/command/target', 'billing-9']), 'command', 1),
  kept(
    'a command that comes too late',
    changed(['branches/0/commands', list((old) => [...old, { at: 5500, command: { do: 'restart', target: 'billing-2' } }])]),
    'command',
  ),
  kept('a command without a verb', changed(['branches/1/commands/0/command', {}]), 'command', 2),
  kept('a command that is a word', changed(['branches/1/commands/0', 'crash']), 'command', 2),
  kept('a command at no time', changed(['branches/1/commands/0/at', null]), 'command', 2),
  kept('a command before time began', changed(['branches/1/commands/0/at', -5]), 'command', 2),
  kept('commands in disorder', changed(['branches/0/commands', list((old) => old.toReversed())]), 'branch'),
  kept('commands that are no list', changed(['branches/1/commands', 'none']), 'command', 2),
  kept(
    'ten thousand commands',
    changed(['branches/1/commands', Array.from({ length: 10_000 }, () => ({ at: 0, command: {} }))]),
    'tooMany',
    2,
  ),
  kept('no branches', changed(['branches', undefined]), 'branch', 0),
  kept('a branch that is nothing', changed(['branches/1', null]), 'branch', 2),
  kept('a branch of a parent that is missing', changed(['branches/1/parent', 12]), 'branch'),
  kept('branches in a circle', changed(['branches/0/parent', 1], ['branches/1/parent', 0]), 'branch'),
  kept('a branch of itself', changed(['branches/1/parent', 1]), 'branch'),
  kept('a branch that left at no time', changed(['branches/1/forkedAt', 'noon']), 'branch'),
  kept('a branch that is at no branch', changed(['current', 5]), 'current'),
  kept('a time beyond the end', changed(['at', 1e15]), 'time'),
  kept('a time before the beginning', changed(['at', -1]), 'time'),
  kept('a branch simulated to the end of days', changed(['branches/1/end', 1e300]), 'branch'),
  kept(
    'a scenario that runs in circles',
    pack({ partita: 1, scenario: circling, branches: [{ commands: [] }], current: 0, at: 5000 }),
    'tooLong',
    0,
  ),
];

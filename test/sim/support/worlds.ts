/** Worlds made by hand, as broken as a test needs them. */
import type { AnyMachineSnapshot } from 'xstate';
import { kindOf, nameOf } from '../../../src/sim/address.ts';
import { TableDraft } from '../../../src/sim/kernel/table.ts';
import type { Cell, World } from '../../../src/sim/kernel/world.ts';
import type { LogRecord } from '../../../src/sim/messages.ts';
import type { MemberSpec, Scenario } from '../../../src/sim/scenario/types.ts';

export const actor = (id: string, context: object, value = 'running'): Cell => ({
  id,
  snapshot: { value, context, status: 'active' } as unknown as AnyMachineSnapshot,
  turns: 0,
  timers: {},
  peers: {},
});

export const record = (offset: number, more: Partial<LogRecord> = {}): LogRecord => ({
  offset,
  leaderEpoch: 0,
  producer: 'web',
  number: offset,
  key: null,
  value: null,
  bytes: 80,
  timestamp: 0,
  ...more,
});

const spec = {} as MemberSpec;

export function worldOf(...cells: readonly Cell[]): World {
  const named = (kind: string) => cells.filter(({ id }) => kindOf(id) === kind).map(({ id }) => nameOf(id));
  const scenario: Scenario = {
    partita: 1,
    kafka: '4.3',
    seed: 1,
    title: null,
    network: { clients: { latencyMs: 20, jitterMs: 0 }, brokers: { latencyMs: 20, jitterMs: 0 } },
    controllers: named('controller'),
    cluster: { config: {} },
    brokers: [1, 2, 3].map((id) => ({ id, rack: null, config: {} })),
    topics: [],
    producers: [],
    groups: [],
    script: [],
  };
  const table = new TableDraft<Cell>([]);
  for (const [slot, cell] of cells.entries()) table.set(slot, cell);
  return {
    scenario,
    at: 0,
    turn: 0,
    actorTurns: 0,
    seq: 0,
    factCount: 0,
    scriptDone: 0,
    commandsDone: 0,
    queue: null,
    slots: Object.fromEntries(cells.map(({ id }, slot) => [id, slot])),
    cells: table.table,
    nodes: {},
    cuts: {},
    slowLinks: {},
    sockets: {},
    counters: { sent: 0, delivered: 0, dropped: 0 },
    image: { version: 0, controllerEpoch: 0, controller: null, brokers: {}, topics: {} },
    brokers: scenario.brokers,
    producers: {},
    groups: {},
    members: Object.fromEntries(named('consumer').map((id) => [id, { group: 'billing', spec }])),
  };
}

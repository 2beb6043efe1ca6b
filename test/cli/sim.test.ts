import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { main } from '../../src/cli/sim.ts';
import type { ExportedLedger, Fact, ReadModel } from '../../src/sim/index.ts';
import { ORDERS } from '../sim/support/orders.ts';

let folder: string;
let said: string;
let complained: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'partita-'));
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((said += String(text)), true));
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((complained += String(text)), true));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

/** The exit code and what was printed for a scenario file and options. */
function sim(text: string, ...options: readonly string[]) {
  const file = join(folder, 'scene.yaml');
  writeFileSync(file, text);
  [said, complained] = ['', ''];
  const code = main([file, ...options]);
  return { code, said, complained };
}

describe('npm run sim', () => {
  test('prints the same bytes for the same file, and other facts for another seed where links jitter', () => {
    const first = sim(ORDERS, '--until', '8s', '--json', '--facts');
    expect(sim(ORDERS, '--until', '8s', '--json', '--facts')).toEqual(first);
    expect(first.code).toBe(0);
    const jittery = (seed: string) => sim(ORDERS, '--until', '8s', '--json', '--facts', '--set', 'network/jitterMs=5', '--seed', seed).said;
    expect(jittery('2')).not.toBe(jittery('1'));
  });

  test('prints the read model as JSON, with the facts if asked for', () => {
    const model = JSON.parse(sim(ORDERS, '--until', '8s', '--json').said) as ReadModel & { facts?: Fact[] };
    expect(model).toMatchObject({ now: 8000, brokers: [{ id: 1 }, { id: 2 }, { id: 3 }], groups: [{ id: 'billing', state: 'Stable' }] });
    expect(model.facts).toBeUndefined();
    const { facts } = JSON.parse(sim(ORDERS, '--until', '8s', '--json', '--facts').said) as { facts: Fact[] };
    expect(facts.some((it) => it.kind === 'rebalance.completed')).toBe(true);
  });

  test('prints tables for people', () => {
    const text = sim(ORDERS, '--until', '8s', '--facts').said;
    for (const line of [
      /^t = 8\.000 s/m,
      /^ {2}orders-5 +leader 3/m,
      /^group billing +Stable/m,
      /^ledger +produced \d+/m,
      /rebalance\.completed/,
    ])
      expect(text).toMatch(line);
  });

  test('--set changes the scenario by path', () => {
    const { said: text } = sim(ORDERS, '--until', '8s', '--set', 'groups/billing/config/partition.assignment.strategy=[range]');
    expect(text).toMatch(/protocol range/);
  });

  test('lists all problems of a bad file with their lines and exits with 1', () => {
    const bad = 'partita: 1\nbrokrs: 3\ntopics: { orders: { partitions: 0 } }\nscript:\n  - { at: 1s, do: crash, target: 9 }\n';
    const { code, complained: text } = sim(bad);
    expect(code).toBe(1);
    expect(text).toMatch(/3 problems:\n.*:2: brokrs: .*\n.*:3: topics\/orders\/partitions: .*\n.*:5: script\/0\/target: /);
  });

  test('D1: --ledger prints what became of every record, as JSON or as a table', () => {
    const ledger = JSON.parse(sim(ORDERS, '--until', '8s', '--ledger', 'json').said) as ExportedLedger;
    expect(ledger.records).toHaveLength(ledger.produced);
    expect(ledger.groups['billing']?.verdict).toBe('exactlyOnce');
    const lines = sim(ORDERS, '--until', '8s', '--ledger', 'csv').said.trimEnd().split('\n');
    expect(lines).toHaveLength(ledger.produced + 1);
    expect(lines[1]).toMatch(/^web-1,0,orders,/);
    expect(sim(ORDERS, '--ledger', 'xml')).toMatchObject({ code: 2, complained: expect.stringContaining('json or csv') as string });
  });

  test('exits with 1 for a file or path that is not there, with 2 for options it does not know', () => {
    expect(main([join(folder, 'nothing.yaml')])).toBe(1);
    expect(sim(ORDERS, '--set', 'seed/x=1')).toMatchObject({ code: 1, complained: expect.stringContaining('nothing inside') as string });
    expect(sim(ORDERS, '--until', 'soon').code).toBe(2);
    expect(sim(ORDERS, '--sets', 'a=1')).toMatchObject({ code: 2, complained: expect.stringContaining('npm run sim') as string });
  });
});

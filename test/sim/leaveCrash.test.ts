import { expect, test } from 'vitest';
import { causesOf, ofKind, play } from './support/scenes.ts';

const CRASH = 14_000;
const run = play('leave-crash', 60_000);
const facts = run.facts();
const expired = ofKind(facts, 'member.expired')[0];

test('G7: a member that fell silent is removed session.timeout.ms after its last heartbeat', () => {
  const beats = ofKind(facts, 'heartbeat.received').filter(({ member }) => member === 'billing-2');
  const last = beats.at(-1)?.at ?? 0;
  expect(last).toBeGreaterThan(CRASH - 3000);
  expect(last).toBeLessThan(CRASH + 20);
  expect(expired).toMatchObject({ member: 'billing-2', at: last + 6000, silentMs: 6000, reason: 'session' });
});

test('G1, G4: the expiry leads through PreparingRebalance and CompletingRebalance to Stable with the next generation', () => {
  const states = ofKind(facts, 'group.changed').filter(({ at }) => at > CRASH);
  expect(states.map(({ to }) => to)).toEqual(['PreparingRebalance', 'CompletingRebalance', 'Stable']);
  expect(states.map(({ generation }) => generation)).toEqual([1, 2, 2]);
});

test('A3: with Sticky the survivors keep what they had and share what the dead one left', () => {
  const [before, after] = ofKind(facts, 'rebalance.completed').map(({ assignment }) => assignment);
  for (const survivor of ['billing-1', 'billing-3']) {
    expect(after?.[survivor]).toEqual(expect.arrayContaining([...(before?.[survivor] ?? ['nothing'])]));
    expect(after?.[survivor]).toHaveLength(3);
  }
  expect(run.read().groups[0]?.rebalances.at(-1)).toMatchObject({ moved: 2, movedFromLive: 0, stopped: 6, rounds: 1 });
});

test('D1: what the dead member processed and had not committed is processed twice, and nothing else is', () => {
  const taken = ofKind(facts, 'partitions.assigned')
    .filter(({ at }) => at > CRASH)
    .flatMap(({ added }) => added);
  const ledger = run.read().ledger.groups['billing'];
  let uncommitted = 0;
  for (const { topic, partition } of taken) {
    const here = (fact: { topic: string; partition: number }) => fact.topic === topic && fact.partition === partition;
    const processed = ofKind(facts, 'record.processed')
      .filter((fact) => here(fact) && fact.member === 'billing-2')
      .at(-1);
    const committed = ofKind(facts, 'offsets.committed')
      .filter(({ at, member }) => at < (expired?.at ?? 0) && member === 'billing-2')
      .flatMap(({ offsets }) => offsets.filter(here))
      .at(-1);
    if (processed !== undefined) uncommitted += processed.offset + 1 - (committed?.offset ?? 0);
  }
  expect(uncommitted).toBeGreaterThan(0);
  expect(ledger).toMatchObject({ duplicates: uncommitted, skipped: 0, outOfOrder: 0 });
});

test('G8: at the end everything is read, by two members with three partitions each', () => {
  const [group] = run.read().groups;
  expect(group).toMatchObject({ state: 'Stable', generation: 2 });
  expect(group?.members.map(({ id, assignment }) => [id, assignment['orders']?.length])).toEqual([
    ['billing-1', 3],
    ['billing-3', 3],
  ]);
  expect(group?.offsets.map(({ lag }) => lag)).toEqual([0, 0, 0, 0, 0, 0]);
});

test('D3: the cause of the expiry is the crash, and the cause of the crash is the command', () => {
  expect(causesOf(facts, expired!).map(({ kind }) => kind)).toEqual(['node.crashed', 'command.issued']);
});

test('O3: a commit renews the session as a heartbeat does', () => {
  const earlier = play('leave-crash', 30_000, { script: [{ at: 12_000, do: 'crash', target: 'billing-2' }] }).facts();
  const signs = [...ofKind(earlier, 'heartbeat.received'), ...ofKind(earlier, 'offsets.committed')].filter(
    ({ member }) => member === 'billing-2',
  );
  const last = signs.toSorted((a, b) => a.at - b.at).at(-1);
  expect(last?.kind).toBe('offsets.committed');
  // The commit is durable one replication later than it was heard of.
  const silence = (ofKind(earlier, 'member.expired')[0]?.at ?? 0) - (last?.at ?? 0);
  expect(silence).toBeGreaterThan(5900);
  expect(silence).toBeLessThanOrEqual(6000);
});

import { expect, test } from 'vitest';
import { causesOf, ofKind, play } from './support/scenes.ts';

const ACKS = 'producers/web-1/config/acks';

test('R5, D3: acks=1 and the leader dies before its followers fetched: acknowledged records are lost, and the ledger says why', () => {
  const run = play('leader-dies', 60_000);
  const facts = run.facts();
  const { ledger, topics } = run.read();
  const [partition] = topics[0]?.partitions ?? [];
  expect(ledger.acknowledged).toBe(100);
  expect(ledger.lost).toBe(ledger.acknowledged - (partition?.records.length ?? 0));
  expect(ledger.lost).toBeGreaterThan(0);
  const breach = ledger.breaches.find(({ guarantee }) => guarantee === 'lost');
  const culprit = facts[breach?.fact ?? 0];
  expect(culprit).toMatchObject({ kind: 'replica.led', broker: 2 });
  expect(causesOf(facts, culprit!).map(({ kind }) => kind)).toContain('node.crashed');
});

test('R5: acks=all with min.insync.replicas=2 loses nothing in the same place', () => {
  const { ledger, topics } = play('leader-dies', 60_000, { [ACKS]: 'all' }).read();
  expect(ledger).toMatchObject({ acknowledged: 100, failed: 0, lost: 0 });
  expect(topics[0]?.partitions[0]?.logEndOffset).toBeGreaterThanOrEqual(100);
});

test('P8: acks=0 knows no offset, and nothing counts as acknowledged', () => {
  const { ledger, producers } = play('leader-dies', 60_000, { [ACKS]: '0' }).read();
  expect(new Set(producers[0]?.results)).toEqual(new Set(['orders-0@-1']));
  expect(ledger).toMatchObject({ produced: 100, acknowledged: 0, lost: 0 });
});

test('R4: the old leader comes back as a follower and cuts off what nobody else had', () => {
  const run = play('leader-dies', 60_000);
  const cut = ofKind(run.facts(), 'replica.truncated');
  expect(cut).toHaveLength(1);
  expect(cut[0]).toMatchObject({ broker: 1, from: (cut[0]?.to ?? 0) + run.read().ledger.lost });
  const [partition] = run.read().topics[0]?.partitions ?? [];
  expect(partition?.isr).toHaveLength(3);
  expect(new Set(partition?.copies.map(({ logEndOffset }) => logEndOffset)).size).toBe(1);
});

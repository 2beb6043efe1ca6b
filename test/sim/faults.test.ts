import { describe, expect, test } from 'vitest';
import type { Fact, Simulation } from '../../src/sim/index.ts';
import { ofKind, play } from './support/scenes.ts';

const by = (run: Simulation, actor: string, from: number, to: number): readonly Fact[] =>
  run.facts(from, to).filter((fact) => fact.actor === actor && !fact.kind.startsWith('node.'));

describe('N4: faults in a whole world', () => {
  test('N4: a paused process does nothing, and does what waited for it when it goes on', () => {
    const script = [
      { at: 10_000, do: 'pause', target: 'billing-1' },
      { at: 13_000, do: 'resume', target: 'billing-1' },
    ];
    const run = play('leave-crash', 40_000, { script });
    expect(by(run, 'consumer:billing-1', 10_000, 12_999)).toEqual([]);
    expect(by(run, 'consumer:billing-1', 12_999, 13_000).length).toBeGreaterThan(0);
    expect(ofKind(run.facts(), 'member.expired')).toEqual([]);
    expect(run.read().groups[0]).toMatchObject({ state: 'Stable', generation: 1 });
    expect(run.read().ledger.groups['billing']).toMatchObject({ duplicates: 0, skipped: 0 });
  });

  test('N4, G13: paused past its session it comes back as a zombie, and its commit is refused', () => {
    const script = [
      { at: 10_000, do: 'pause', target: 'billing-1' },
      { at: 20_000, do: 'resume', target: 'billing-1' },
    ];
    const facts = play('leave-crash', 40_000, { script }).facts();
    expect(ofKind(facts, 'member.expired')).toMatchObject([{ member: 'billing-1', reason: 'session' }]);
    const refused = ofKind(facts, 'commit.refused').filter(({ at }) => at >= 20_000);
    expect(refused[0]).toMatchObject({ member: 'billing-1', generation: 1, error: 'UNKNOWN_MEMBER_ID' });
  });

  test('N2, N4: a cut link delivers nothing and closes nothing; the waiting side gives up after request.timeout.ms', () => {
    const script = [
      { at: 5000, do: 'cut', between: ['web-1', 1] },
      { at: 20_000, do: 'heal', between: ['web-1', 1] },
    ];
    const run = play('leave-crash', 60_000, { script, 'producers/web-1/config/request.timeout.ms': 3000 });
    const facts = run.facts();
    const dropped = ofKind(facts, 'message.dropped').filter(({ reason }) => reason === 'cut');
    expect(dropped.length).toBeGreaterThan(0);
    expect(dropped.every(({ at }) => at >= 5000 && at <= 20_000)).toBe(true);
    const firstRetry = ofKind(facts, 'batch.retried').find(({ at }) => at > 5000)?.at ?? 0;
    expect(firstRetry - 5000).toBeGreaterThan(2800);
    expect(ofKind(facts, 'broker.fenced')).toEqual([]);
    const { produced, acknowledged, lost } = run.read().ledger;
    expect({ acknowledged, lost }).toEqual({ acknowledged: produced, lost: 0 });
  });

  test('N2, N4: a crash breaks connections at once, and a restarted broker has its log', () => {
    const asked = ofKind(play('leave-crash', 15_000, { script: [] }).facts(10_000), 'produce.requested').find(({ broker }) => broker === 1);
    const crashed = (asked?.at ?? 0) + 10;
    const script = [
      { at: crashed, do: 'crash', target: 1 },
      { at: 30_000, do: 'restart', target: 1 },
    ];
    const run = play('leave-crash', 70_000, { script });
    expect(ofKind(run.facts(), 'batch.retried')[0]).toMatchObject({ error: 'NETWORK_EXCEPTION', at: crashed + 20 });
    for (const { isr, replicas, copies } of run.read().topics[0]?.partitions ?? []) {
      expect(new Set(isr)).toEqual(new Set(replicas));
      expect(new Set(copies.map(({ logEndOffset }) => logEndOffset)).size).toBe(1);
    }
    expect(run.read().ledger.lost).toBe(0);
  });

  test('N2, N4: a process that died behind a cut link is noticed when the link is healed, so its next life is answered at once', () => {
    const facts = play('follower-truncates', 25_000).facts();
    expect(ofKind(facts, 'message.dropped').filter(({ reason }) => reason === 'stale connection')).toEqual([]);
    const back = ofKind(facts, 'node.restarted')[0]?.at ?? 0;
    expect((ofKind(facts, 'replica.truncated')[0]?.at ?? Infinity) - back).toBeLessThan(1000);
  });

  test('C1: without a majority of controllers nothing in the metadata changes, and existing leaders keep serving', () => {
    const script = [
      { at: 5000, do: 'crash', target: 'controller-1' },
      { at: 5000, do: 'crash', target: 'controller-2' },
      { at: 10_000, do: 'crash', target: 3 },
      { at: 40_000, do: 'restart', target: 'controller-2' },
    ];
    const run = play('leave-crash', 70_000, { script, controllers: 3 });
    const facts = run.facts();
    const changes = facts.filter(({ at, kind }) => at > 5100 && at < 40_000 && /^(broker|leader|isr|controller|topic)\./.test(kind));
    expect(changes).toEqual([]);
    const served = ofKind(facts, 'batch.appended').filter(({ at, broker }) => at > 12_000 && at < 40_000 && broker === 1);
    expect(served.length).toBeGreaterThan(0);
    expect(ofKind(facts, 'controller.elected').at(-1)).toMatchObject({ controllerEpoch: 2 });
    expect(ofKind(facts, 'broker.fenced')).toMatchObject([{ broker: 3 }]);
  });
});

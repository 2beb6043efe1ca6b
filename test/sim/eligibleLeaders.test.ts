import { describe, expect, it } from 'vitest';
import { Controllers } from './support/controllers.ts';

const plan = (profile: '3.9' | '4.3') => ({
  profile,
  topics: [{ name: 'orders', replicas: [[1, 2, 3]], config: { 'min.insync.replicas': 2 } }],
});

/** Broker 3 falls silent, then 2, then 1, each past its session. */
const oneByOne = (profile: '3.9' | '4.3') =>
  new Controllers(plan(profile)).until(500).kill(3).until(14_000).kill(2).until(28_000).kill(1).until(42_000);

describe('C3: eligible leader replicas (KIP-966)', () => {
  it('C3: a replica that leaves while the ISR is smaller than min.insync.replicas stays eligible', () => {
    const cluster = new Controllers(plan('4.3')).until(500).kill(3).until(14_000);
    expect(cluster.partition('orders')).toMatchObject({ isr: [1, 2] });
    expect(cluster.partition('orders').elr).toBeUndefined();
    cluster.kill(2).until(28_000);
    expect(cluster.partition('orders')).toMatchObject({ leader: 1, isr: [1], elr: [2] });
  });

  it('C3: the ISR may become empty; the last leader is remembered', () => {
    expect(oneByOne('4.3').partition('orders')).toMatchObject({ leader: null, isr: [], elr: [2, 1], lastKnownElr: [1] });
  });

  it('C2: 3.9: the last member stays in the ISR instead', () => {
    const { elr, ...rest } = oneByOne('3.9').partition('orders');
    expect(rest).toMatchObject({ leader: null, isr: [1] });
    expect(elr).toBeUndefined();
  });

  it('C3: with an empty ISR an eligible replica that was only out of reach leads, cleanly', () => {
    const cluster = oneByOne('4.3');
    Object.assign(cluster.brokers[2] ?? {}, { alive: true });
    cluster.until(50_000);
    expect(cluster.partition('orders')).toMatchObject({ leader: 2, isr: [2], elr: [1] });
    expect(cluster.facts('leader.elected').at(-1)).toMatchObject({ leader: 2, unclean: false });
  });

  it('C3: one that was never eligible does not', () => {
    const cluster = oneByOne('4.3');
    Object.assign(cluster.brokers[3] ?? {}, { alive: true });
    cluster.until(50_000);
    expect(cluster.partition('orders')).toMatchObject({ leader: null, isr: [] });
  });

  it('C3: a broker that restarts after a crash is struck from the ELR; with both lists empty the last known leader is elected', () => {
    const cluster = oneByOne('4.3').revive(2).until(60_000);
    expect(cluster.partition('orders')).toMatchObject({ leader: null, isr: [], elr: [1], lastKnownElr: [1] });
    cluster.revive(1).until(60_050);
    expect(cluster.partition('orders').elr).toBeUndefined();
    cluster.until(70_000);
    expect(cluster.partition('orders')).toMatchObject({ leader: 1, isr: [1] });
    expect(cluster.partition('orders').lastKnownElr).toBeUndefined();
    expect(cluster.facts('leader.elected').at(-1)).toMatchObject({ leader: 1, unclean: true });
  });

  it('C3: a struck member leaves the ISR too, before its session has ended', () => {
    const cluster = new Controllers(plan('4.3')).until(500).kill(2).until(9_900).revive(2).until(11_000);
    expect(cluster.facts('broker.registered')).toMatchObject([{ broker: 2 }]);
    expect(cluster.partition('orders')).toMatchObject({ isr: [1, 3] });
  });

  it('C3: when the ISR is large enough again nobody needs to be eligible', () => {
    const cluster = new Controllers(plan('4.3')).until(500).kill(3).until(14_000).kill(2).until(28_000).revive(2).until(40_000);
    expect(cluster.propose(1, 'orders', [1, 2]).partition('orders').elr).toBeUndefined();
    expect(cluster.partition('orders').isr).toEqual([1, 2]);
  });
});

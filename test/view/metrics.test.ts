import { afterEach, describe, expect, test, vi } from 'vitest';
import { createSimulation, parseScenario } from '../../src/sim/index.ts';
import type { Fact, Simulation } from '../../src/sim/index.ts';
import { FactFeed } from '../../src/view/factFeed.ts';
import { metricChart, metricIds, type MetricId } from '../../src/view/metricsCharts.ts';
import { MetricsFold } from '../../src/view/metricsFold.ts';
import { Counts, Samples, Steps } from '../../src/view/metricsLog.ts';
import { Sampler } from '../../src/view/metricsSampler.ts';
import { MetricsRun } from '../../src/view/panels/charts/metricsRun.svelte.ts';
import { play } from '../sim/support/scenes.ts';

function folded(facts: readonly Fact[]): MetricsFold {
  const fold = new MetricsFold();
  new FactFeed(fold).feed(facts);
  return fold;
}

const valueOf = (fold: MetricsFold, id: MetricId, key: string, t: number) =>
  metricChart(id, fold)
    .lines.find((line) => line.key === key)
    ?.at(t);

const quiet = (more: string) => {
  const run = createSimulation(
    parseScenario(`
partita: 1
kafka: "4.3"
seed: 7
network: { latencyMs: 20 }
brokers: 1
cluster: { config: { group.initial.rebalance.delay.ms: 0 } }
topics: { orders: { partitions: 1, replicationFactor: 1 } }
${more}`),
  );
  run.seek(10_000);
  return run;
};

afterEach(() => vi.unstubAllGlobals());

describe('points', () => {
  test('nothing between two points is left out: a rate is that of the whole time between them', () => {
    const fold = new MetricsFold();
    for (let n = 0; n < 250; n++) fold.eat({ kind: 'record.sent', at: n * 400 + 1, producer: 'p', number: n, bytes: 1 } as Fact);
    const line = metricChart('throughput', fold).lines.find(({ key }) => key === 'sent');
    if (line === undefined) throw new Error('no line');
    // 2.5 a second: every tenth second by itself would tell of 2 or of 3 for ever.
    expect(new Set(new Sampler().sample('sent', line, 10_000, 1, 9, 100_000))).toEqual(new Set([2.5]));
    expect([2, 3]).toContain(line.at(20_000));
  });

  test('a chart that is drawn while its facts are still being told draws what was told, and never remembers less', () => {
    // The test itself asks for the next slice.
    vi.stubGlobal('requestAnimationFrame', () => 0);
    vi.stubGlobal('cancelAnimationFrame', () => undefined);
    const run = new MetricsRun();
    const at = (n: number) => ({ kind: 'record.sent', at: n, producer: 'p', number: n, bytes: 1 }) as Fact;
    const known = Array.from({ length: 40_000 }, (_, n) => at(n));
    const valuesAt = () => {
      const [sent] = metricChart('throughput', run.fold).lines;
      if (sent === undefined) throw new Error('no line');
      return run.sampler.sample('sent', sent, 1000, 1, 39, run.told);
    };
    const versions = new Set<number>();
    do {
      run.follow({ known });
      versions.add(run.version);
      for (const [i, value] of valuesAt().entries()) if ((i + 1) * 1000 < run.told) expect(value).toBe(1000);
    } while (run.progress < 1);
    run.stop();
    expect(Math.max(...versions)).toBe(versions.size);
    expect(new Set(valuesAt())).toEqual(new Set([1000]));
  });
});

describe('logs', () => {
  test('a rate counts what happened in the last second, its beginning not included', () => {
    const counts = new Counts();
    for (const t of [100, 600, 600, 1100]) counts.add(t);
    expect([counts.total(99), counts.total(600), counts.total(5000)]).toEqual([0, 3, 4]);
    expect([counts.rate(1099, 1000), counts.rate(1100, 1000), counts.rate(2100, 1000), counts.rate(600, 500)]).toEqual([3, 3, 0, 4]);
  });

  test('a percentile is the smallest sample that this share does not exceed', () => {
    const samples = new Samples();
    for (let i = 1; i <= 100; i++) samples.add(i, 101 - i);
    expect([0.5, 0.95, 0.99, 1].map((share) => samples.percentile(100, 1000, share))).toEqual([50, 95, 99, 100]);
    expect(samples.percentile(100, 10, 0.5)).toBe(5);
    expect(samples.percentile(5000, 1000, 0.5)).toBeNull();
    expect(samples.mean(100, 2)).toBe(1.5);
    samples.add(100, 1000);
    expect(samples.percentile(100, 10, 1)).toBe(1000);
  });

  test('a step stays until it changes; its area is value times time', () => {
    const steps = new Steps();
    steps.set(100, 2);
    steps.set(300, 5);
    steps.set(300, 4);
    steps.set(400, 0);
    expect([99, 100, 299, 300, 400, 900].map((t) => steps.at(t))).toEqual([null, 2, 2, 4, 0, 0]);
    expect([steps.most(0, 99), steps.most(100, 250), steps.most(250, 350), steps.most(399, 900)]).toEqual([null, 2, 4, 4]);
    expect([steps.area(100), steps.area(200), steps.area(350), steps.area(1000)]).toEqual([0, 200, 600, 800]);
  });
});

describe('metrics of a run', () => {
  test('a producer that waits for nothing: ten records a second, each acknowledged after two trips', () => {
    const run = quiet(`producers:
  web-1: { config: { acks: all, linger.ms: 0 }, workload: { topic: orders, everyMs: 100, startAt: 1s } }`);
    const fold = folded(run.facts());
    expect(valueOf(fold, 'throughput', 'sent', 9000)).toBe(10);
    expect(valueOf(fold, 'throughput', 'acknowledged', 9000)).toBe(10);
    expect(valueOf(fold, 'produced', 'web-1', 9000)).toBe(10);
    expect(valueOf(fold, 'requests', 'web-1', 9000)).toBe(10);
    for (const share of ['p50', 'p95', 'p99']) expect(valueOf(fold, 'latency', share, 9000)).toBe(40);
    expect(valueOf(fold, 'batchRecords', 'web-1', 9000)).toBe(1);
    expect(valueOf(fold, 'throughput', 'sent', 900)).toBe(0);
    expect(valueOf(fold, 'latency', 'p50', 900)).toBeNull();
  });

  test('with linger records share a batch, and the first in it waits longest', () => {
    const run = quiet(`producers:
  web-1: { config: { acks: all, linger.ms: 100 }, workload: { topic: orders, everyMs: 50, startAt: 1s } }`);
    const fold = folded(run.facts());
    const batches = run.facts().filter((fact) => fact.kind === 'batch.ready' && fact.at > 8000 && fact.at <= 9000);
    const sizes = batches.map((fact) => (fact.kind === 'batch.ready' ? fact.numbers.length : 0));
    expect(valueOf(fold, 'batchRecords', 'web-1', 9000)).toBeCloseTo(sizes.reduce((sum, n) => sum + n, 0) / sizes.length);
    expect(valueOf(fold, 'latency', 'p99', 9000)).toBe(140);
  });

  test('acks=0 acknowledges nothing, and leaves nothing open', () => {
    const run = quiet(`producers:
  web-1: { config: { acks: 0, linger.ms: 0 }, workload: { topic: orders, everyMs: 100, startAt: 1s } }`);
    const fold = folded(run.facts());
    expect(valueOf(fold, 'throughput', 'sent', 9000)).toBe(10);
    expect(valueOf(fold, 'throughput', 'acknowledged', 9000)).toBe(0);
    expect(valueOf(fold, 'latency', 'p50', 9000)).toBeNull();
    expect(valueOf(fold, 'pending', 'web-1', 9050)).toBe(0);
  });

  const samples = (run: Simulation, judge: (t: number) => void) => {
    for (let t = 500; t < run.end; t += 333) {
      run.seek(t);
      judge(t);
    }
  };

  test.each(['leave-crash', 'coordinator-failover', 'rolling-restart', 'deleted-topic', 'retention-overtakes'])(
    'in %s lag and under-replicated partitions are what the model says at every moment',
    (name) => {
      const run = play(name, 40_000);
      const fold = folded(run.facts());
      let compared = 0;
      samples(run, (t) => {
        const model = run.read();
        const partitions = model.topics.flatMap((topic) => topic.partitions);
        const under = partitions.filter(({ isr, replicas }) => isr.length < replicas.length).length;
        expect(valueOf(fold, 'underReplicated', 'underReplicated', t), `under-replicated at ${t}`).toBe(under);
        compared += 1;
        for (const { id, offsets } of model.groups.filter(({ coordinated }) => coordinated)) {
          const known = offsets.filter(({ lag }) => lag !== null);
          if (known.length === 0) continue;
          expect(valueOf(fold, 'lag', id, t), `lag at ${t}`).toBe(known.reduce((sum, { lag }) => sum + (lag ?? 0), 0));
        }
      });
      expect(compared).toBeGreaterThan(20);
    },
  );

  test('what a producer has open is what its model still waits for', () => {
    const run = play('leave-crash', 20_000);
    const fold = folded(run.facts());
    samples(run, (t) => {
      const { buffered, inFlight } = run.read().producers[0] ?? { buffered: [], inFlight: [] };
      const open = [...buffered, ...inFlight.flatMap(({ batches }) => batches)].length > 0;
      expect((valueOf(fold, 'pending', 'web-1', t) ?? 0) > 0, `at ${t}`).toBe(open);
    });
  });

  test('after a crash its partitions have no reader until others take them over, as the report of the rebalance says', () => {
    const run = play('leave-crash', 30_000);
    const fold = folded(run.facts());
    const [crash] = run.facts().filter(({ kind }) => kind === 'node.crashed');
    const report = run.read().groups[0]?.rebalances.at(-1);
    expect(valueOf(fold, 'paused', 'billing', (crash?.at ?? 0) - 1)).toBe(0);
    expect(valueOf(fold, 'paused', 'billing', crash?.at ?? 0)).toBe(2);
    expect(valueOf(fold, 'paused', 'billing', 29_000)).toBe(0);
    const paused = report?.moves.reduce((sum, move) => sum + move.pausedMs, 0) ?? 0;
    expect(valueOf(fold, 'pausedTotal', 'billing', 29_000)).toBeCloseTo(paused / 1000, 6);
    const bands = metricChart('paused', fold).bands.map(({ from, to }) => [from, to]);
    expect(bands.at(-1)).toEqual([report?.at, report?.endedAt]);
  });

  test('fed in pieces, or after the run took another course, it says the same', () => {
    const run = play('leave-crash', 20_000);
    const fold = new MetricsFold();
    const feed = new FactFeed(fold);
    for (let t = 0; t <= 20_000; t += 700) feed.feed(run.facts(-Infinity, t));
    run.seek(9000);
    run.dispatch({ do: 'crash', target: 'billing-1' });
    run.seek(20_000);
    expect(feed.feed(run.facts())).toBe(true);
    const whole = folded(run.facts());
    expect(fold.run).toBe(1);
    for (const id of metricIds) {
      const [one, other] = [metricChart(id, fold), metricChart(id, whole)];
      expect(one.lines.map(({ key }) => key)).toEqual(other.lines.map(({ key }) => key));
      for (let t = 0; t < 20_000; t += 997) expect(one.lines.map((line) => line.at(t))).toEqual(other.lines.map((line) => line.at(t)));
    }
  });

  test('it stops where its time is over, and goes on from there', () => {
    const facts = play('leave-crash', 30_000).facts();
    const feed = new FactFeed(new MetricsFold());
    expect(feed.feed(facts, () => true)).toBe(false);
    expect(feed.count).toBeLessThan(facts.length);
    while (!feed.feed(facts, () => true)) expect(feed.count).toBeLessThan(facts.length);
    expect(feed.count).toBe(facts.length);
  });
});

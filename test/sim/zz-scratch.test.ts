import { test, expect } from 'vitest';
import { parseScenario, createSimulation } from '../../src/sim/index.ts';
import { createChecker } from '../../src/sim/invariants/index.ts';
function rng(seed: number){ let s=seed>>>0; return ()=>{ s=(Math.imul(s,1664525)+1013904223)>>>0; return s/2**32; }; }
const only = process.env.SEED;
for (let seed = only?Number(only):1; seed <= (only?Number(only):60); seed++) {
  test(`chaos ${seed}`, () => {
    const r = rng(seed*7919);
    const pick = <T,>(a: T[]) => a[Math.floor(r()*a.length)]!;
    const script: string[] = [];
    const nodes = ['1','2','3','p1','p2'];
    const dead = new Set<string>(); const paused = new Set<string>(); const cuts = new Set<string>();
    for (let t=3000; t<60000; t+=500+Math.floor(r()*4000)) {
      const k = r();
      if (k<0.35) { const n = pick(['1','2','3']); if (dead.has(n)) { script.push(`  - { at: ${t}, do: restart, target: ${n} }`); dead.delete(n); } else if(!paused.has(n)) { script.push(`  - { at: ${t}, do: crash, target: ${n} }`); dead.add(n);} }
      else if (k<0.55) { const n = pick(['1','2','3']); if (paused.has(n)) { script.push(`  - { at: ${t}, do: resume, target: ${n} }`); paused.delete(n);} else if (!dead.has(n)) { script.push(`  - { at: ${t}, do: pause, target: ${n} }`); paused.add(n);} }
      else { const [a,b] = pick([['1','2'],['2','3'],['1','3'],['1','controller-1'],['2','controller-1'],['1','p1'],['3','p2']]); const key=a+b; const q=(x:string)=>/^\d$/.test(x)?x:x; if (cuts.has(key)) { script.push(`  - { at: ${t}, do: heal, between: [${q(a!)}, ${q(b!)}] }`); cuts.delete(key);} else { script.push(`  - { at: ${t}, do: cut, between: [${q(a!)}, ${q(b!)}] }`); cuts.add(key);} }
    }
    for (const n of dead) script.push(`  - { at: 61000, do: restart, target: ${n} }`);
    for (const n of paused) script.push(`  - { at: 61000, do: resume, target: ${n} }`);
    for (const n of cuts) { const a=n[0], b=n.slice(1); script.push(`  - { at: 61000, do: heal, between: [${a}, ${b}] }`); }
    const yaml = `partita: 1
kafka: "${r()<0.5?'4.3':'2.8'}"
seed: ${seed}
network: { latencyMs: ${pick([5,20])}, jitterMs: ${pick([0,3])} }
brokers: 3
cluster: { config: { replica.lag.time.max.ms: 6000 } }
topics:
  orders: { partitions: 4, replicationFactor: 3, config: { min.insync.replicas: ${pick([1,2])} } }
producers:
  p1: { config: { acks: all }, workload: { topic: orders, everyMs: 100, keys: "k_{1..20}", value: { bytes: 100 }, stopAt: 70s } }
  p2: { config: { acks: ${pick(['all','1'])}, enable.idempotence: ${'false'} }, workload: { topic: orders, everyMs: 130, keys: "k_{1..20}", value: { bytes: 100 }, stopAt: 70s } }
groups:
  g: { topics: [orders], members: [g-1, g-2], app: { perRecordMs: 2, commit: auto } }
script:
${script.join('\n')}
`;
    const check = createChecker();
    const broken: unknown[] = [];
    let s;
    try {
    s = createSimulation(parseScenario(yaml), { watch: (world: any, facts: any) => { for (const v of check(world, facts)) if (broken.length<3) broken.push([world.at, v]); } } as any);
    const m = s.runUntil(260000);
    const parts = m.topics[0]!.partitions;
    const bad = parts.filter(p => p.leader===null || p.isr.length!==3 || p.copies.some(c=>c.logEndOffset!==p.logEndOffset || c.highWatermark!==p.logEndOffset));
    const lag = m.groups[0]!.offsets.filter(o=>o.lag!==0 && o.logEndOffset>0);
    if (broken.length || bad.length || lag.length || m.groups[0]!.state!=='Stable') { console.log(yaml); console.log(JSON.stringify({broken, bad: bad.map(p=>({...p,records:0})), lag, st: m.groups[0]!.state, led: {...m.ledger, breaches:0}},null,0)); }
    expect(broken).toEqual([]); expect(bad).toEqual([]); expect(lag).toEqual([]);
    } catch (e) { console.log(yaml); throw e; }
  }, 120000);
}

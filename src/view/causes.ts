/** "Why?" is a walk along causes: from a fact back to what began it, and forward to what it led to. */
import type { Fact } from '../sim/index.ts';

/** The fact, its cause, the cause of that, … to the first. */
export function causesOf(fact: Fact, byId: (id: number) => Fact | null): readonly Fact[] {
  const chain: Fact[] = [];
  for (let it: Fact | null = fact; it !== null; it = it.cause === null ? null : byId(it.cause)) {
    chain.push(it);
    if (it.cause !== null && it.cause >= it.id) break;
  }
  return chain;
}

/** A long chain, told: what carries no news of its own is left out between the ends. `left`: how many were. */
export function toldCauses(chain: readonly Fact[], most = 8): { readonly shown: readonly Fact[]; readonly left: number } {
  const tells = (fact: Fact, i: number) => i === 0 || i === chain.length - 1 || fact.weight !== 'routine' || chain[i - 1]?.actor !== fact.actor;
  const telling = chain.filter(tells);
  const shown = telling.length <= most ? telling : [...telling.slice(0, most - 1), telling.at(-1) as Fact];
  return { shown, left: chain.length - shown.length };
}

/** What a fact led to at once, the weighty first. */
export function effectsOf(fact: Fact, known: readonly Fact[], most = 5): readonly Fact[] {
  const weight = { pivotal: 0, notable: 1, routine: 2 } as const;
  return known
    .filter((it) => it.cause === fact.id)
    .toSorted((a, b) => weight[a.weight] - weight[b.weight] || a.id - b.id)
    .slice(0, most);
}

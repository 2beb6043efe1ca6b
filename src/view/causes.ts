/** "Why?" is a walk along causes: from a fact back to what began it, and forward to what it led to. */
import type { Fact } from '../sim/index.ts';

/**
 * A fact's cause is the message or timer that brought it about. In a rebalance that is often a poll() or a record that happened to come
 * by; a person asks for the reason instead, which is what started the rebalance.
 */
function causeOf(fact: Fact, known: readonly Fact[]): Fact | null {
  const settling =
    (fact.kind === 'group.changed' && fact.to === 'CompletingRebalance') ||
    fact.kind === 'rebalance.noticed' ||
    fact.kind === 'partitions.revoked';
  if (settling) {
    for (let id = fact.id - 1; id >= 0; id--) {
      const it = known[id];
      if (it?.kind === 'rebalance.started' && it.group === fact.group) return it;
      if (it?.kind === 'rebalance.completed' && it.group === fact.group) break;
    }
  }
  return fact.cause === null ? null : (known[fact.cause] ?? null);
}

/** The fact, its cause, the cause of that, … to the first. `known`: facts by their number. */
export function causesOf(fact: Fact, known: readonly Fact[]): readonly Fact[] {
  const chain = [fact];
  for (let it = causeOf(fact, known); it !== null && it.id < (chain.at(-1) as Fact).id; it = causeOf(it, known)) chain.push(it);
  return chain;
}

/** A long chain, told: what carries no news of its own is left out between the ends. `left`: how many were. */
export function toldCauses(chain: readonly Fact[], most = 8): { readonly shown: readonly Fact[]; readonly left: number } {
  const tells = (fact: Fact, i: number) =>
    i === 0 || i === chain.length - 1 || fact.weight !== 'routine' || chain[i - 1]?.actor !== fact.actor;
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

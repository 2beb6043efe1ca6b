/** Which facts the log shows: by weight, by who they tell of, by kind, by words. */
import { kindOf, nodeOf } from '../sim/index.ts';
import type { ActorKind, Fact } from '../sim/index.ts';

export type Who = ActorKind | `@${string}`;

export interface FactFilter {
  readonly least: 'all' | 'notable' | 'pivotal';
  /** Kinds of actors, or `@` and the name of a node; any of them counts. None: everybody. */
  readonly who: readonly Who[];
  /** None: all kinds. */
  readonly kinds: readonly Fact['kind'][];
  /** Every one of them must be found; small letters. */
  readonly words: readonly string[];
}

export const wordsIn = (query: string): readonly string[] =>
  query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');

const weighs = ({ weight }: Fact, least: FactFilter['least']): boolean =>
  least === 'all' || weight === 'pivotal' || (least === 'notable' && weight === 'notable');

/** Replicas belong to brokers, coordinators to groups: that is whom a person looks for. */
function tellsOf({ actor }: Fact, who: readonly Who[]): boolean {
  const kind = kindOf(actor);
  return who.some((it) => it === kind || (it === 'broker' && kind === 'replica') || it === `@${nodeOf(actor)}`);
}

/** What is cheap to ask comes first. `textOf`: the fact in words, small letters. */
export function matches(fact: Fact, { least, who, kinds, words }: FactFilter, textOf: (fact: Fact) => string): boolean {
  if (!weighs(fact, least) || (kinds.length > 0 && !kinds.includes(fact.kind)) || (who.length > 0 && !tellsOf(fact, who))) return false;
  if (words.length === 0) return true;
  const text = textOf(fact);
  return words.every((word) => text.includes(word));
}

/** Facts that match, found once: a run that goes on adds to them, and going back shows fewer. */
export class FoundFacts {
  private readonly hits: Fact[] = [];
  private read = 0;
  private readonly counts: (fact: Fact) => boolean;

  constructor(counts: (fact: Fact) => boolean) {
    this.counts = counts;
  }

  /** `facts` are those of one branch from its beginning, fewer or more than before. */
  in(facts: readonly Fact[]): readonly Fact[] {
    for (; this.read < facts.length; this.read++) {
      const fact = facts[this.read] as Fact;
      if (this.counts(fact)) this.hits.push(fact);
    }
    const end = facts.length;
    let low = 0;
    let high = this.hits.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.hits[middle] as Fact).id < end) low = middle + 1;
      else high = middle;
    }
    return this.hits.slice(0, low);
  }
}

/** A text in pieces, those that were looked for marked. */
export function marked(text: string, words: readonly string[]): readonly { readonly text: string; readonly hit: boolean }[] {
  const small = text.toLowerCase();
  const pieces: { text: string; hit: boolean }[] = [];
  for (let at = 0; at < text.length;) {
    const next = words
      .map((word) => ({ word, from: small.indexOf(word, at) }))
      .filter(({ from }) => from >= 0)
      .toSorted((a, b) => a.from - b.from || b.word.length - a.word.length)[0];
    const from = next?.from ?? text.length;
    if (from > at) pieces.push({ text: text.slice(at, from), hit: false });
    if (next === undefined) break;
    pieces.push({ text: text.slice(from, from + next.word.length), hit: true });
    at = from + next.word.length;
  }
  return pieces;
}

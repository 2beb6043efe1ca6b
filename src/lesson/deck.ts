/** A deck of O/X cards: one twin of each idea, wrong ones come back after three to five others. Luck is passed in. */
import type { QuizHead } from './types.ts';

export interface Deck {
  /** Ids of questions still to ask, the present one first. */
  readonly queue: readonly string[];
  /** How many ideas there are in all, and which were answered rightly. */
  readonly total: number;
  readonly settled: readonly string[];
}

/** In [0, 1). */
export type Luck = () => number;

/** One of the twins of every idea, in the order of the files; about half of each deck is true. */
export function drawDeck(heads: readonly QuizHead[], luck: Luck): Deck {
  const ideas = [...new Set(heads.map((it) => it.idea))];
  const queue = ideas.map((idea) => {
    const twins = heads.filter((it) => it.idea === idea);
    return (twins[Math.floor(luck() * twins.length)] ?? twins[0])?.id ?? '';
  });
  return { queue, total: ideas.length, settled: [] };
}

/** The deck that begins with this question. */
export const startingWith = (deck: Deck, heads: readonly QuizHead[], id: string): Deck => {
  const idea = heads.find((it) => it.id === id)?.idea;
  if (idea === undefined) return deck;
  const others = deck.queue.filter((it) => heads.find((head) => head.id === it)?.idea !== idea);
  return { ...deck, queue: [id, ...others] };
};

/** A right answer settles the card; a wrong one comes back, as its twin, after three to five others (or at the end). */
export function answered(deck: Deck, right: boolean, twin: string, luck: Luck): Deck {
  const [current, ...rest] = deck.queue;
  if (current === undefined) return deck;
  if (right) return { ...deck, queue: rest, settled: [...deck.settled, current] };
  const gap = Math.min(rest.length, 3 + Math.floor(luck() * 3));
  return { ...deck, queue: [...rest.slice(0, gap), twin, ...rest.slice(gap)] };
}

/** Reasons in an order that does not give the right one away, the same for everybody. */
export function ordered<T>(reasons: readonly T[], id: string): readonly T[] {
  const turn = [...id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1009, 7) % Math.max(1, reasons.length);
  return [...reasons.slice(turn), ...reasons.slice(0, turn)];
}

/** What a question and its answer are made of: data, so that they can be checked without a page and said in any language. */
import type { NodeId } from '../../sim/index.ts';
import type { ClauseKey, ClauseValues, QuestionKey, QuestionValues } from './words.ts';

/** A value in a sentence; how it is written is the language's affair (say.ts). */
export type Value =
  | string
  | number
  | readonly (string | number)[]
  | { readonly ms: number }
  | { readonly at: number }
  | { readonly node: NodeId }
  /** The sentence of a fact. */
  | { readonly fact: number }
  | { readonly records: number }
  | { readonly partitions: number }
  | { readonly members: number };

export type Values = Readonly<Record<string, Value>>;

/** One sentence of an answer. `fact`: the moment it is about, by its number. `rules`: of SPEC.md, which say that it must be so. */
export interface Clause {
  readonly says: ClauseKey;
  readonly values: Values;
  readonly fact: number | null;
  readonly rules: readonly string[];
}

export interface Question {
  /** Names it among the questions of its thing, from one moment to the next. */
  readonly id: string;
  readonly asks: QuestionKey;
  readonly values: Values;
  /** Worked out when somebody wants to know. Never empty. */
  readonly answer: () => readonly Clause[];
}

interface Grounds {
  readonly fact?: { readonly id: number } | undefined;
  readonly rules?: readonly string[];
}

export const say = <K extends ClauseKey>(says: K, values: ClauseValues<K>, { fact, rules = [] }: Grounds = {}): Clause => ({
  says,
  values,
  fact: fact?.id ?? null,
  rules,
});

export const ask = <K extends QuestionKey>(
  asks: K,
  values: QuestionValues<K>,
  answer: () => readonly Clause[],
  id: string = asks,
): Question => ({ id, asks, values, answer });

/** Which questions and sentences there are, and what each is to be given. */
import type { Value } from './answer.ts';
import type { clauseWords } from './clauseWords.ts';
import type { questionWords } from './questionWords.ts';

export type QuestionKey = keyof typeof questionWords;
export type ClauseKey = keyof typeof clauseWords;

type Inputs<Words> = Words extends (inputs: infer Given) => string ? Given : never;

export type QuestionValues<K extends QuestionKey> = { readonly [P in keyof Inputs<(typeof questionWords)[K]>]: Value };
export type ClauseValues<K extends ClauseKey> = { readonly [P in keyof Inputs<(typeof clauseWords)[K]>]: Value };

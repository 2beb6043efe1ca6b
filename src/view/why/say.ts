/** Answers in the present language. */
import type { Fact } from '../../sim/index.ts';
import { clockTime, duration, number } from '../i18n/format.ts';
import { factWords } from '../i18n/facts.ts';
import { nodeName } from '../i18n/names.ts';
import { m } from '../i18n/paraglide/messages.js';
import type { Clause, Question, Value, Values } from './answer.ts';
import { clauseWords } from './clauseWords.ts';
import { questionWords } from './questionWords.ts';

const isList = (value: Value): value is readonly (string | number)[] => Array.isArray(value);

function written(value: Value, facts: readonly Fact[]): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isInteger(value) ? number(value) : number(value, 1);
  if (isList(value)) return value.length === 0 ? m.inspector_null() : value.join(', ');
  if ('ms' in value) return duration(value.ms);
  if ('at' in value) return clockTime(value.at);
  if ('node' in value) return nodeName(value.node);
  if ('fact' in value) return sentence(facts[value.fact]);
  if ('records' in value) return m.count_records({ count: value.records });
  if ('partitions' in value) return m.count_partitions({ count: value.partitions });
  return 'members' in value ? m.count_members({ count: value.members }) : '';
}

const sentence = (fact: Fact | undefined): string => (fact === undefined ? '' : factWords(fact));

function said(words: (inputs: never) => string, values: Values, facts: readonly Fact[]): string {
  const inputs = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, written(value, facts)]));
  const text = words(inputs as never);
  // "broker 1" is written small within a sentence only.
  return text.replace(/(^|[.?!] )b(?=roker \d)/g, '$1B');
}

/** `facts`: all of the run, by their numbers. */
export const clauseText = ({ says, values }: Clause, facts: readonly Fact[]): string => said(clauseWords[says], values, facts);
export const questionText = ({ asks, values }: Question, facts: readonly Fact[]): string => said(questionWords[asks], values, facts);

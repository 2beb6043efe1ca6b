/**
 * "Why?" for any state of any thing: the questions that make sense of it now, each with its answer. Pure: the same moment gives the same
 * answers. An answer names moments (facts up to now) and rules of SPEC.md; nothing in it was not computed by the run.
 */
import type { Fact } from '../../sim/index.ts';
import type { Thing } from '../geometry/thing.ts';
import type { Question } from './answer.ts';
import { breachQuestions, groupQuestions } from './group.ts';
import { brokerQuestions, controllerQuestions, linkQuestions, replicaQuestions } from './cluster.ts';
import { memberQuestions } from './member.ts';
import { messageQuestions } from './message.ts';
import type { Now } from './now.ts';
import { partitionQuestions } from './partition.ts';
import { batchQuestions, producerQuestions } from './producer.ts';
import { recordQuestions } from './record.ts';

export type { Clause, Question } from './answer.ts';
export type { Now } from './now.ts';

/** What one may ask of a thing now; the most telling first. */
export function questionsOf(thing: Thing, now: Now): readonly Question[] {
  switch (thing.kind) {
    case 'member':
      return memberQuestions(now, thing.group, thing.id);
    case 'group':
      return groupQuestions(now, thing.id);
    case 'partition':
      return partitionQuestions(now, thing);
    case 'replica':
      return replicaQuestions(now, thing, thing.broker);
    case 'record':
      return recordQuestions(now, thing);
    case 'broker':
      return brokerQuestions(now, thing.id);
    case 'controller':
      return controllerQuestions(now, thing.id);
    case 'producer':
      return producerQuestions(now, thing.id);
    case 'batch':
      return batchQuestions(now, thing.producer, thing);
    case 'message':
      return messageQuestions(now, thing.id);
    case 'link':
      return linkQuestions(now, thing.between);
  }
}

/** What one may ask of a fact beside its causes: the guarantee that broke with it. */
export const questionsOfFact = (fact: Fact, now: Now): readonly Question[] => breachQuestions(now, (breach) => breach.fact === fact.id);

/** P5, P7, P9, D1: what a producer may have in its hands, and that every record has one end. */
import type { Fact } from '../facts.ts';
import { flyingBatches } from '../kafka/producer/connections.ts';
import { waitingBatches } from '../kafka/accumulator.ts';
import type { ProducerContext } from '../machines/producer/context.ts';
import type { Invariant } from './view.ts';
import { contextOf, invariant } from './view.ts';

export const withinBounds = invariant('D2: in-flight and memory bounds', ({ changed }) =>
  changed.producer.flatMap(({ cell }) => {
    const { accumulator, connections, client } = contextOf<ProducerContext>(cell);
    const { config } = client;
    const broken: string[] = [];
    for (const { broker, inFlight } of Object.values(connections)) {
      const requests = inFlight.filter((it) => it.purpose === 'produce').length;
      if (requests > config.maxInFlight)
        broken.push(`${cell.id} has ${requests} requests in flight to ${broker}, allowed are ${config.maxInFlight}`);
    }
    if (accumulator.memoryUsed < 0 || accumulator.memoryUsed > config.bufferMemory)
      broken.push(`${cell.id} holds ${accumulator.memoryUsed} bytes of ${config.bufferMemory}`);
    return broken;
  }),
);

/** The pool has handed out what lies in waiting and flying batches, no less and no more. */
export const memoryAccountedFor = invariant('D2: the memory of a producer is that of its batches', ({ changed }) =>
  changed.producer.flatMap(({ cell, before }) => {
    const { accumulator, connections } = contextOf<ProducerContext>(cell);
    if (before !== null && contextOf<ProducerContext>(before).accumulator === accumulator) return [];
    const batches = new Map([...waitingBatches(accumulator), ...flyingBatches(connections)].map((batch) => [batch.ordinal, batch.memory]));
    const memory = [...batches.values()].reduce((sum, bytes) => sum + bytes, 0);
    if (memory >= accumulator.memoryUsed) return [];
    return [`${cell.id} holds ${accumulator.memoryUsed} bytes for batches of ${memory}`];
  }),
);

/** acks=0 ends in "acknowledged" too: nobody will say more. */
const ENDS = new Set(['batch.acknowledged', 'batch.failed', 'batch.forgotten']);

export const oneFate: Invariant = {
  name: 'D1: every record has one fate',
  begin: () => {
    /** By record: the fact that ended it, or -1 - the fact of its send(). */
    const lives = new Map<string, number>();
    const began = (id: string, fact: Fact): string[] => {
      const known = lives.get(id);
      lives.set(id, -1 - fact.id);
      return known !== undefined && timeOf(known) < fact.id ? [`${id} was sent twice`] : [];
    };
    const ended = (id: string, fact: Fact): string[] => {
      const known = lives.get(id);
      lives.set(id, fact.id);
      // Facts with a later number were taken back by going back in time; without a beginning this check came too late to know.
      return known !== undefined && known >= 0 && known < fact.id
        ? [`${id} ended with fact ${known} and again with ${fact.kind} (${fact.id})`]
        : [];
    };
    return ({ facts }) =>
      facts.flatMap((fact) => {
        if (fact.kind === 'record.sent') return began(`${fact.producer}#${fact.number}`, fact);
        if (!ENDS.has(fact.kind) || !('numbers' in fact)) return [];
        return fact.numbers.flatMap((number) => ended(`${fact.producer}#${number}`, fact));
      });
  },
};

const timeOf = (known: number): number => (known < 0 ? -1 - known : known);

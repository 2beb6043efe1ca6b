/** A producer as the read model shows it. */
import type { BatchModel, ProducerModel } from '../../model.ts';
import { isFull, waitingBatches, type Batch } from '../../kafka/accumulator.ts';
import { metricsOf } from '../../kafka/producer/meters.ts';
import type { ProducerContext } from './context.ts';

export function readProducer(state: string, context: ProducerContext): ProducerModel {
  const { id, settings } = context.client;
  const model = (batch: Batch) => readBatch(context, batch);
  const inFlight = Object.values(context.connections).flatMap(({ broker, inFlight: requestsThere }) =>
    requestsThere
      .filter(({ purpose }) => purpose === 'produce')
      .map(({ correlationId, sentAt, batches: flying }) => ({ broker, correlationId, sentAt, batches: flying.map(model) })),
  );
  const buffered = waitingBatches(context.accumulator).map(model);
  const first = context.pending[0];
  const blocked = first === undefined ? {} : { blocked: { since: first.since, waitsFor: first.waitsFor, calls: context.pending.length } };
  const { memoryUsed } = context.accumulator;
  return { id, state, ...context.tally, metrics: metricsOf(context.meters), buffered, inFlight, memoryUsed, ...blocked, settings };
}

function readBatch({ client: { config } }: ProducerContext, batch: Batch): BatchModel {
  const { topic, partition, records, bytes, createdAt, attempts } = batch;
  return {
    topic,
    partition,
    records: records.map(({ number, key }) => ({ number, key })),
    bytes,
    full: Math.min(1, bytes / Math.max(1, config.batchSize)),
    createdAt,
    lingerUntil: isFull(batch, config.batchSize) ? null : createdAt + config.lingerMs,
    attempts,
  };
}

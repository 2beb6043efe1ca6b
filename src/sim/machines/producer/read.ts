/** A producer as the read model shows it. */
import type { BatchModel, ProducerModel } from '../../model.ts';
import { isFull, waitingBatches, type Batch } from '../../kafka/accumulator.ts';
import { metricsOf } from '../../kafka/producer/meters.ts';
import type { ProducerContext } from './context.ts';

type InFlight = ProducerContext['connections'][number]['inFlight'][number];
type RequestModel = ProducerModel['inFlight'][number];

export function readProducer(state: string, context: ProducerContext): ProducerModel {
  const { id, settings } = context.client;
  const model = (batch: Batch) => readBatch(context, batch);
  const inFlight = Object.values(context.connections).flatMap(({ broker, inFlight: requestsThere }) =>
    requestsThere.filter(({ purpose }) => purpose === 'produce').map((request) => readRequest(context, broker, request)),
  );
  const buffered = waitingBatches(context.accumulator).map(model);
  const first = context.pending[0];
  const blocked = first === undefined ? {} : { blocked: { since: first.since, waitsFor: first.waitsFor, calls: context.pending.length } };
  const { memoryUsed } = context.accumulator;
  return { id, state, ...context.tally, metrics: metricsOf(context.meters), buffered, inFlight, memoryUsed, ...blocked, settings };
}

/** What was read of a request on its way: hundreds may be, and while they are nothing about them changes. */
const known = new WeakMap<InFlight, { readonly config: ProducerContext['client']['config']; readonly request: RequestModel }>();

function readRequest(context: ProducerContext, broker: number, sent: InFlight): RequestModel {
  const { config } = context.client;
  const before = known.get(sent);
  if (before?.config === config) return before.request;
  const { correlationId, sentAt, batches } = sent;
  const request = { broker, correlationId, sentAt, batches: batches.map((batch) => readBatch(context, batch)) };
  known.set(sent, { config, request });
  return request;
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

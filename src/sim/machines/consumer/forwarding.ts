/**
 * F4: consume, transform, produce, without transactions. The application hands every record it has processed to a KafkaProducer in its own
 * process and does not wait for the result: what is committed here and what arrives there are two things.
 */
import { producerActor } from '../../address.ts';
import type { LogRecord, MessageOf } from '../../messages.ts';
import { send } from '../contract.ts';
import type { Turn } from './turn.ts';

/** The record as it is, under its key: a new record, with a fate of its own. */
export function forward(turn: Turn, { key, value, bytes }: LogRecord): void {
  const { id, app } = turn.context.self;
  if (app.forwardTo === undefined) return;
  const message: MessageOf<'command.send'> = { type: 'command.send', topic: app.forwardTo.topic, key, value, partition: null, bytes };
  turn.intents.push(send(producerActor(id), message));
}

/** close() of the application closes its producer too, which first sends what it has; a process that dies takes it along. */
export function endProducer(turn: Turn, how: 'close' | 'crash'): void {
  const { id, app } = turn.context.self;
  if (app.forwardTo === undefined || turn.context.loop.restartWith !== null) return;
  turn.intents.push(send(producerActor(id), { type: how === 'close' ? 'command.close' : 'crash' }));
}

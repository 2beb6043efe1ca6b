/** T3: what the active controller does when somebody deletes a topic or alters its settings. The deciding is in `kafka/controller`. */
import { alterConfig, deleteTopic, whyNotDelete } from '../../kafka/controller/topicChange.ts';
import type { Outcome } from '../contract.ts';
import { answer, propose, replyTo } from './commit.ts';
import { rulesOf } from './context.ts';
import type { ControllerContext, Got } from './context.ts';

type Next = Outcome<ControllerContext>;

export function removeTopic(context: ControllerContext, event: Got<'DeleteTopic'>): Next {
  const { image } = context.log;
  const { topic, correlationId } = event.message;
  const error = whyNotDelete(image, topic, context.settings.mayDeleteTopics);
  const reply = replyTo(event, { type: 'AdminResponse', correlationId, error });
  return error === null ? propose(context, event.at, deleteTopic(image, topic), [reply]) : { context, intents: [answer(reply)] };
}

export function changeConfig(context: ControllerContext, event: Got<'AlterConfig'>): Next {
  const { image } = context.log;
  const { topic: name, correlationId } = event.message;
  const topic = image.topics[name];
  const reply = replyTo(event, { type: 'AdminResponse', correlationId, error: topic ? null : 'UNKNOWN_TOPIC_OR_PARTITION' });
  if (topic === undefined) return { context, intents: [answer(reply)] };
  return propose(context, event.at, alterConfig(image, topic, event.message, rulesOf(context)), [reply]);
}

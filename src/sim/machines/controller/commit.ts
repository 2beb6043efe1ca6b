/**
 * From a decision to metadata everybody hears of: written to the log, acknowledged by a majority of the voters (C1), told, answered
 * and pushed to the brokers. With a single controller all of that happens at once.
 */
import { brokerActor, controllerActor } from '../../address.ts';
import type { ActorId } from '../../address.ts';
import type { MetadataChange } from '../../kafka/controller/change.ts';
import type { BrokerEpochs } from '../../kafka/controller/registration.ts';
import type { Message, MetadataImage } from '../../messages.ts';
import { note, send } from '../contract.ts';
import type { AnyMessage, Delivered, Intent, Outcome, SendIntent } from '../contract.ts';
import type { Answer, ControllerContext, Reply } from './context.ts';

export const replyTo = ({ from, connection }: Delivered<AnyMessage>, message: Answer): Reply => ({ to: from, connection, message });

/** Back on the connection the request came on, or on one's own. */
export const say = (to: ActorId, message: Message, connection: string | null = null): SendIntent =>
  send(to, message, connection ?? undefined);

export const answer = ({ to, connection, message }: Reply): SendIntent => say(to, message, connection);

/** C5: every registered broker gets the image, also a fenced one: it has to catch up. ZooKeeper tells the controller, which tells the others. */
export function push(image: MetadataImage): Intent[] {
  const controller = image.brokerController;
  const told = controller === undefined ? Object.keys(image.brokers).map(Number) : [controller.broker].filter((it) => it !== null);
  return told.map((broker) => say(brokerActor(broker), { type: 'MetadataUpdate', image }));
}

/** The active controller's sign of life and log, to the other voters. */
export const beat = ({ id, voters, epoch, image, log }: ControllerContext): Intent[] => {
  const message: Message = {
    type: 'QuorumBeat',
    controllerEpoch: epoch,
    image: log.image,
    brokerEpochs: log.brokerEpochs,
    committed: image.version,
  };
  return voters.filter((voter) => voter !== id).map((voter) => say(controllerActor(voter), message));
};

/** What a majority holds becomes what is: facts are told, requests answered, brokers informed of the newest state only. */
export function commitUpTo(context: ControllerContext, at: number, version: number): Outcome<ControllerContext> {
  const ready = context.pending.filter((it) => it.image.version <= version);
  const newest = ready.at(-1);
  if (!newest) return { context };
  return {
    context: { ...context, image: newest.image, pending: context.pending.slice(ready.length), pushedAt: at },
    intents: [
      ...ready.flatMap(({ told }) => told.map(({ fact, ...more }) => note(fact, more))),
      ...ready.flatMap(({ replies }) => replies.map(answer)),
      ...push(newest.image),
    ],
  };
}

export function propose(
  context: ControllerContext,
  at: number,
  change: MetadataChange & { readonly brokerEpochs?: BrokerEpochs },
  replies: readonly Reply[] = [],
): Outcome<ControllerContext> {
  const image = { ...change.image, version: context.log.image.version + 1 };
  const log = { image, brokerEpochs: change.brokerEpochs ?? context.log.brokerEpochs };
  const written = { ...context, log, pending: [...context.pending, { image, told: change.told, replies }] };
  return context.voters.length === 1 ? commitUpTo(written, at, image.version) : { context: written, intents: beat(written) };
}

/**
 * Everything that travels: requests and responses between processes, by the names of Kafka's protocol, and the local messages
 * between the actors of one broker. A closed union: a machine that gets an unknown one is a bug.
 * Every request carries a `correlationId`, unique per sending actor; its response echoes it.
 */
import type { CommandMessage } from './messages/command.ts';
import type { ControllerMessage } from './messages/controller.ts';
import type { FetchMessage } from './messages/fetch.ts';
import type { GroupMessage } from './messages/group.ts';
import type { LocalMessage, ReplicaMessage } from './messages/local.ts';
import type { MetadataMessage } from './messages/metadata.ts';
import type { ProduceMessage } from './messages/produce.ts';

export type * from './messages/command.ts';
export type * from './messages/controller.ts';
export type * from './messages/errors.ts';
export type * from './messages/fetch.ts';
export type * from './messages/group.ts';
export type * from './messages/local.ts';
export type * from './messages/metadata.ts';
export type * from './messages/produce.ts';
export type * from './messages/records.ts';

export type Message =
  MetadataMessage | ProduceMessage | FetchMessage | GroupMessage | ControllerMessage | LocalMessage | ReplicaMessage | CommandMessage;
export type MessageOf<T extends Message['type']> = Extract<Message, { readonly type: T }>;

/** G11: what a consumer subscribes to. Models SubscriptionState's AUTO_TOPICS and AUTO_PATTERN. */
import type { Self } from './state.ts';

type Subscribed = Pick<Self, 'topics' | 'pattern'>;

/** Kafka's own topics match no pattern (`exclude.internal.topics`). */
const INTERNAL: ReadonlySet<string> = new Set(['__consumer_offsets', '__transaction_state']);

/** The whole name has to match, as java.util.regex's matches(). */
const matches = (pattern: string, topic: string): boolean => !INTERNAL.has(topic) && new RegExp(`^(?:${pattern})$`).test(topic);

/** May it be given partitions of this topic? */
export const wants = ({ topics, pattern }: Subscribed, topic: string): boolean =>
  pattern === null ? topics.includes(topic) : matches(pattern, topic);

export const matching = (pattern: string, names: readonly string[]): readonly string[] => names.filter((name) => matches(pattern, name));

export const sameTopics = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((it) => b.includes(it));

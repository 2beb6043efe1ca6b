/** G11: what a group or a member subscribes to: topics by name, or `{ pattern: "orders-.*" }` for all that match, also those to come. */
import { fields, isRecord, items, required, text, type Cursor } from './cursor.ts';
import { noSuch } from './names.ts';

export interface Subscribed {
  /** By name; of a pattern those that match among the topics known by now. */
  readonly topics: readonly string[];
  /** A regular expression that the whole name has to match. */
  readonly topicPattern?: string;
}

export function readSubscription(cursor: Cursor, known: Iterable<string>): Subscribed {
  if (!isRecord(cursor.value)) return { topics: readTopicList(cursor, known) };
  fields(cursor, ['pattern']);
  const at = cursor.at('pattern');
  const pattern = required(at, 'the pattern that topics have to match') ? text(at, null) : null;
  if (pattern === null) return { topics: [] };
  const expression = compiled(pattern);
  if (expression === null) return at.fail(`"${pattern}" is no regular expression`, { topics: [] });
  return { topics: [...known].filter((name) => expression.test(name)), topicPattern: pattern };
}

function readTopicList(cursor: Cursor, known: Iterable<string>): readonly string[] {
  const all = [...known];
  const list = items(cursor, 'topics', true);
  if (list.length === 0 && Array.isArray(cursor.value)) cursor.fail('name at least one topic', undefined);
  const topics = list.flatMap((at) => {
    const name = text(at, null);
    if (name === null) return at.missing ? at.fail('an empty entry: write the name of a topic', []) : [];
    return all.includes(name) ? [name] : at.fail(noSuch('topic', name, all), []);
  });
  return [...new Set(topics)];
}

function compiled(pattern: string): RegExp | null {
  try {
    return new RegExp(`^(?:${pattern})$`);
  } catch {
    return null;
  }
}

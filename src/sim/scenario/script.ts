/** The script: commands with their times, given by nobody. Their parameters are checked here, the state of the world when they are due. */
import { settingsFor } from '../config/index.ts';
import type { ReadContext } from './context.ts';
import { duration, fields, isRecord, items, required, type Cursor } from './cursor.ts';
import type { Command, Scenario } from './types.ts';
import { readCommand } from './verbs/index.ts';

/** What comes into being by these verbs may be named by every other entry, so they are read first. */
const FIRST: readonly string[] = ['addBroker', 'addGroup', 'addProducer', 'addMember'];

const entriesOf = (cursor: Cursor): readonly Cursor[] => items(cursor, 'commands: { at, do, … }');

/** Topics that appear (and grow) while the scenario runs may be named by clients from the start; they are noticed when they exist (G11). */
export function nameWhatScriptCreates(cursor: Cursor, { names, profile, cluster }: ReadContext): void {
  if (!Array.isArray(cursor.value)) return;
  const usual = Number(settingsFor('broker', profile, cluster)['num.partitions']);
  for (const entry of entriesOf(cursor)) {
    if (!isRecord(entry.value)) continue;
    const { do: verb, topic = entry.value['name'], partitions, replicas } = entry.value;
    if (typeof topic !== 'string' || (verb !== 'createTopic' && verb !== 'addPartitions')) continue;
    const before = names.topics.get(topic);
    const size = Array.isArray(replicas) ? replicas.length : typeof partitions === 'number' ? partitions : usual;
    if (verb === 'createTopic' || before !== undefined) names.topics.set(topic, Math.max(before ?? 0, size));
  }
}

/** Every entry with its time, earliest first; entries of one time in the order of the file. */
export function readScript(cursor: Cursor, context: ReadContext): Scenario['script'] {
  const rank = (entry: Cursor) => {
    const at = FIRST.indexOf(isRecord(entry.value) ? String(entry.value['do']) : '');
    return at < 0 ? FIRST.length : at;
  };
  const read = new Map<Cursor, Command & { readonly at: number }>();
  const all = entriesOf(cursor);
  for (const entry of all.toSorted((a, b) => rank(a) - rank(b))) {
    if (!isRecord(entry.value)) {
      fields(entry.missing ? entry.with('nothing') : entry, ['at', 'do']);
      continue;
    }
    const at = required(entry.at('at'), 'the time ("at")') ? duration(entry.at('at'), 0) : 0;
    readCommand(entry, context);
    read.set(entry, { ...(structuredClone(entry.value) as Command), at });
  }
  return all.flatMap((entry) => read.get(entry) ?? []).toSorted((a, b) => a.at - b.at);
}

/** Producers and their workloads. */
import { shown } from '../config/index.ts';
import type { ReadContext } from './context.ts';
import { duration, fields, int, isRecord, items, oneOf, required, text, type Cursor } from './cursor.ts';
import { expandKeys } from './keys.ts';
import { noSuch } from './names.ts';
import { namesOf, workloadParts } from './parameters.ts';
import { checkConflicts, readConfig } from './settings.ts';
import type { ProducerSpec, WorkloadSpec } from './types.ts';

const USUAL_VALUE = { bytes: 100 };

/** A producer of this id; `also`: names that stand beside its own (those of a command). */
export function readProducer(id: string, cursor: Cursor, context: ReadContext, also: readonly string[] = []): ProducerSpec {
  fields(cursor, ['config', 'workload', ...also]);
  const config = readConfig(cursor.at('config'), 'producer', context);
  checkConflicts(cursor.at('config'), 'producer', config, context);
  const workloads = items(cursor.at('workload'), 'workloads', true).flatMap((at) => readWorkload(at, context) ?? []);
  return { id, config, workloads };
}

function readWorkload(cursor: Cursor, { names }: ReadContext): WorkloadSpec | null {
  const isMapping = fields(cursor, namesOf(workloadParts), {
    headers: 'records have a key and a value yet',
  });
  if (!isMapping || cursor.missing) return null;
  const topic = required(cursor.at('topic'), 'the topic of the workload') ? text(cursor.at('topic'), '') : '';
  const partitions = names.topics.get(topic);
  if (topic !== '' && partitions === undefined) cursor.at('topic').fail(noSuch('topic', topic, names.topics.keys()), undefined);
  const partition = int(cursor.at('partition'), null, 0);
  if (partition !== null && partitions !== undefined && partition >= partitions)
    cursor.at('partition').fail(`${topic} has partitions 0 to ${partitions - 1}`, undefined);
  return {
    topic,
    ...readTimes(cursor),
    keys: readKeys(cursor.at('keys')),
    pick: oneOf(cursor.at('pick'), ['turn', 'random'], 'turn'),
    value: readValue(cursor.at('value')),
    partition,
    mode: oneOf(cursor.at('mode'), ['fire', 'sync', 'async'], 'fire'),
    ...readPoison(cursor.at('poison')),
  };
}

/** F4: which records of the workload no consumer can deserialize, counted from 0. */
function readPoison(cursor: Cursor): Pick<WorkloadSpec, 'poison'> {
  if (cursor.missing) return {};
  return { poison: items(cursor, 'numbers of records, from 0', true).map((at) => int(at, 0, 0)) };
}

function readTimes(cursor: Cursor): Pick<WorkloadSpec, 'everyMs' | 'atMs' | 'count' | 'startAt' | 'stopAt'> {
  const everyMs = duration(cursor.at('everyMs'), null);
  const atMs = cursor.at('atMs').missing ? null : items(cursor.at('atMs'), 'times', true).map((at) => duration(at, 0));
  const startAt = duration(cursor.at('startAt'), 0);
  const stopAt = duration(cursor.at('stopAt'), null);
  const count = int(cursor.at('count'), null, 1);
  if (everyMs === 0) cursor.at('everyMs').fail('must be at least 1 ms', undefined);
  if (cursor.at('everyMs').missing && atMs === null) cursor.fail('the workload says neither everyMs nor atMs', undefined, { onKey: true });
  if (!cursor.at('everyMs').missing && atMs !== null)
    cursor.at('atMs').fail('either everyMs or atMs, not both', undefined, { onKey: true });
  if (stopAt !== null && stopAt <= startAt) cursor.at('stopAt').fail(`the workload stops before it starts (${startAt} ms)`, undefined);
  return { everyMs, atMs: atMs?.toSorted((a, b) => a - b) ?? null, count, startAt, stopAt };
}

/** Null, a list, or a pattern. */
function readKeys(cursor: Cursor): readonly string[] | null {
  if (cursor.missing) return null;
  if (Array.isArray(cursor.value)) {
    const keys = items(cursor, 'keys').map((at) => (at.missing ? at.fail('an empty key: write "" or leave keys out', '') : text(at, '')));
    return keys.length > 0 ? keys : cursor.fail('an empty list of keys: leave keys out for records without one', null);
  }
  const pattern = text(cursor, null);
  if (pattern === null) return null;
  const keys = expandKeys(pattern);
  return 'reason' in keys ? cursor.fail(keys.reason, null) : keys;
}

/** A size in bytes (and what they stand for), a text, or any JSON; null where it is written: a tombstone (L4). */
function readValue(cursor: Cursor): WorkloadSpec['value'] {
  const { value } = cursor;
  if (value === null) return { text: null };
  if (cursor.missing) return USUAL_VALUE;
  if (isRecord(value) && 'bytes' in value && Object.keys(value).every((key) => key === 'bytes' || key === 'kind')) {
    const bytes = int(cursor.at('bytes'), USUAL_VALUE.bytes, 0);
    return cursor.at('kind').missing
      ? { bytes }
      : { bytes, kind: oneOf<'bytes' | 'text' | 'json'>(cursor.at('kind'), ['bytes', 'text', 'json'], 'bytes') };
  }
  return { text: valueText(value) };
}

/** A record's value as text: JSON unless it is a text already. */
export const valueText = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? shown(value)));

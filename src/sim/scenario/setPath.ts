/** Changing one thing of a raw scenario by its path: `groups/billing/config/session.timeout.ms`. For `--set`, and for a quiz's contrast. */
import { isRecord } from './cursor.ts';

/** A path that leads nowhere in the scenario at hand. */
export class PathError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'PathError';
  }
}

/** A value as written on a command line: JSON where it is JSON, `[a, b]` a list of words, otherwise a text. */
export function parseSetValue(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    const list = /^\[(.*)\]$/s.exec(text.trim());
    return list === null ? text : (list[1] ?? '').split(',').map((it) => it.trim());
  }
}

/** A copy with this value at the path; mappings on the way are made where they are missing. A list's item is named by its number or id. */
export function setPath(raw: unknown, path: string, value: unknown): unknown {
  const steps = path.split('/').filter((step) => step !== '');
  if (steps.length === 0) throw new PathError('an empty path: write something like groups/billing/config/session.timeout.ms');
  return put(raw, steps, typeof value === 'string' ? parseSetValue(value) : value, path);
}

function put(holder: unknown, steps: readonly string[], value: unknown, path: string): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (Array.isArray(holder)) return putItem(holder, step, rest, value, path);
  if (holder === undefined || holder === null) return { [step]: put(undefined, rest, value, path) };
  if (!isRecord(holder)) throw new PathError(`${path}: there is nothing inside ${JSON.stringify(holder)}`);
  const inside = Object.hasOwn(holder, step) ? holder[step] : undefined;
  return { ...holder, [step]: put(inside, rest, value, path) };
}

function putItem(list: readonly unknown[], step: string, rest: readonly string[], value: unknown, path: string): unknown {
  const named = list.findIndex((item) => item === step || (isRecord(item) && String(item['id']) === step));
  const index = named >= 0 ? named : /^\d+$/.test(step) ? Number(step) : -1;
  if (index < 0 || index > list.length) throw new PathError(`${path}: the list has no item "${step}"`);
  const item = list[index];
  // A member given by its id alone gets room for more.
  const holder = typeof item === 'string' && rest.length > 0 ? { id: item } : item;
  return [...list.slice(0, index), put(holder, rest, value, path), ...list.slice(index + 1)];
}

type Parts = Record<string, unknown>;

/**
 * What is laid out `now`, with every part that equals the part in its place `before` given back as that very object, so that the marks drawn
 * from it do nothing. Looks into plain objects and lists that are not frozen: what is belongs to the world, and its identity already says
 * whether it changed. Writes into `now`, which nobody else has seen yet.
 */
export function share<T>(before: unknown, now: T): T {
  if (typeof now !== 'object' || now === null || typeof before !== 'object' || before === null || Object.isFrozen(now)) return now;
  const list = Array.isArray(now);
  if (list !== Array.isArray(before) || (!list && (now.constructor !== Object || before.constructor !== Object))) return now;
  return (list ? shareList(before as unknown[], now) : shareParts(before as Parts, now as Parts)) as T;
}

function shareList(before: readonly unknown[], now: unknown[]): readonly unknown[] {
  let same = before.length === now.length;
  for (let i = 0; i < now.length; i++) {
    const part = now[i];
    const old = before[i];
    if (part === old) continue;
    const shared = share(old, part);
    if (shared !== part) now[i] = shared;
    if (shared !== old) same = false;
  }
  return same ? before : now;
}

function shareParts(before: Parts, now: Parts): Parts {
  let same = true;
  let more = 0;
  for (const name in now) {
    more += 1;
    const part = now[name];
    const old = before[name];
    if (part === old) continue;
    const shared = share(old, part);
    if (shared !== part) now[name] = shared;
    if (shared !== old) same = false;
  }
  for (const _name in before) more -= 1;
  return same && more === 0 ? before : now;
}

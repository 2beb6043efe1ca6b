type Parts = Record<string, unknown>;

/** A plain object or list that was laid out: what is frozen belongs to the world, and its identity already says whether it changed. */
const isLaidOut = (it: unknown): it is Parts => {
  if (typeof it !== 'object' || it === null || Object.isFrozen(it)) return false;
  const prototype: unknown = Object.getPrototypeOf(it);
  return prototype === Object.prototype || prototype === Array.prototype;
};

/**
 * What is laid out `now`, with every part that equals the part in its place `before` given back as that very object, so that the marks drawn
 * from it do nothing. Writes into `now`, which nobody else has seen yet.
 */
export function share<T>(before: unknown, now: T): T {
  if (Object.is(before, now) || !isLaidOut(now) || !isLaidOut(before) || Array.isArray(now) !== Array.isArray(before)) return now;
  const names = Object.keys(now);
  let same = names.length === Object.keys(before).length;
  for (const name of names) {
    const [part, old] = [(now as Parts)[name], before[name]];
    if (Object.is(part, old)) continue;
    const shared = share(old, part);
    same &&= Object.is(shared, old);
    if (!Object.is(shared, part)) (now as Parts)[name] = shared;
  }
  return same ? (before as T) : now;
}

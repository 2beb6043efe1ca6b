/** Keys of a workload: `user_{1..20}` stands for twenty keys. */

/** More keys than a scene can tell apart, and a guard against a slip of the finger. */
export const MOST_KEYS = 10_000;

/** Every key a pattern stands for, in order, or the reason why it stands for none. Several ranges multiply. */
export function expandKeys(pattern: string): readonly string[] | { readonly reason: string } {
  const range = /\{(\d+)\.\.(\d+)\}/;
  let keys = [''];
  let rest = pattern;
  for (let match = range.exec(rest); match !== null; match = range.exec(rest)) {
    const [whole, first = '', last = ''] = match;
    const from = Number(first);
    const to = Number(last);
    if (from > to) return { reason: `the range ${whole} runs backwards; write {${to}..${from}}` };
    if (keys.length * (to - from + 1) > MOST_KEYS) return { reason: `"${pattern}" stands for more than ${MOST_KEYS} keys` };
    const before = rest.slice(0, match.index);
    const width = first.length > 1 && first.startsWith('0') ? first.length : 0; // {01..20} keeps its zeros
    const numbers = Array.from({ length: to - from + 1 }, (_, i) => String(from + i).padStart(width, '0'));
    keys = keys.flatMap((key) => numbers.map((number) => key + before + number));
    rest = rest.slice(match.index + whole.length);
  }
  return /[{}]/.test(rest) || keys.some((key) => /[{}]/.test(key))
    ? { reason: `"${pattern}" is no pattern of keys; a range is written {1..20}` }
    : keys.map((key) => key + rest);
}

/** The shortest way to write these keys down: a pattern with one range if one stands for exactly them, or else the list. */
export function keysOf(keys: readonly string[]): string | readonly string[] {
  const parts = keys.map((key) => /^(.*?)(\d+)([^\d]*)$/s.exec(key));
  const [first, last] = [parts[0], parts.at(-1)];
  if (keys.length < 3 || !first || !last) return [...keys];
  const pattern = `${first[1]}{${first[2]}..${last[2]}}${first[3]}`;
  const expanded = expandKeys(pattern);
  return Array.isArray(expanded) && expanded.join('\n') === keys.join('\n') ? pattern : [...keys];
}

/** The look of a record's key: one of seven hues (0: no key) and a label short enough for a cell. Both depend on the key alone. */

export const hues = 7;

/** `user_1 … user_7` and `A … G` get the seven hues in turn, other keys one by their letters, so that a key never changes its colour. */
export function hueOf(key: string | null): number {
  if (key === null) return 0;
  const number = /(\d+)$/.exec(key)?.[1];
  if (number !== undefined) return ((Number(number.slice(-9)) + hues - 1) % hues) + 1;
  if (/^[a-z]$/i.test(key)) return ((key.toUpperCase().charCodeAt(0) - 65) % hues) + 1;
  let hash = 2166136261;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 16777619);
  return ((hash >>> 0) % hues) + 1;
}

/** `A`, `u7` for `user_7`, `kim`, `o…1` never: four characters at most, of Hangul two. */
export function keyLabel(key: string | null): string {
  if (key === null) return '–';
  const wide = /[^\u0000-\u024f]/.test(key);
  const room = wide ? 2 : 4;
  if (key.length <= room) return key;
  const parts = /^(.).*?(\d+)$/.exec(key);
  if (parts === null) return key.slice(0, room - (wide ? 0 : 1));
  const digits = parts[2] ?? '';
  return digits.length < room ? `${parts[1]}${digits}` : digits.slice(-room);
}

/** `auto.offset.reset: by_duration:PT30S` (KIP-1106): how long ago, as java.time.Duration reads it (PnDTnHnMn.nS). */

const ISO = /^P(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/i;
const UNITS = [86_400_000, 3_600_000, 60_000, 1000];

/** In ms, or null if this is no duration. Negative ones are none: the records would lie in the future. */
export function parseIsoDuration(text: string): number | null {
  const parts = ISO.exec(text)?.slice(1);
  if (parts === undefined || parts.every((part) => part === undefined)) return null;
  return parts.reduce((sum, part, i) => sum + Number(part ?? 0) * (UNITS[i] ?? 0), 0);
}

/** The duration of `by_duration:…`, or null of any other value. */
export const durationOfReset = (value: string): number | null => parseIsoDuration(/^by_duration:(.*)$/.exec(value)?.[1] ?? '');

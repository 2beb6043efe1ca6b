/** Times of the scenario language: `12s`, `150ms`, `2m`, `1h`, or a number of ms. */

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/** The time in whole ms, or null if this is not a time. */
export function parseDuration(value: unknown): number | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? value : null;
  if (typeof value !== 'string') return null;
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|min|m|h|d)?$/.exec(value.trim());
  if (match === null) return null;
  const ms = Number(match[1]) * (UNITS[match[2] ?? 'ms'] ?? 1);
  const whole = Math.round(ms);
  return Number.isSafeInteger(whole) && Math.abs(whole - ms) < 1e-6 ? whole : null;
}

/** `1.5s`, `150ms`: a time as a person writes it. */
export function formatDuration(ms: number): string {
  if (ms !== 0 && ms % 60_000 === 0) return `${ms / 60_000}m`;
  return Math.abs(ms) >= 1000 ? `${ms / 1000}s` : `${ms}ms`;
}

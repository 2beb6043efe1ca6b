/** What is measured over virtual time, so that it can be asked for at any moment. Everything is added in order of time; times are ms. */

/** Index of the first time later than t. */
function after(times: readonly number[], t: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] as number) <= t) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Things that happen, to be counted: records sent, requests, commits. */
export class Counts {
  private readonly times: number[] = [];
  private readonly totals: number[] = [];

  add(t: number, count = 1): void {
    const total = (this.totals.at(-1) ?? 0) + count;
    if (this.times.at(-1) === t) this.totals[this.totals.length - 1] = total;
    else {
      this.times.push(t);
      this.totals.push(total);
    }
  }

  /** How many there were up to t. */
  total(t: number): number {
    return this.totals[after(this.times, t) - 1] ?? 0;
  }

  /** How many per second in the last `windowMs` up to t. */
  rate(t: number, windowMs: number): number {
    return ((this.total(t) - this.total(t - windowMs)) * 1000) / windowMs;
  }
}

/** Windows of samples that were put in order, so that several percentiles of one moment share the work. */
const REMEMBERED = 512;

/** Measurements: latencies, sizes. */
export class Samples {
  private readonly times: number[] = [];
  private readonly values: number[] = [];
  private ordered = new Map<string, readonly number[]>();

  add(t: number, value: number): void {
    this.times.push(t);
    this.values.push(value);
    if (this.ordered.size > 0) this.ordered.clear();
  }

  /** Those of the last `windowMs` up to t, smallest first. */
  within(t: number, windowMs: number): readonly number[] {
    const name = `${t} ${windowMs}`;
    let found = this.ordered.get(name);
    if (found === undefined) {
      found = this.values.slice(after(this.times, t - windowMs), after(this.times, t)).sort((a, b) => a - b);
      if (this.ordered.size >= REMEMBERED) this.ordered.clear();
      this.ordered.set(name, found);
    }
    return found;
  }

  /** The smallest measurement that at least this share (0 to 1) of them do not exceed; null: there was none. */
  percentile(t: number, windowMs: number, share: number): number | null {
    const window = this.within(t, windowMs);
    return window.length === 0 ? null : (window[Math.max(0, Math.ceil(share * window.length) - 1)] ?? null);
  }

  mean(t: number, windowMs: number): number | null {
    const window = this.within(t, windowMs);
    return window.length === 0 ? null : window.reduce((sum, value) => sum + value, 0) / window.length;
  }
}

/** A number that stays until it changes: lag, partitions without a reader. Null: not known. */
export class Steps {
  private readonly times: number[] = [];
  private readonly values: (number | null)[] = [];
  /** The sum of value · time up to each change, ms. */
  private readonly areas: number[] = [];

  get last(): number | null {
    return this.values.at(-1) ?? null;
  }

  set(t: number, value: number | null): void {
    if (this.times.at(-1) === t) {
      this.values[this.values.length - 1] = value;
      return;
    }
    if (this.values.length > 0 && this.values.at(-1) === value) return;
    this.areas.push((this.areas.at(-1) ?? 0) + (this.last ?? 0) * (t - (this.times.at(-1) ?? t)));
    this.times.push(t);
    this.values.push(value);
  }

  at(t: number): number | null {
    return this.values[after(this.times, t) - 1] ?? null;
  }

  /** The most it was in (from, to], what it was at the beginning included. */
  most(from: number, to: number): number | null {
    let most = this.at(from);
    for (let i = after(this.times, from); i < this.times.length && (this.times[i] as number) <= to; i++) {
      const value = this.values[i] ?? null;
      if (value !== null && (most === null || value > most)) most = value;
    }
    return most;
  }

  /** Value · time up to t, in value · ms. */
  area(t: number): number {
    const i = after(this.times, t) - 1;
    return i < 0 ? 0 : (this.areas[i] as number) + (this.values[i] ?? 0) * (t - (this.times[i] as number));
  }
}

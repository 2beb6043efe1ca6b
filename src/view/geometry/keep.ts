import { share } from './share.ts';

/**
 * Remembers the last result by key. A world changes in a few places at a time; what did not change keeps its object, and so does every part
 * of what did: the marks drawn from it do nothing. `sweep` ends a layout: what layouts do not ask for any more is forgotten, at the latest when it is most of what is known.
 */
export interface Keep {
  <T>(key: string, inputs: readonly unknown[], make: () => T): T;
  sweep(): void;
}

interface Entry {
  inputs: readonly unknown[];
  value: unknown;
  /** The last layout that asked for it. */
  layout: number;
}

export function createKeep(): Keep {
  const known = new Map<string, Entry>();
  let layout = 0;
  let asked = 0;
  const keep = <T>(key: string, inputs: readonly unknown[], make: () => T): T => {
    const entry = known.get(key);
    if (entry === undefined) {
      const value = make();
      known.set(key, { inputs, value, layout });
      asked += 1;
      return value;
    }
    if (entry.layout !== layout) {
      entry.layout = layout;
      asked += 1;
    }
    if (!sameInputs(entry.inputs, inputs)) {
      entry.value = share(entry.value, make());
      entry.inputs = inputs;
    }
    return entry.value as T;
  };
  keep.sweep = () => {
    if (known.size > asked * 2) for (const [key, entry] of known) if (entry.layout !== layout) known.delete(key);
    layout += 1;
    asked = 0;
  };
  return keep;
}

function sameInputs(before: readonly unknown[], now: readonly unknown[]): boolean {
  if (before.length !== now.length) return false;
  for (let i = 0; i < now.length; i++) if (!Object.is(before[i], now[i])) return false;
  return true;
}

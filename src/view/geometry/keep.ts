/**
 * Remembers the last result by key. A world changes in a few places at a time; what did not change keeps its object, so the marks
 * drawn from it do nothing. `sweep` forgets what the last layout did not ask for.
 */
export interface Keep {
  <T>(key: string, inputs: readonly unknown[], make: () => T): T;
  sweep(): void;
}

export function createKeep(): Keep {
  let kept = new Map<string, { readonly inputs: readonly unknown[]; readonly value: unknown }>();
  let asked = new Map<string, { readonly inputs: readonly unknown[]; readonly value: unknown }>();
  const keep = <T>(key: string, inputs: readonly unknown[], make: () => T): T => {
    const before = asked.get(key) ?? kept.get(key);
    const same =
      before !== undefined && before.inputs.length === inputs.length && before.inputs.every((input, i) => Object.is(input, inputs[i]));
    const entry = same ? before : { inputs, value: make() };
    asked.set(key, entry);
    return entry.value as T;
  };
  keep.sweep = () => {
    kept = asked;
    asked = new Map();
  };
  return keep;
}

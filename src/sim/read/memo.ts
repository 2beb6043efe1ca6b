/**
 * Remembers what was made of what, by name: as long as the inputs are the same objects, the result is the same object. Worlds share
 * structure, so what did not change in a world keeps its identity in the model, and the picture redraws only what changed.
 */
export class Memo {
  private readonly known = new Map<string, { readonly inputs: readonly unknown[]; readonly value: unknown }>();
  private readonly derived = new WeakMap<object, unknown>();

  get<T>(name: string, inputs: readonly unknown[], make: () => T): T {
    const before = this.known.get(name);
    if (before?.inputs.length === inputs.length && inputs.every((input, i) => Object.is(input, before.inputs[i]))) return before.value as T;
    const value = deepFreeze(make());
    this.known.set(name, { inputs, value });
    return value;
  }

  /** What is made of one object alone, for as long as that lives; a source has only one thing made of it. */
  of<S extends object, T>(source: S, make: (source: S) => T): T {
    const before = this.derived.get(source);
    if (before !== undefined) return before as T;
    const value = deepFreeze(make(source));
    this.derived.set(source, value);
    return value;
  }

  /** A list whose items were remembered one by one is the same list if all of them are. */
  list<T>(name: string, items: readonly T[]): readonly T[] {
    return this.get(name, items, () => items);
  }
}

/**
 * Models show what worlds are made of, and whoever holds a model could otherwise rewrite history. What is frozen already is frozen to the
 * bottom, because everything that reaches a model comes through here.
 */
function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const part of Object.values(value)) deepFreeze(part);
  return value;
}

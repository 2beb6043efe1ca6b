/** Moments of a run that a person marked, by name. Plain data, kept and shared with the run. */
import type { Branch } from '../sim/index.ts';

export interface Bookmark {
  readonly id: number;
  readonly branch: number;
  /** Virtual ms. */
  readonly at: number;
  /** Empty: nobody named it. */
  readonly name: string;
}

export const NAME_LENGTH = 60;

/** What a kept run or a link says are bookmarks; whatever is not one is left out. */
export function readBookmarks(value: unknown): readonly Bookmark[] {
  const entries: readonly unknown[] = Array.isArray(value) ? value : [];
  return entries.flatMap((entry, id): Bookmark[] => {
    const { branch, at, name } = (typeof entry === 'object' && entry !== null ? entry : {}) as Partial<Record<keyof Bookmark, unknown>>;
    const fine = Number.isInteger(branch) && typeof at === 'number' && at >= 0 && Number.isFinite(at) && typeof name === 'string';
    return fine ? [{ id, branch: branch as number, at, name: name.slice(0, NAME_LENGTH) }] : [];
  });
}

/** Those on the way to a branch: its own, and those of its ancestors from before it left them. In order of time. */
export function bookmarksOf(all: readonly Bookmark[], branch: number, branches: readonly Branch[]): readonly Bookmark[] {
  const until = new Map<number, number>();
  for (let id: number | null = branch, to = Infinity; id !== null && !until.has(id);) {
    until.set(id, to);
    const it: Branch | undefined = branches.find((other) => other.id === id);
    to = Math.min(to, it?.forkedAt ?? Infinity);
    id = it?.parent ?? null;
  }
  return all.filter(({ branch: own, at }) => at <= (until.get(own) ?? -1)).toSorted((a, b) => a.at - b.at || a.id - b.id);
}

/** Those of other branches: the rest, in order of time. */
export function bookmarksElsewhere(all: readonly Bookmark[], own: readonly Bookmark[], branches: readonly Branch[]): readonly Bookmark[] {
  const ids = new Set(own.map(({ id }) => id));
  return all
    .filter(({ id, branch }) => !ids.has(id) && branches.some((it) => it.id === branch))
    .toSorted((a, b) => a.at - b.at || a.id - b.id);
}

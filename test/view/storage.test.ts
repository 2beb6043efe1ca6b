import { describe, expect, test } from 'vitest';
import { openKeeper } from '../../src/view/storage.ts';

/** An IndexedDB of one store, as small as the page needs; `full`: writes are refused. */
function fakeDatabase(kept: Map<string, unknown>, more: { full?: boolean; silent?: boolean } = {}): IDBFactory {
  const answer = <T>(result: T) => {
    const request = {
      result,
      onsuccess: null as (() => void) | null,
      onupgradeneeded: null as (() => void) | null,
      onerror: null,
      error: null,
    };
    if (more.silent !== true)
      queueMicrotask(() => {
        request.onupgradeneeded?.();
        request.onsuccess?.();
      });
    return request;
  };
  const transaction = (_store: string, mode?: string) => {
    const it = { oncomplete: null as (() => void) | null, onabort: null as (() => void) | null, objectStore };
    if (mode === 'readwrite') queueMicrotask(() => (more.full === true ? it.onabort?.() : it.oncomplete?.()));
    return it;
  };
  const objectStore = () => ({
    getAllKeys: () => answer([...kept.keys()]),
    getAll: () => answer([...kept.values()]),
    put: (value: unknown, key: string) => more.full === true || kept.set(key, value),
    delete: (key: string) => kept.delete(key),
  });
  return { open: () => answer({ createObjectStore: () => undefined, transaction }) } as unknown as IDBFactory;
}

describe('what is kept between visits', () => {
  test('comes back at the next visit', async () => {
    const disk = new Map<string, unknown>();
    const first = await openKeeper(fakeDatabase(disk));
    first.set('progress', { done: ['one-owner'] });
    first.set('gone', 1);
    first.remove('gone');
    await first.settled();
    const second = await openKeeper(fakeDatabase(disk));
    expect(second.blocked).toBe(false);
    expect(second.get('progress')).toEqual({ done: ['one-owner'] });
    expect(second.keys()).toEqual(['progress']);
  });

  test('is answered from memory at once, before it lies on the disk', async () => {
    const keeper = await openKeeper(fakeDatabase(new Map()));
    keeper.set('theme', 'dark');
    expect(keeper.get('theme')).toBe('dark');
  });

  test('where storage is forbidden the page works from memory and knows that it is blocked', async () => {
    const keeper = await openKeeper(undefined);
    keeper.set('theme', 'dark');
    expect([keeper.blocked, keeper.get('theme')]).toEqual([true, 'dark']);
  });

  test('a database that throws or never answers does not keep the page from opening', async () => {
    const throwing = {
      open: () => {
        throw new Error('denied');
      },
    } as unknown as IDBFactory;
    expect((await openKeeper(throwing)).blocked).toBe(true);
    expect((await openKeeper(fakeDatabase(new Map(), { silent: true }))).blocked).toBe(true);
  });

  test('a later refusal is told, and nothing is lost from memory', async () => {
    let told = 0;
    const keeper = await openKeeper(fakeDatabase(new Map(), { full: true }), () => (told += 1));
    keeper.set('a', 1);
    keeper.set('b', 2);
    await keeper.settled();
    expect([told, keeper.blocked, keeper.get('b')]).toEqual([1, true, 2]);
  });
});

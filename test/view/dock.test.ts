// The dock's pure parts: which stretch of time is shown, the strip of the whole run, and bookmarks.
import { describe, expect, test } from 'vitest';
import type { Fact } from '../../src/sim/index.ts';
import { causeOfBreach } from '../../src/view/breaches.ts';
import { FoundFacts, marked, matches, wordsIn, type FactFilter } from '../../src/view/factFilter.ts';
import { bookmarksElsewhere, bookmarksOf, readBookmarks } from '../../src/view/bookmark.ts';
import { Bookmarks } from '../../src/view/bookmarks.svelte.ts';
import { overviewOf } from '../../src/view/geometry/overview.ts';
import { linear, ticksOf } from '../../src/view/geometry/timeScale.ts';
import { following, panned, SHORTEST, stretchOf, zoomed } from '../../src/view/geometry/timeWindow.ts';
import { Session } from '../../src/view/session.svelte.ts';
import { groupScene } from './support/scene.ts';

function watched(until: number): Session {
  const session = new Session(() => 0);
  session.load(groupScene());
  session.seek(until);
  return session;
}

describe('what the axis shows', () => {
  test('zooming keeps the moment it is done around where it was', () => {
    const window = zoomed(null, 2, 4000, 10_000);
    expect(window).toEqual({ from: 2000, to: 7000 });
    expect(zoomed(window, 2, 4000, 10_000)).toEqual({ from: 3000, to: 5500 });
  });

  test('zooming out as far as everything shows everything', () => {
    expect(zoomed({ from: 2000, to: 7000 }, 0.5, 4000, 10_000)).toBeNull();
    expect(zoomed(null, 0.5, 4000, 10_000)).toBeNull();
  });

  test('a stretch is never too short to be of use, and never leaves the run', () => {
    expect(stretchOf(5000, 5001, 10_000)).toEqual({ from: 5000.5 - SHORTEST / 2, to: 5000.5 + SHORTEST / 2 });
    expect(stretchOf(9999, 9990, 10_000)?.to).toBe(10_000);
    expect(stretchOf(4000, 1000, 10_000)).toEqual({ from: 1000, to: 4000 });
    expect(panned({ from: 0, to: 4000 }, -0.25, 10_000)).toEqual({ from: 0, to: 4000 });
    expect(panned({ from: 5500, to: 9500 }, 0.25, 10_000)).toEqual({ from: 6000, to: 10_000 });
  });

  test('time that leaves the window turns the page, in both directions', () => {
    const window = { from: 2000, to: 4000 };
    expect(following(window, 3000, 10_000)).toBe(window);
    expect(following(window, 4001, 10_000)).toEqual({ from: 3901, to: 5901 });
    expect(following(window, 1500, 10_000)).toEqual({ from: 0, to: 2000 });
    expect(following(null, 9999, 10_000)).toBeNull();
  });

  test.each([
    [0, 10_000, '2 s'],
    [2000, 2400, '2.10 s'],
    [2000, 2100, '2.02 s'],
  ])('from %i to %i ms ticks have as many digits as it takes (%s)', (from, to, second) => {
    const texts = ticksOf(linear(from, to, 0, 400), 400, to).map(({ text }) => text);
    expect(texts).toContain(second);
    expect(new Set(texts).size).toBe(texts.length);
  });

  test('the strip of the whole run has every fault and rebalance, inside its box', () => {
    const session = watched(2000);
    session.dispatch({ do: 'crash', target: 'billing-2' });
    session.seek(14_000);
    const { faults, spans, hills } = overviewOf({
      facts: session.known,
      horizon: session.horizon,
      whole: 15_000,
      left: 50,
      right: 450,
      height: 18,
    });
    expect(faults.match(/M/g)).toHaveLength(1);
    expect(spans.length).toBeGreaterThanOrEqual(2);
    for (const { x, width } of spans) expect([x >= 50, x + width <= 451]).toEqual([true, true]);
    const heights = [...hills.matchAll(/V([\d.]+)/g)].map((match) => Number(match[1]));
    expect([Math.min(...heights) >= 0, Math.max(...heights) <= 18]).toEqual([true, true]);
  });
});

describe('bookmarks', () => {
  test('of a branch are its own and those of its ancestors from before it left them', () => {
    const session = watched(3000);
    session.dispatch({ do: 'crash', target: 'billing-2' });
    session.bookmark();
    session.seek(5000);
    session.bookmark();
    session.seek(2000);
    session.bookmark();
    session.seek(2500);
    session.dispatch({ do: 'crash', target: 'billing-1' });
    session.seek(6000);
    session.bookmark();
    const { all } = session.bookmarks;
    expect(session.branch).toBe(1);
    expect(bookmarksOf(all, 1, session.branches).map(({ at }) => at)).toEqual([2000, 6000]);
    expect(bookmarksOf(all, 0, session.branches).map(({ at }) => at)).toEqual([2000, 3000, 5000]);
    const elsewhere = (branch: number) =>
      bookmarksElsewhere(all, bookmarksOf(all, branch, session.branches), session.branches).map(({ at }) => at);
    expect(elsewhere(1)).toEqual(
      all
        .map(({ at }) => at)
        .filter((at) => at !== 2000 && at !== 6000)
        .toSorted((a, b) => a - b),
    );
    expect(elsewhere(0)).toEqual([6000]);
  });

  test('one moment has one, and saying so again says that it was there', () => {
    const session = watched(1000);
    session.bookmark();
    expect(session.notice).toMatchObject({ kind: 'bookmarked', fresh: true, at: 1000 });
    session.bookmark();
    expect(session.notice).toMatchObject({ kind: 'bookmarked', fresh: false });
    expect(session.bookmarks.all).toHaveLength(1);
  });

  test('are renamed and removed without touching the others', () => {
    const bookmarks = new Bookmarks();
    bookmarks.add(0, 10);
    bookmarks.add(0, 20);
    bookmarks.rename(0, '  first ');
    bookmarks.remove(1);
    bookmarks.add(0, 30);
    expect(bookmarks.all).toEqual([
      { id: 0, branch: 0, at: 10, name: 'first' },
      { id: 1, branch: 0, at: 30, name: '' },
    ]);
  });

  test('come back from plain data; what is none is left out', () => {
    const good = { id: 4, branch: 1, at: 12.5, name: 'x' };
    expect(readBookmarks([good, null, 7, { branch: 0, at: -1, name: '' }, { branch: 0, at: 1 }, { branch: 'a', at: 1, name: '' }])).toEqual(
      [{ ...good, id: 0 }],
    );
    expect(readBookmarks(undefined)).toEqual([]);
  });

  test('belong to the run: another one begins without', () => {
    const session = watched(1000);
    session.bookmark();
    session.load(groupScene());
    expect(session.bookmarks.all).toEqual([]);
  });
});

describe('the log', () => {
  const everything = { least: 'all', who: [], kinds: [], words: [] } as const;
  const textOf = ({ kind, actor }: Fact) => `${kind} ${actor}`.toLowerCase();

  test('is filtered by weight, by whom it tells of, by kind and by words, all at once', () => {
    const { known } = watched(3000);
    const count = (more: Partial<FactFilter>) => known.filter((fact) => matches(fact, { ...everything, ...more }, textOf)).length;
    expect(count({})).toBe(known.length);
    expect(count({ least: 'pivotal' })).toBe(known.filter(({ weight }) => weight === 'pivotal').length);
    expect(count({ who: ['broker'] })).toBe(known.filter(({ actor }) => /^(broker|replica):/.test(actor)).length);
    expect(count({ who: ['@billing-1', 'producer'] })).toBe(
      known.filter(({ actor }) => /^(consumer:billing-1|producer:.*)$/.test(actor)).length,
    );
    expect(count({ kinds: ['rebalance.completed'] })).toBe(known.filter(({ kind }) => kind === 'rebalance.completed').length);
    expect(count({ words: wordsIn('  Billing-1 PARTITIONS ') })).toBe(
      known.filter((fact) => textOf(fact).includes('billing-1') && textOf(fact).includes('partitions')).length,
    );
    expect(count({ words: ['nowhere'] })).toBe(0);
  });

  test('what was found grows and shrinks with time, and each fact is asked once', () => {
    const { known } = watched(3000);
    let asked = 0;
    const found = new FoundFacts((fact) => {
      asked += 1;
      return fact.weight !== 'routine';
    });
    const counting = known.filter(({ weight }) => weight !== 'routine');
    expect(found.in(known.slice(0, 50))).toEqual(counting.filter(({ id }) => id < 50));
    expect(found.in(known)).toEqual(counting);
    expect(found.in(known.slice(0, 20))).toEqual(counting.filter(({ id }) => id < 20));
    expect(asked).toBe(known.length);
  });

  test('marks every hit and leaves the text as it was', () => {
    const pieces = marked('Broker 1: orders-1 of Broker 2', ['broker', '1']);
    expect(pieces.map(({ text }) => text).join('')).toBe('Broker 1: orders-1 of Broker 2');
    expect(pieces.filter(({ hit }) => hit).map(({ text }) => text)).toEqual(['Broker', '1', '1', 'Broker']);
    expect(marked('nothing', [])).toEqual([{ text: 'nothing', hit: false }]);
  });
});

describe('a broken promise', () => {
  test('is told with the fact that broke it and what that began with', () => {
    const session = watched(3000);
    session.dispatch({ do: 'crash', target: 'billing-2' });
    session.seek(14_000);
    const breach = session.model?.ledger.breaches.find(({ guarantee }) => guarantee === 'duplicate');
    if (breach === undefined) throw new Error('a crash makes the next owner read again');
    const cause = causeOfBreach(breach, session.known);
    expect(cause?.fact.id).toBe(breach.fact);
    expect(cause?.root?.at).toBeLessThanOrEqual(breach.at);
    expect(cause?.root?.weight === 'pivotal' || cause?.root?.kind === 'command.issued').toBe(true);
    expect(cause?.before).toMatchObject({
      kind: 'record.processed',
      topic: breach.topic,
      partition: breach.partition,
      offset: breach.offset,
    });
    expect(cause?.before?.id).toBeLessThan(breach.fact);
    expect(causeOfBreach({ ...breach, fact: 1e9 }, session.known)).toBeNull();
  });
});

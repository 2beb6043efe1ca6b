import { describe, expect, test } from 'vitest';
import { hrefOf, lessonHref, lessonIdOf, parseRoute } from '../../src/view/routes.ts';

describe('addresses', () => {
  test.each([
    '#/',
    '#/learn/03-groups/one-owner',
    '#/learn/03-groups/one-owner/crash',
    '#/quiz',
    '#/quiz/one-owner',
    '#/scenes',
    '#/scene/unclean-election',
    '#/fidelity',
    '#/fidelity/G7',
    '#/run',
    '#/run/1.eJyr-_A',
  ])('%s leads somewhere and back', (hash) => {
    const route = parseRoute(hash);
    expect(route.place).not.toBe('unknown');
    expect(hrefOf(route)).toBe(hash);
  });

  test('an empty one is the first page', () => {
    expect(parseRoute('').place).toBe('home');
    expect(parseRoute('#').place).toBe('home');
    expect(parseRoute('#/learn').place).toBe('home');
  });

  test.each(['#/nowhere', '#/learn/one', '#/learn/a/b/c/d', '#/quiz/a/b', '#/scene', '#/scenes/a', '#/fidelity/G7/x', '#/%E0%A4%A'])(
    '%s is unknown and keeps what was written',
    (hash) => {
      const route = parseRoute(hash);
      expect(route).toEqual({ place: 'unknown', address: hash.slice(1) });
      expect(hrefOf(route)).toBe(hash);
    },
  );

  test('whatever became of a shared link, its place can say what is wrong', () => {
    expect(parseRoute('#/run/1.a/b%2Fc')).toEqual({ place: 'run', payload: '1.a/b/c' });
  });

  test('names with special letters survive', () => {
    const route = parseRoute(hrefOf({ place: 'quiz', id: 'a b/c?' }));
    expect(route).toEqual({ place: 'quiz', id: 'a b/c?' });
  });

  test('a lesson is known by its folder', () => {
    const route = parseRoute(lessonHref('03-groups/one-owner', 'crash'));
    expect(route).toEqual({ place: 'lesson', chapter: '03-groups', lesson: 'one-owner', step: 'crash' });
    if (route.place === 'lesson') expect(lessonIdOf(route)).toBe('03-groups/one-owner');
  });
});

// @vitest-environment jsdom
import { fireEvent, render, screen } from '@testing-library/svelte';
import { beforeEach, describe, expect, test } from 'vitest';
import { baseLocale, locale, preferredLocale } from '../../src/view/i18n/locale.svelte.ts';
import LocaleProbe from './LocaleProbe.svelte';

describe('the language of the page', () => {
  beforeEach(() => {
    locale.value = baseLocale;
  });

  test('changes at once, without a reload, and leaves the state of the page alone', async () => {
    render(LocaleProbe);
    await fireEvent.click(screen.getByRole('button'));
    expect(screen.getByRole('button').textContent).toBe('언어 1');
    locale.value = 'en';
    await expect.poll(() => screen.getByRole('button').textContent).toBe('Language 1');
  });

  test('is the first wished-for one that the page speaks, or Korean', () => {
    expect(preferredLocale(['fr-FR', 'en-GB', 'ko'])).toBe('en');
    expect(preferredLocale(['ko-KR'])).toBe('ko');
    expect(preferredLocale(['fr'])).toBe('ko');
  });
});

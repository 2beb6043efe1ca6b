// How to read the picture, the glossary and the keys: one dialog, from every place.
import { expect, test } from '@playwright/test';
import { violations } from './axe.ts';
import { moveTo } from './keyboard.ts';

const languages = [
  { locale: 'ko-KR', scheme: 'light', help: '도움말', words: '낱말', find: '낱말 찾기', hatched: '복제되지 않아', term: '컨슈머 그룹' },
  {
    locale: 'en-US',
    scheme: 'dark',
    help: 'Help',
    words: 'Words',
    find: 'Find a word',
    hatched: 'Not on every in-sync replica',
    term: 'consumer group',
  },
] as const;

for (const { locale, scheme, help, words, find, hatched, term } of languages) {
  test.describe(locale, () => {
    test.use({ locale, colorScheme: scheme });

    test('the legend shows marks of a real run, and the glossary finds a word', async ({ page }) => {
      await page.goto('./#/quiz');
      await moveTo(page, new RegExp(`^${help}$`));
      await page.keyboard.press('Enter');
      const dialog = page.getByRole('dialog', { name: help });
      await expect(dialog.getByText(hatched)).toBeVisible();
      await expect(dialog.locator('.cell.pending')).not.toHaveCount(0);
      expect(await violations(page)).toEqual([]);
      await dialog.getByRole('tab', { name: words }).click();
      await dialog.getByRole('searchbox', { name: find }).fill('group');
      await expect(dialog.getByText(term, { exact: false }).first()).toBeVisible();
      await dialog.getByRole('searchbox', { name: find }).fill('zzz');
      await expect(dialog.getByRole('status')).toContainText('zzz');
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
      await expect(dialog).toBeHidden();
    });
  });
}

test('the key that asks for the keys shows them', async ({ page }) => {
  await page.goto('./#/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: '도움말' }).getByText('다음 결정적 순간')).toBeVisible();
});

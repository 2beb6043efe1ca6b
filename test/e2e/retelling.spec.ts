// The same story under another setting: one action for a group, in both languages.
import { expect, test } from '@playwright/test';
import { violations } from './axe.ts';

const inBoth = [
  {
    locale: 'ko-KR',
    template: /^롤링 배포/,
    tried: '자리표 없는 컨슈머를 넣어요',
    group: 'billing: 할 수 있는 일',
    replay: '다른 할당 방식으로 같은 이야기 다시…',
    go: '다시 해 보고 비교하기',
    toast: '같은 이야기를 다시 했어요',
    branches: '갈래',
    settings: '설정',
    inspect: '살펴보기',
  },
  {
    locale: 'en-US',
    template: /^A rolling deploy/,
    tried: 'Add a consumer without a seat',
    group: 'billing: what can be done',
    replay: 'Replay the same story under another assignor…',
    go: 'Replay and compare',
    toast: 'The same story again',
    branches: 'Branches',
    settings: 'Settings',
    inspect: 'Inspect',
  },
] as const;
for (const words of inBoth)
  test.describe(`the same story under another assignor (${words.locale})`, () => {
    test.use({ locale: words.locale, contextOptions: { reducedMotion: 'reduce' } });
    test('is one action: every command again, every member with it, and the two branches side by side', async ({ page }) => {
      await page.goto('./#/lab');
      await page.getByRole('button', { name: words.template }).click();
      await page.getByRole('button', { name: words.tried }).click();
      await page.locator('#play').click();
      const group = page.locator('.lab').getByRole('button', { name: words.group });
      await group.click();
      await page.getByRole('menuitem', { name: words.replay }).click();
      const dialog = page.getByRole('dialog');
      expect(await violations(page), 'the form').toEqual([]);
      await dialog.getByLabel('partition.assignment.strategy', { exact: true }).selectOption('cooperative-sticky');
      await dialog.getByRole('button', { name: words.go }).click();
      await expect(page.getByText(words.toast)).toBeVisible();
      const tab = page.getByRole('tab', { name: words.branches });
      await expect(tab).toHaveAttribute('aria-selected', 'true');
      const compare = page.locator('.compare');
      await expect(compare.locator('thead')).toContainText('cooperative-sticky');
      await expect(compare).toContainText('billing-1 · partition.assignment.strategy=cooperative-sticky');
      // The settings of the group say it for all of its members.
      await group.click();
      await page.getByRole('menuitem', { name: words.inspect }).click();
      const inspector = page.locator('.inspector');
      await inspector.getByRole('tab', { name: words.settings }).click();
      const row = inspector.locator('li', { hasText: 'partition.assignment.strategy' });
      await expect(row).toContainText('cooperative-sticky');
      expect(await violations(page), 'the settings of a group').toEqual([]);
    });
  });

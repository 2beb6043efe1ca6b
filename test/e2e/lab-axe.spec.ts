// The Lab is for everybody, in both languages and both themes.
import { expect, test } from '@playwright/test';
import { violations } from './axe.ts';

const words = {
  'ko-KR': {
    empty: /^빈 클러스터/,
    first: '브로커 세우기',
    template: /^주문 파이프라인/,
    addGroup: '+ 그룹 추가',
    more: /^더 정하기/,
    commands: '모든 명령',
    cut: '연결 끊기',
    crash: '결제를 강제 종료해요',
    done: '한 일 1',
    addMember: 'delivery에 컨슈머 추가',
    settings: '설정',
    inspect: '살펴보기',
    delivery: 'delivery: 할 수 있는 일',
    change: '바꾸기: session.timeout.ms',
  },
  'en-US': {
    empty: /^An empty cluster/,
    first: 'Put up a broker',
    template: /^An order pipeline/,
    addGroup: '+ Add a group',
    more: /^More to say/,
    commands: 'Commands',
    cut: 'cut the link',
    crash: 'Crash the payment service',
    done: 'Done 1',
    addMember: 'Add a consumer to delivery',
    settings: 'Settings',
    inspect: 'Inspect',
    delivery: 'delivery: what can be done',
    change: 'Change: session.timeout.ms',
  },
} as const;

for (const locale of ['ko-KR', 'en-US'] as const)
  for (const colorScheme of ['light', 'dark'] as const)
    test.describe(`without an accessibility violation (${locale}, ${colorScheme})`, () => {
      test.use({ locale, colorScheme, contextOptions: { reducedMotion: 'reduce' } });
      const it = words[locale];

      test('the gallery, an empty cluster, forms, the settings of a group and what was done', async ({ page }) => {
        const press = (name: string | RegExp) =>
          page.getByRole('button', { name, ...(typeof name === 'string' && { exact: true }) }).click();
        await page.goto('./#/lab');
        await press(it.empty);
        await expect(page.getByRole('button', { name: it.first })).toBeVisible();
        expect(await violations(page), 'empty').toEqual([]);
        await page.goto('./#/lab');
        await expect(page.getByRole('link', { name: it.empty })).toBeVisible();
        expect(await violations(page), 'gallery').toEqual([]);
        await press(it.template);
        await press(it.addGroup);
        await press(it.more);
        expect(await violations(page), 'a form').toEqual([]);
        await press(it.addMember);
        await page.locator('.lab').getByRole('button', { name: it.delivery }).click();
        await page.getByRole('menuitem', { name: it.inspect }).click();
        await page.locator('.inspector').getByRole('tab', { name: it.settings }).click();
        await page.locator('.inspector').getByRole('button', { name: it.change }).click();
        expect(await violations(page), 'the settings of a group').toEqual([]);
        await page.keyboard.press('Escape');
        await page.keyboard.press('Escape');
        await page.getByRole('tab', { name: it.commands }).click();
        await press(it.cut);
        expect(await violations(page), 'a command').toEqual([]);
        await press(it.crash);
        await page.locator('#play').click();
        await page.getByRole('tab', { name: it.done }).click();
        expect(await violations(page), 'what was done').toEqual([]);
        await page.goto('./#/lab/nope');
        await expect(page.getByRole('alert')).toBeVisible();
        expect(await violations(page), 'unknown').toEqual([]);
      });
    });

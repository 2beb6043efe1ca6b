import { expect, test, type Page } from '@playwright/test';
import { violations } from './axe.ts';

const time = async (page: Page) => Number((await page.getByLabel('지금 시각').textContent())?.replace(/[^\d.]/g, ''));

async function paused(page: Page): Promise<void> {
  await page.goto('./');
  await page.getByRole('button', { name: '일시 정지' }).click();
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
}

/** Chooses an entry of a thing's menu. */
async function act(page: Page, thing: string, entry: RegExp): Promise<void> {
  await page.locator(`[data-thing="${thing}"]`).first().dispatchEvent('contextmenu');
  await page.getByRole('menuitem', { name: entry }).click();
}

test('a cluster runs on the first page at once', async ({ page }) => {
  await page.goto('./');
  await expect(page.getByRole('button', { name: '일시 정지' })).toBeVisible();
  const before = await time(page);
  await expect.poll(() => time(page)).toBeGreaterThan(before);
});

test('time moves by keys: play, step, back, start, next pivotal moment', async ({ page }) => {
  await paused(page);
  const start = await time(page);
  await page.keyboard.press('ArrowRight');
  expect(await time(page)).toBeGreaterThan(start);
  await page.keyboard.press('ArrowLeft');
  expect(await time(page)).toBeLessThanOrEqual(start);
  await page.keyboard.press('Home');
  expect(await time(page)).toBe(0);
  await page.keyboard.press('n');
  expect(await time(page)).toBeGreaterThan(0);
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: '일시 정지' })).toBeVisible();
});

test('the playhead is a slider that says where it is', async ({ page }) => {
  await paused(page);
  const head = page.getByRole('slider', { name: '재생 위치' });
  await head.focus();
  const before = await time(page);
  await page.keyboard.press('PageDown');
  expect(await time(page)).toBeCloseTo(before - 1);
  await expect(head).toHaveAttribute('aria-valuetext', /이벤트 \d+/);
});

test('a crash in the past begins a branch, visibly; undo takes it back', async ({ page }) => {
  await paused(page);
  await act(page, 'member:billing/billing-2', /강제 종료/);
  await page.keyboard.press('n');
  await page.keyboard.press('Home');
  await page.keyboard.press('n');
  await act(page, 'broker:2', /강제 종료/);
  await expect(page.getByRole('status').filter({ hasText: '새 갈래 B' })).toBeVisible();
  await expect(page.getByLabel('갈래', { exact: true })).toHaveValue('1');
  await page.keyboard.press('u');
  await expect(page.getByRole('button', { name: '다시 실행' })).toBeEnabled();
});

test('a record shows the arithmetic of its key, its fate and its journey; a fact says why', async ({ page }) => {
  await paused(page);
  await page.locator('[data-thing^="record:"]').first().dispatchEvent('click');
  const inspector = page.getByRole('complementary', { name: '살펴보기' });
  await expect(inspector).toContainText(/murmur2\("user_\d"\) = -?\d+/);
  await expect(inspector).toContainText(/mod 4 = \d/);
  await inspector.getByRole('button', { name: /기록/ }).first().click();
  await expect(inspector).toContainText('왜냐하면');
  await page.keyboard.press('Escape');
  await expect(inspector).toBeHidden();
});

test('a setting of a client can be changed, and one that contradicts another is refused with the reason', async ({ page }) => {
  await paused(page);
  await page.locator('[data-thing="member:billing/billing-1"]').first().dispatchEvent('click');
  await page.getByRole('tab', { name: '설정' }).click();
  await page.getByRole('button', { name: '바꾸기: session.timeout.ms' }).click();
  await page.getByRole('textbox', { name: 'session.timeout.ms' }).fill('1000');
  await page.getByRole('button', { name: '바꾸고 다시 시작' }).click();
  await expect(page.getByRole('alert')).toContainText('heartbeat.interval.ms');
  await page.getByRole('textbox', { name: 'session.timeout.ms' }).fill('9000');
  await page.getByRole('button', { name: '바꾸고 다시 시작' }).click();
  await expect(page.getByRole('button', { name: '실행 취소' })).toBeEnabled();
});

test('the language changes anywhere and nothing is lost; it is remembered', async ({ page }) => {
  await paused(page);
  const before = await time(page);
  await page.getByLabel('언어').selectOption('en');
  await expect(page.getByRole('link', { name: 'Learn' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  expect(Number((await page.getByLabel('Time now').textContent())?.replace(/[^\d.]/g, ''))).toBe(before);
  await page.reload();
  await expect(page.getByRole('link', { name: 'Learn' })).toBeVisible();
});

test('an unknown address says so and leads home', async ({ page }) => {
  await page.goto('./#/nowhere/at/all');
  await expect(page.getByRole('alert')).toContainText('nowhere');
  await page.getByRole('link', { name: '처음 화면으로' }).click();
  await expect(page.getByRole('slider', { name: '재생 위치' })).toBeVisible();
});

test('where storage is blocked the page works and says so', async ({ page }) => {
  await page.addInitScript(() =>
    Object.defineProperty(window, 'indexedDB', {
      get: () => {
        throw new DOMException('denied', 'SecurityError');
      },
    }),
  );
  await page.goto('./');
  const notice = page.getByLabel('이 브라우저가 저장을 막고 있습니다');
  await expect(notice).toBeVisible();
  await notice.getByRole('button').click();
  await expect(notice).toBeHidden();
  await expect(page.getByRole('slider', { name: '재생 위치' })).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const)
  test(`no accessibility violation with inspector, log and ledger open, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await paused(page);
    expect(await violations(page)).toEqual([]);
    await page.locator('[data-thing="member:billing/billing-1"]').first().dispatchEvent('click');
    for (const tab of ['설정', '속', '상태 그림']) {
      await page.getByRole('tab', { name: tab, exact: true }).click();
      expect(await violations(page), tab).toEqual([]);
    }
    for (const tab of ['기록', '장부']) {
      await page.getByRole('tab', { name: tab, exact: true }).click();
      expect(await violations(page), tab).toEqual([]);
    }
    await page.goto('./#/nowhere');
    await expect(page.getByRole('alert')).toContainText('nowhere');
    expect(await violations(page)).toEqual([]);
  });

test('on a phone every part is reached, and controls are large enough to touch', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await paused(page);
  for (const part of ['설명', '그림', '시간']) await page.getByRole('button', { name: part, exact: true }).click();
  await expect(page.getByRole('slider', { name: '재생 위치' })).toBeVisible();
  const small = await page
    .locator('.transport button, .parts button')
    .evaluateAll((all) =>
      all.filter((it) => it.getClientRects().length > 0 && it.getBoundingClientRect().height < 40).map((it) => it.outerHTML),
    );
  expect(small).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});

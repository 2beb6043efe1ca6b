// The inspector: why, settings, the way back, in both languages, by keyboard and on a phone.
import { expect, test, type Page } from '@playwright/test';
import { violations } from './axe.ts';

const ZOMBIE = './#/scene/zombie-commit';
const inspectorOf = (page: Page) => page.getByRole('complementary', { name: '살펴보기' });
const select = (page: Page, thing: string) => page.locator(`[data-thing="${thing}"]`).first().dispatchEvent('click');
const time = async (page: Page) => Number((await page.getByLabel('지금 시각').textContent())?.replace(/[^\d.]/g, ''));

test.use({ contextOptions: { reducedMotion: 'reduce' } });

test('W asks why of what is selected; the answer leads to the moment, to the rule, and back', async ({ page }) => {
  await page.goto(ZOMBIE);
  await page.getByRole('button', { name: /좀비가 깨어난다/ }).click();
  await select(page, 'member:billing/billing-2');
  const inspector = inspectorOf(page);
  await expect(inspector).toBeVisible();
  await page.keyboard.press('w');
  const question = inspector.getByRole('button', { name: '왜 그룹에서 빠졌나요?' });
  await expect(question).toHaveAttribute('aria-expanded', 'true');
  await expect(question).toBeFocused();
  await expect(inspector).toContainText('제 것으로 알아요');
  await expect(inspector.getByRole('link', { name: /G13/ })).toHaveAttribute('href', '#/fidelity/G13');
  const before = await time(page);
  await inspector
    .getByRole('button', { name: /12\.280 s의 순간/ })
    .first()
    .click();
  expect(await time(page)).toBe(12.28);
  await inspector.getByRole('button', { name: /돌아가기/ }).click();
  expect(await time(page)).toBe(before);
  await expect(question).toHaveAttribute('aria-expanded', 'true');
});

test('the state chart tells how the present state was reached, also after a jump, with that way and that state in sight', async ({
  page,
}) => {
  await page.goto(ZOMBIE);
  await page.getByRole('button', { name: /좀비의 커밋이 거절당한다/ }).click();
  await select(page, 'member:billing/billing-2');
  const inspector = inspectorOf(page);
  await inspector.getByRole('tab', { name: '상태 그림' }).click();
  await expect(inspector.locator('.came')).toContainText('17.200 s');
  // Through a state that it leaves by itself.
  await expect(inspector.locator('.arrived')).toHaveCount(2);
  await expect(inspector.locator('svg .current')).toBeInViewport();
  await page.locator('.head[role=slider]').press('Home');
  await expect(inspector.locator('.came')).toBeHidden();
  await page.locator('.head[role=slider]').press('End');
  await expect(inspector.locator('.came')).toContainText('17.200 s');
  const height = async () => (await inspector.getByRole('img').boundingBox())?.height ?? 0;
  const whole = await height();
  await inspector.getByRole('button', { name: '한눈에' }).click();
  expect(await height()).toBeLessThan(whole);
  await inspector.getByRole('button', { name: '상태도 확대' }).press('Enter');
  expect(await height()).toBeGreaterThan(whole * 0.5);
  expect(await violations(page, '.inspector')).toEqual([]);
});

test('in English everything is, and the inspector stands beside what it shows', async ({ page }) => {
  await page.goto(ZOMBIE);
  await page.getByLabel('언어').selectOption('en');
  await select(page, 'member:billing/billing-1');
  const inspector = page.getByRole('complementary').filter({ hasText: 'Consumer billing-1' });
  await inspector.getByRole('button', { name: 'Why does it own orders-0?' }).click();
  await expect(inspector).toContainText('computed by the group');
  await expect(inspector).not.toContainText(/[가-힣]/);
  const mark = await page.locator('[data-thing="member:billing/billing-1"]').first().boundingBox();
  const panel = await inspector.boundingBox();
  expect(mark !== null && panel !== null && (panel.x + panel.width <= mark.x || mark.x + mark.width <= panel.x)).toBe(true);
});

test('settings are found, judged while one types, applied, and given back', async ({ page }) => {
  await page.goto(ZOMBIE);
  await select(page, 'partition:orders-0');
  await page.getByRole('tab', { name: '설정' }).click();
  await page.getByRole('searchbox', { name: '설정 찾기' }).fill('retention.ms');
  await page.getByRole('button', { name: '바꾸기: retention.ms' }).click();
  const field = page.getByRole('textbox', { name: 'retention.ms', exact: true });
  await field.fill('soon');
  await expect(inspectorOf(page)).toContainText('INVALID_CONFIG');
  await field.fill('9s');
  await page.getByRole('button', { name: '바꾸기', exact: true }).click();
  await expect(page.getByRole('button', { name: '실행 취소' })).toBeEnabled();
  await page.getByRole('button', { name: '브로커별', exact: true }).click();
  await select(page, 'broker:1');
  await page.getByRole('tab', { name: '설정' }).click();
  await expect(inspectorOf(page)).toContainText('브로커 설정은 여기서 바꿀 수 없어요');
});

for (const colorScheme of ['light', 'dark'] as const)
  test(`no accessibility violation with an answer and a setting open, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.goto(ZOMBIE);
    await select(page, 'member:billing/billing-2');
    await expect(inspectorOf(page)).toBeVisible();
    await page.keyboard.press('w');
    await expect(inspectorOf(page).locator('[aria-expanded=true]').first()).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('tab', { name: '설정' }).click();
    await page.getByRole('button', { name: '바꾸기: session.timeout.ms' }).click();
    expect(await violations(page)).toEqual([]);
  });

test('it folds, and grows by keyboard', async ({ page }) => {
  await page.goto(ZOMBIE);
  await select(page, 'group:billing');
  const inspector = inspectorOf(page);
  const width = async () => (await inspector.boundingBox())?.width ?? 0;
  const before = await width();
  const edge = page.getByRole('separator', { name: '살펴보기 크기' });
  await edge.focus();
  await page.keyboard.press('End');
  expect(await width()).toBeGreaterThan(before);
  await page.getByRole('button', { name: '접기', exact: true }).click();
  await expect(inspector.getByRole('tab')).toHaveCount(0);
  await page.getByRole('button', { name: '펼치기', exact: true }).click();
  await expect(inspector.getByRole('tab').first()).toBeVisible();
});

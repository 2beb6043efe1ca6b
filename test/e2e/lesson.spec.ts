import { expect, test, type Page } from '@playwright/test';
import { violations } from './axe.ts';
import { act, moveTo } from './keyboard.ts';

test.setTimeout(120_000);

/** Picks an option of the prediction and locks it in. */
async function predict(page: Page, downs: number): Promise<void> {
  await page.keyboard.press('Tab');
  await moveTo(page, /^(one|nothing|even)$/);
  for (let i = 0; i < downs; i++) await page.keyboard.press('ArrowDown');
  if (downs === 0) await page.keyboard.press('Space');
  await moveTo(page, /이 답으로 정하기/);
  await page.keyboard.press('Enter');
  await expect(page.getByText('정했어요. 실행해서 확인하세요.')).toBeVisible();
}

const explained = (page: Page) => expect(page.getByRole('region', { name: '설명', exact: true })).toBeVisible({ timeout: 60_000 });

async function next(page: Page): Promise<void> {
  await moveTo(page, /^다음 →$/);
  await page.keyboard.press('Enter');
}

async function play(page: Page): Promise<void> {
  await moveTo(page, /^재생$/);
  await page.keyboard.press('Enter');
}

test('a whole lesson is done by keyboard alone', async ({ page }) => {
  await page.goto('./');
  await moveTo(page, /^시작하기/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: '혼자 읽기' })).toBeVisible();

  await predict(page, 1);
  await moveTo(page, /^속도/);
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowDown');
  await play(page);
  await explained(page);
  await expect(page.getByText('예측이 맞았어요.')).toBeVisible();

  await next(page);
  await expect(page.getByRole('heading', { name: '둘째가 왔어요' })).toBeFocused();
  await predict(page, 1);
  await act(page, /^컨슈머 그룹 billing/, /컨슈머 추가/);
  await expect(page.getByText('지금: 멤버 2 / 2')).toBeVisible();
  await play(page);
  await explained(page);
  await expect(page.getByText('예측이 맞았어요.')).toBeVisible();

  await next(page);
  await predict(page, 0);
  await act(page, /^컨슈머 그룹 billing/, /컨슈머 추가/);
  await play(page);
  await explained(page);

  await next(page);
  const heading = page.getByRole('heading', { name: '손을 놓은 순간' });
  await expect(heading).toBeFocused();
  const after = page.getByRole('region', { name: '설명', exact: true });
  for (let i = 0; i < 400 && !(await after.isVisible()); i++) await page.keyboard.press('ArrowLeft');
  await explained(page);

  await moveTo(page, /^O, 맞아요$/);
  await page.keyboard.press('x');
  await page.keyboard.press('1');
  await page.keyboard.press('1');
  await expect(page.getByText('정답이에요.')).toBeVisible();

  // Watching the question's scene borrows the stage; the lesson's own run comes back.
  await moveTo(page, /^시뮬레이션으로 확인/);
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('지금 시각')).toHaveText('5.000 s', { timeout: 10_500 });
  await moveTo(page, /^수업 장면으로$/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /컨슈머 billing-3/ })).toBeVisible();
  await explained(page);

  await page.goto('./#/');
  await expect(page.getByRole('link', { name: /파티션 하나, 주인 하나 ✓ 마침/ })).toBeVisible();
});

test('show me plays the solution, and a reload comes back to the same step', async ({ page }) => {
  await page.goto('./#/learn/05-rebalance/movers/sticky');
  await page.getByLabel('2개. 죽은 쪽의 것만').check();
  await page.getByRole('button', { name: '이 답으로 정하기' }).click();
  await page.getByRole('button', { name: '보여 주기' }).click();
  await page.getByRole('combobox', { name: '속도' }).selectOption('16');
  await explained(page);
  await expect(page.getByText('예측이 맞았어요.')).toBeVisible();
  await page.waitForTimeout(600); // the run is written down when it rests
  await page.reload();
  await explained(page);
  await expect(page.getByText('예측이 맞았어요.')).toBeVisible();
});

test('an unknown lesson says so and leads back', async ({ page }) => {
  await page.goto('./#/learn/03-groups/nothing');
  await expect(page.getByRole('heading', { name: '그런 수업이 없어요' })).toBeVisible();
  await page.getByRole('link', { name: '목차로' }).click();
  await expect(page.getByRole('link', { name: /^시작하기/ })).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const)
  test(`a lesson has no accessibility violation (${colorScheme})`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.goto('./#/learn/03-groups/leave-crash/vanish');
    await page.getByLabel('마지막 신호에서 6초가 지나면').check();
    await page.getByRole('button', { name: '이 답으로 정하기' }).click();
    await page.getByRole('button', { name: '힌트' }).first().click();
    expect(await violations(page)).toEqual([]);
  });

import { expect, test, type Page } from '@playwright/test';
import { violations } from './axe.ts';
import { moveTo } from './keyboard.ts';

test.setTimeout(120_000);

/** Ids of questions end in their answer. */
const answerOf = (page: Page): 'o' | 'x' => (page.url().endsWith('-o') ? 'o' : 'x');

/** The key at this place of the keyboard, whatever the input method makes of it. */
const pressAt = (page: Page, code: string, key: string): Promise<void> =>
  page.evaluate(
    (init) => {
      (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { ...init, bubbles: true, cancelable: true }));
    },
    { code, key },
  );

test('the five questions are answered by keyboard alone', async ({ page }) => {
  await page.goto('./#/quiz');
  await moveTo(page, /^시작하기$/);
  await page.keyboard.press('Enter');
  for (let i = 0; i < 5; i++) {
    await expect(page.getByText(`${i} / 5`)).toBeVisible();
    await expect(page.getByRole('button', { name: 'O, 맞아요' })).toBeEnabled();
    await page.keyboard.press(answerOf(page));
    await page.keyboard.press('2');
    await page.keyboard.press('1');
    await expect(page.getByText('정답이에요.')).toBeVisible();
    await moveTo(page, /^다음 문제/);
    await page.keyboard.press('Enter');
  }
  await expect(page.getByRole('heading', { name: '다 풀었어요' })).toBeVisible();
});

test('O and X go by their place on the keyboard: a Korean input method changes nothing', async ({ page }) => {
  await page.goto('./#/quiz/more-members-x');
  await expect(page.getByRole('button', { name: 'X, 틀려요' })).toBeEnabled();
  await pressAt(page, 'KeyX', 'ㅌ');
  await expect(page.getByRole('button', { name: 'X, 틀려요' })).toHaveAttribute('aria-pressed', 'true');
  await page.goto('./#/quiz/more-members-o');
  await expect(page.getByRole('button', { name: 'O, 맞아요' })).toBeEnabled();
  await pressAt(page, 'KeyO', 'ㅐ');
  await expect(page.getByRole('button', { name: 'O, 맞아요' })).toHaveAttribute('aria-pressed', 'true');
});

test('a wrong answer is told with its reason, seen in at most ten seconds, and comes back', async ({ page }) => {
  await page.goto('./#/quiz/clean-close-x');
  await page.getByRole('button', { name: 'O, 맞아요' }).click();
  await page.getByRole('button', { name: '찍었어요' }).click();
  await page.getByRole('button', { name: /세션이 끝나야/ }).click();
  await expect(page.getByText('정답은 X예요.')).toBeVisible();
  await expect(page.getByText('close()가 코디네이터에 떠난다고 직접 알려서요')).toBeVisible();
  await page.getByRole('button', { name: /시뮬레이션으로 확인/ }).click();
  await expect(page.getByLabel('지금 시각')).toHaveText('11.000 s', { timeout: 10_500 });
  await page.getByRole('button', { name: /다음 문제/ }).click();
  await expect(page.getByText('0 / 5')).toBeVisible();
  await expect(page).not.toHaveURL(/clean-close/);
});

test('a refusal is tried before the eyes', async ({ page }) => {
  await page.goto('./#/quiz/session-heartbeat-o');
  await page.getByRole('button', { name: 'O, 맞아요' }).click();
  await page.getByRole('button', { name: '그런 것 같아요' }).click();
  await page.getByRole('button', { name: /여러 번 보낼 수 있어야/ }).click();
  await expect(page.getByText('정답이에요.')).toBeVisible();
  await page.getByRole('button', { name: /시뮬레이션으로 확인/ }).click();
  await expect(page.getByText(/must be lower than session.timeout.ms/)).toBeVisible({ timeout: 10_500 });
});

test('an unknown question says so', async ({ page }) => {
  await page.goto('./#/quiz/nothing');
  await expect(page.getByRole('heading', { name: '그런 문제가 없어요' })).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const)
  test(`a question has no accessibility violation, asked or told (${colorScheme})`, async ({ page }) => {
    const check = async () => {
      expect(await violations(page)).toEqual([]);
    };
    await page.emulateMedia({ colorScheme });
    await page.goto('./#/quiz/one-owner-x');
    await expect(page.getByRole('button', { name: 'X, 틀려요' })).toBeEnabled();
    await check();
    await page.keyboard.press('x');
    await page.keyboard.press('1');
    await page.keyboard.press('1');
    await expect(page.getByText('정답이에요.')).toBeVisible();
    await check();
  });

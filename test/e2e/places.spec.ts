// The places beside the lessons: ready scenes, and the rules of the simulator.
import { expect, test, type Page } from '@playwright/test';
import { violations } from './axe.ts';
import { moveTo } from './keyboard.ts';

const time = async (page: Page) => Number((await page.getByLabel('지금 시각').textContent())?.replace(/[^\d.]/g, ''));
const playOn = (page: Page) => page.getByRole('button', { name: /^재생: / });

test.describe('ready scenes', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  test('from the list by keyboard: each moment tells its story when it has come, and why', async ({ page }) => {
    await page.goto('./#/scenes');
    await moveTo(page, /^ISR 밖에서 뽑은 리더$/);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('ISR 밖에서 뽑은 리더');
    const text = page.getByText('브로커 2의 로그는 여기서 멈춰요.');
    await expect(playOn(page)).toHaveText(/팔로워가 죽는다/);
    await expect(text).toBeHidden();
    await moveTo(page, /^재생: 팔로워가 죽는다/);
    await page.keyboard.press('Enter');
    await expect(text).toBeVisible();
    expect(await time(page)).toBe(5);
    await expect(playOn(page)).toHaveText(/ISR에 리더만 남는다/);
    await page.getByRole('button', { name: '왜?' }).click();
    await expect(page.getByRole('complementary', { name: '살펴보기' })).toContainText('왜냐하면');
  });

  test('a moment is reached at once, and one thing changed makes another run', async ({ page }) => {
    await page.goto('./#/scene/unclean-election');
    await page.getByRole('button', { name: 'ISR 밖의 브로커 2가 리더가 된다' }).click();
    expect(await time(page)).toBe(15.04);
    await page.getByRole('button', { name: 'unclean 선출을 끄면' }).click();
    await expect(page.getByText('아무것도 잃지 않아요')).toBeVisible();
    await expect(page.getByText('이번에는 일어나지 않아요').first()).toBeVisible();
    await page.getByRole('button', { name: '그대로', exact: true }).click();
    await expect(page.getByText('이번에는 일어나지 않아요')).toHaveCount(0);
  });

  test('what is done to a scene changes its moments; a reload loses nothing', async ({ page }) => {
    await page.goto('./#/scene/acknowledged-vanishes');
    await expect(playOn(page)).toHaveText(/리더가 죽는다/);
    await page.locator('[data-thing="broker:1"]').first().dispatchEvent('contextmenu');
    await page.getByRole('menuitem', { name: /강제 종료/ }).click();
    await expect(page.getByRole('button', { name: '브로커 2가 이어받는다', exact: true })).toBeVisible();
    await expect(page.getByText('8.150 s')).toHaveCount(0);
    await playOn(page).click();
    const stopped = await time(page);
    await page.waitForTimeout(600); // the run is written down when it rests
    await page.reload();
    await expect(page.getByLabel('지금 시각')).toContainText(String(stopped));
    await page.getByRole('button', { name: '처음부터' }).click();
    expect(await time(page)).toBe(3);
  });

  test('an unknown scene says so and leads to the list', async ({ page }) => {
    await page.goto('./#/scene/nothing');
    await expect(page.getByRole('alert')).toContainText('nothing');
    await page.getByRole('link', { name: '장면 목록으로' }).click();
    await expect(page.getByRole('heading', { name: '준비된 장면' })).toBeVisible();
  });

  test('in English everything is', async ({ page }) => {
    await page.goto('./#/scene/zombie-commit');
    await page.getByLabel('언어').selectOption('en');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText("A zombie's commit is refused");
    await expect(page.locator('main')).not.toContainText(/[가-힣]/);
  });
});

test('without the wish for less motion a scene plays to its moment', async ({ page }) => {
  await page.goto('./#/scene/zombie-commit');
  await page.getByRole('combobox', { name: '속도' }).selectOption('16');
  await playOn(page).click();
  await expect(page.getByText('받아 둔 레코드를 손에 든 채 멈췄어요.')).toBeVisible();
  expect(await time(page)).toBe(9);
});

test('on a phone playing to a moment shows the picture', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('./#/scene/zombie-commit');
  await playOn(page).click();
  await expect(page.getByRole('button', { name: '그림', exact: true })).toHaveAttribute('aria-pressed', 'true');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});

test.describe('the rules', () => {
  const rule = (page: Page, id: string) => page.getByRole('article', { name: id, exact: true });

  test('are reached from the Kafka version and from the first page; each has an address', async ({ page }) => {
    await page.goto('./');
    await page.getByRole('link', { name: /^Kafka \d/ }).click();
    await expect(page.getByRole('heading', { level: 1 })).toContainText('똑같이');
    await page.goBack();
    await page.getByRole('link', { name: '무엇을 얼마나 똑같이 흉내 내나요?' }).click();
    await rule(page, 'G6').getByRole('link', { name: 'G6' }).click();
    await expect(rule(page, 'G6')).toBeFocused();
    await expect(page).toHaveURL(/#\/fidelity\/G6$/);
  });

  test('an address leads to its rule, whatever was filtered', async ({ page }) => {
    await page.goto('./#/fidelity/G7');
    await expect(rule(page, 'G7')).toBeInViewport();
    await expect(rule(page, 'G7').locator('[lang="en"]').first()).toBeVisible();
    await page.getByRole('button', { name: /^우리 것/ }).click();
    await expect(rule(page, 'G7')).toBeHidden();
    await expect(rule(page, 'D1')).toBeVisible();
    await page.evaluate(() => (location.hash = '#/fidelity/r2'));
    await expect(rule(page, 'R2')).toBeInViewport();
  });

  test('are searched, and nothing found leads back', async ({ page }) => {
    await page.goto('./#/fidelity');
    await page.getByRole('searchbox', { name: '규칙 찾기' }).fill('murmur2');
    await expect(rule(page, 'P2')).toBeVisible();
    await expect(rule(page, 'G7')).toBeHidden();
    await page.getByRole('searchbox', { name: '규칙 찾기' }).fill('no such word at all');
    await page.getByRole('button', { name: '거르기 풀기' }).click();
    await expect(rule(page, 'G7')).toBeVisible();
  });

  test('one that does not exist is told', async ({ page }) => {
    await page.goto('./#/fidelity/Z99');
    await expect(page.getByRole('alert')).toContainText('Z99');
  });
});

for (const colorScheme of ['light', 'dark'] as const)
  test.describe(`without an accessibility violation (${colorScheme})`, () => {
    test.use({ colorScheme, contextOptions: { reducedMotion: 'reduce' } });

    test('the list and a scene', async ({ page }) => {
      await page.goto('./#/scenes');
      await expect(page.getByLabel('언어')).toBeVisible();
      expect(await violations(page), 'list').toEqual([]);
      await page.goto('./#/scene/unclean-election');
      await page.getByRole('button', { name: '리더도 죽는다' }).click();
      await page.getByRole('button', { name: 'unclean 선출을 끄면' }).click();
      await playOn(page).click();
      expect(await violations(page), 'scene').toEqual([]);
    });

    test('the rules, and some of them on a phone', async ({ page }) => {
      await page.goto('./#/fidelity/G7');
      await expect(page.getByRole('article', { name: 'G7', exact: true })).toBeFocused();
      expect(await violations(page)).toEqual([]);
      await page.setViewportSize({ width: 390, height: 844 });
      await page.getByRole('button', { name: /^우리 것/ }).click();
      expect(await violations(page), 'on a phone').toEqual([]);
    });
  });

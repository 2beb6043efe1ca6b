// Reading on a phone, and what a lesson opens while it is read: always in sight, and nothing said before the run has shown it.
import { expect, test, type Locator, type Page } from '@playwright/test';
import { violations } from './axe.ts';

const words = {
  ko: { enlarge: '그림 크게 보기', text: '설명', lock: '이 답으로 정하기', play: '재생', next: '다음 →', help: '도움말', term: '레코드' },
  en: {
    enlarge: 'Enlarge the picture',
    text: 'Text',
    lock: 'Lock in this answer',
    play: 'Play',
    next: 'Next →',
    help: 'Help',
    term: 'Record',
  },
} as const;
const lesson = './#/learn/03-groups/one-owner/alone';
const question = './#/quiz/one-owner-x';

/** Whether all of it is seen: inside what scrolls, and under nothing that lies over it. */
const seenWhole = (element: Locator): Promise<boolean> =>
  element.evaluate((it) => {
    const { left, right, top, bottom } = it.getBoundingClientRect();
    const room = document.querySelector('main.text')?.getBoundingClientRect();
    const moves = document.querySelector('.moves')?.getBoundingClientRect().top ?? Infinity;
    const cover = it.closest('.moves') === null && moves > top ? moves : Infinity;
    return room !== undefined && top >= room.top - 1 && bottom <= Math.min(room.bottom, cover) + 1 && left >= 0 && right <= innerWidth;
  });

async function lock(page: Page, option: number, name: string): Promise<void> {
  await page.getByRole('radio').nth(option).check();
  await page.getByRole('button', { name }).click();
}

for (const [language, scheme] of [
  ['ko', 'light'],
  ['en', 'dark'],
] as const)
  test.describe(`on a phone, ${language}, ${scheme}`, () => {
    const say = words[language];
    test.use({ locale: language === 'ko' ? 'ko-KR' : 'en-US', colorScheme: scheme, viewport: { width: 390, height: 844 }, hasTouch: true });

    test('the picture stays over the text it is about, is enlarged by a tap, and leads ribbons to the owners', async ({ page }) => {
      await page.goto(lesson);
      const strip = page.locator('section.stage').first();
      const text = page.locator('main.text');
      await expect(strip.locator('svg .topic').first()).toBeVisible();
      await expect(text.getByRole('heading', { level: 1 })).toBeVisible();
      const [pictured, read] = [await strip.boundingBox(), await text.boundingBox()];
      expect((pictured?.y ?? 0) + (pictured?.height ?? 0)).toBeLessThanOrEqual((read?.y ?? 0) + 1);
      expect(read?.height ?? 0).toBeGreaterThan(844 * 0.4);
      await lock(page, 1, say.lock);
      await page.getByRole('button', { name: say.play, exact: true }).click();
      await expect(strip.locator('.ribbon:not(.loose)')).toHaveCount(6, { timeout: 20_000 });
      expect(await violations(page)).toEqual([]);
      await page.getByRole('button', { name: say.enlarge }).tap();
      await expect(text).toBeHidden();
      await expect(strip.locator('.ribbon:not(.loose)')).toHaveCount(6);
      expect((await strip.boundingBox())?.height).toBeGreaterThan(500);
      await page.getByRole('button', { name: say.text, exact: true }).tap();
      await expect(text).toBeVisible();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    });

    test('a question opens each part in sight, and its scene plays over it', async ({ page }) => {
      await page.goto(question);
      await page.locator('.ox button').first().click();
      for (const block of ['.choices', '.choices.reasons']) {
        await expect.poll(() => seenWhole(page.locator(block))).toBe(true);
        await page.locator(`${block} button`).first().click();
      }
      await expect.poll(() => seenWhole(page.locator('.verdict .rule'))).toBe(true);
      const before = await page
        .locator('output, [aria-label]')
        .filter({ hasText: /^\d+\.\d{3} s$/ })
        .first()
        .textContent();
      await page.locator('.verdict .actions button').first().click();
      await expect(page.locator('section.stage svg .topic').first()).toBeVisible();
      await expect
        .poll(() =>
          page
            .getByText(/^\d+\.\d{3} s$/)
            .first()
            .textContent(),
        )
        .not.toBe(before);
      await expect(page.locator('main.text')).toBeVisible();
      expect(await violations(page)).toEqual([]);
    });

    test('a word of the lesson is explained where it stands', async ({ page }) => {
      await page.goto(lesson);
      await page.locator('.prose').getByRole('button', { name: say.term, exact: true }).tap();
      const dialog = page.getByRole('dialog', { name: say.help });
      await expect(dialog.locator('dt').first()).toContainText(say.term, { ignoreCase: true });
      expect(await violations(page, 'dialog')).toEqual([]);
    });
  });

test.describe('a prediction', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  test('is neither right nor wrong before the run has shown it', async ({ page }) => {
    await page.goto(lesson);
    await lock(page, 0, words.ko.lock);
    const form = page.locator('form.predict');
    await expect(form).toContainText('맞는지는 실행해 봐야 알아요');
    await expect(form).not.toContainText(/[✓✕]/);
    const ok = await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--ok'));
    expect(ok).not.toBe('');
    const edge = () => form.evaluate((it) => getComputedStyle(it).borderLeftColor);
    const neutral = await edge();
    await page.getByRole('button', { name: words.ko.play, exact: true }).click();
    await expect(form.locator('label').nth(0)).toContainText('✕ 내 예측', { timeout: 30_000 });
    await expect(form.locator('label').nth(1)).toContainText('✓ 실행 결과');
    expect(await edge()).toBe(neutral);
  });

  test('that was right says so only then, and what is explained comes into sight', async ({ page }) => {
    await page.setViewportSize({ width: 1280, height: 720 });
    await page.goto(lesson);
    await lock(page, 1, words.ko.lock);
    const form = page.locator('form.predict');
    const edge = () => form.evaluate((it) => getComputedStyle(it).borderLeftColor);
    const neutral = await edge();
    await page.getByRole('button', { name: words.ko.play, exact: true }).click();
    const after = page.getByRole('region', { name: '설명', exact: true });
    await expect(after).toBeVisible({ timeout: 30_000 });
    await expect.poll(() => seenWhole(after)).toBe(true);
    await expect(form.locator('label').nth(1)).toContainText('✓');
    expect(await edge()).not.toBe(neutral);
    await page.getByRole('button', { name: words.ko.next, exact: true }).click();
    const heading = page.getByRole('heading', { name: '둘째가 왔어요' });
    await expect(heading).toBeFocused();
    await expect.poll(() => seenWhole(heading)).toBe(true);
  });
});

test('from the rules one comes back to where one was', async ({ page }) => {
  await page.goto(lesson);
  await expect(page.getByRole('heading', { name: '혼자 읽기' })).toBeVisible();
  await page.getByRole('link', { name: /^Kafka 4/ }).click();
  const back = page.getByRole('link', { name: '돌아가기: 수업' });
  await page.getByRole('combobox', { name: '구역' }).selectOption({ index: 2 });
  await expect(back).toBeVisible();
  await page.getByRole('combobox', { name: /언어/ }).selectOption('en');
  await page.getByRole('link', { name: 'Back to the lesson' }).click();
  await expect(page.getByRole('heading', { name: 'Reading alone' })).toBeVisible();
  await page.goto('about:blank');
  await page.goto('./#/fidelity');
  await page.getByRole('link', { name: 'Back to the first page' }).click();
  await expect(page).toHaveURL(/#\/$/);
  await expect(page.locator('.home h1')).toBeVisible();
});

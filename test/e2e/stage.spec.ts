// The stage in a browser: layers, the map of a long log, what is followed, and what is not there any more.
import { expect, test, type Page } from '@playwright/test';
import { violations } from './axe.ts';
import { moveTo } from './keyboard.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

const mapOf = (page: Page) => page.getByRole('slider', { name: /로그 지도/ });
const offsets = (page: Page) =>
  page.locator('[data-thing^="record:"]').evaluateAll((cells) => cells.map((it) => Number(it.getAttribute('data-thing')?.split('@')[1])));

const scene = async (page: Page, id: string, moment: string, language = 'ko') => {
  await page.goto(`./#/scene/${id}`);
  await page.getByRole('button', { name: '토픽별' }).waitFor();
  if (language !== 'ko') await page.getByLabel('언어').selectOption(language);
  await page.getByRole('button', { name: moment, exact: true }).click();
};

test('layers are chosen from a menu by keyboard, and a place remembers them', async ({ page }) => {
  await scene(page, 'compaction', '나중에 온 컨슈머가 꼬리를 읽는다');
  const ribbons = page.locator('.ribbon');
  await expect(ribbons).not.toHaveCount(0);
  await page.getByRole('button', { name: /^레이어: / }).focus();
  await page.keyboard.press('Enter');
  await moveTo(page, /^읽는 컨슈머/, 'ArrowDown', 10);
  await page.keyboard.press('Space');
  await expect(page.getByRole('menuitemcheckbox', { name: /^읽는 컨슈머/ })).toHaveAttribute('aria-checked', 'false');
  await page.keyboard.press('Escape');
  await expect(ribbons).toHaveCount(0);
  await page.waitForTimeout(600); // it is written down behind
  await page.reload();
  await expect(page.locator('[data-thing^="record:"]').first()).toBeVisible();
  await expect(ribbons).toHaveCount(0);
});

test('in a lesson only what it has revealed can be chosen', async ({ page }) => {
  await page.goto('./');
  await page.getByRole('link', { name: /시작/ }).first().click();
  await page.getByRole('button', { name: /^레이어: / }).click();
  await expect(page.getByText('레슨이 보여 준 레이어만 고를 수 있어요.')).toBeVisible();
  expect(await page.getByRole('menuitemcheckbox').count()).toBeLessThan(8);
});

test('the map of a long log moves what its tape shows, by keyboard', async ({ page }) => {
  await scene(page, 'compaction', '나중에 온 컨슈머가 꼬리를 읽는다');
  const map = page.getByRole('slider', { name: 'prices 파티션 0 로그 지도: 보이는 부분' });
  expect((await offsets(page)).at(-1)).toBe(40);
  await map.focus();
  await page.keyboard.press('Home');
  await expect(map).toHaveAttribute('aria-valuenow', '0');
  await expect(page.getByText(/^뒤 \d+개$/)).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(map).toHaveAttribute('aria-valuenow', '1');
  await page.keyboard.press('End');
  await expect(page.getByText(/^뒤 \d+개$/)).toHaveCount(0);
  expect((await offsets(page)).at(-1)).toBe(40);
});

test('and by pointer', async ({ page }) => {
  await scene(page, 'compaction', '나중에 온 컨슈머가 꼬리를 읽는다');
  const map = mapOf(page);
  const box = await map.locator('.whole').boundingBox();
  if (box === null) throw new Error('the map has no place');
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  const now = Number(await map.getAttribute('aria-valuenow'));
  expect(now).toBeGreaterThan(8);
  expect(now).toBeLessThan(25);
});

test('holes of compaction say how many offsets are gone', async ({ page }) => {
  await scene(page, 'compaction', '나중에 온 컨슈머가 꼬리를 읽는다');
  await mapOf(page).focus();
  await page.keyboard.press('Home');
  await expect(page.getByRole('img', { name: /^prices 파티션 0, 오프셋 0–\d+: 압축으로 지워져 없음/ })).toBeVisible();
  await expect(page.getByText(/^\d+개 없음$/).first()).toBeVisible();
});

test('what retention deleted is counted, and its part of the map is empty', async ({ page }) => {
  await scene(page, 'retention-overtakes', '컨슈머가 건너뛴다');
  await mapOf(page).focus();
  await page.keyboard.press('Home');
  await expect(page.getByText('삭제 108개')).toBeVisible();
  await expect(page.locator('.piece.deleted')).toHaveCount(1);
});

test('records lost to an unclean election are struck where they were, by topic and by broker', async ({ page }) => {
  await scene(page, 'unclean-election', '브로커 1이 제 로그를 잘라 낸다');
  await expect(page.getByText('잃음 18개')).toBeVisible();
  await expect(page.locator('.scars')).toHaveCount(1);
  await page.getByRole('button', { name: '토픽별' }).click();
  const lost = page.getByRole('img', { name: 'orders-0에서 잃은 레코드 18개, 오프셋 12–29' });
  await expect(lost).toBeVisible();
  await expect(page.locator('.lost rect')).not.toHaveCount(0);
  await expect(page.getByText('ISR 1/2')).toBeVisible();
});

test('what is followed comes closer and stays in view; a record lights its way', async ({ page }) => {
  await scene(page, 'compaction', '나중에 온 컨슈머가 꼬리를 읽는다');
  await page.getByRole('button', { name: '따라가기' }).click();
  const record = page.locator('[data-thing="record:prices-0@35"]');
  const before = await record.boundingBox();
  await record.dispatchEvent('click');
  await expect(page.getByRole('img', { name: /^레코드 prices-0@35가 지나온 길: 보냄/ })).toBeVisible();
  await expect(async () => expect((await record.boundingBox())?.width ?? 0).toBeGreaterThan((before?.width ?? 0) * 1.5)).toPass();
  await mapOf(page).focus();
  await page.keyboard.press('Home');
  await expect(record).toHaveCount(1);
});

test('in English everything is', async ({ page }) => {
  await scene(page, 'unclean-election', '토픽별');
  await page.getByLabel('언어').selectOption('en');
  await page.getByRole('button', { name: 'Broker 1 truncates its log', exact: true }).click();
  await expect(page.getByText('18 lost')).toBeVisible();
  await page.getByRole('button', { name: /^Layers: / }).click();
  await expect(page.getByRole('menuitemcheckbox', { name: /^Who reads/ })).toBeVisible();
  await expect(page.locator('main')).not.toContainText(/[가-힣]/);
});

for (const colorScheme of ['light', 'dark'] as const)
  test(`without an accessibility violation (${colorScheme})`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await scene(page, 'retention-overtakes', '컨슈머가 건너뛴다');
    await mapOf(page).focus();
    expect(await violations(page), 'a map').toEqual([]);
    await page.getByRole('button', { name: /^레이어: / }).click();
    await expect(page.getByRole('menuitemcheckbox').first()).toBeVisible();
    expect(await violations(page), 'layers').toEqual([]);
    await scene(page, 'unclean-election', '브로커 1이 제 로그를 잘라 낸다');
    await page.getByRole('button', { name: '토픽별' }).click();
    expect(await violations(page), 'lost records').toEqual([]);
  });

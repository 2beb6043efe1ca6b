// The dock: time in lanes and a brush, bookmarks, branches that are named and compared, the log, the ledger, and what can be taken along.
import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { violations } from './axe.ts';
import { act, moveTo } from './keyboard.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });
test.setTimeout(120_000);

const tabs = { ko: { branches: '갈래', log: '기록', ledger: '장부' }, en: { branches: 'Branches', log: 'Log', ledger: 'Ledger' } } as const;

/** A ready scene, watched for three moments. */
async function watched(page: Page, id = 'zombie-commit', moments = 3): Promise<void> {
  await page.goto(`./#/scene/${id}`);
  await expect(page.locator('.head[role=slider]')).toBeVisible();
  for (let i = 0; i < moments; i++) await page.keyboard.press('n');
}

const tab = (page: Page, name: string) => page.locator('.dock').getByRole('tab', { name, exact: true });

async function saved(page: Page, ending: RegExp): Promise<string> {
  await page.locator('.dock').getByRole('button', { name: '내보내기' }).click();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: ending }).click()]);
  return readFileSync(await download.path(), 'utf8');
}

test('a stretch brushed on the axis is shown closer, the whole run below it; keys do the same', async ({ page }) => {
  await watched(page);
  const svg = page.locator('.timeline > svg');
  const ticks = () => svg.locator('.tick').allTextContents();
  const before = await ticks();
  const box = await svg.boundingBox();
  if (box === null) throw new Error('the timeline is drawn');
  const y = box.y + box.height - 8;
  await expect(svg.locator('.zoomer .overlay')).toHaveCount(1);
  await page.mouse.move(box.x + box.width * 0.5, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.7, y, { steps: 4 });
  await page.mouse.up();
  await expect(svg.locator('.overview .selection')).toBeVisible();
  expect(await ticks()).not.toEqual(before);
  await page.getByRole('button', { name: '전체', exact: true }).click();
  await expect.poll(ticks).toEqual(before);
  await page.locator('.head[role=slider]').focus();
  await page.keyboard.press('+');
  await expect(svg.locator('.overview')).toBeVisible();
  const closer = await ticks();
  await page.keyboard.press('Shift+ArrowLeft');
  await expect.poll(ticks).not.toEqual(closer);
  await page.keyboard.press('0');
  await expect.poll(ticks).toEqual(before);
});

test('a press on a rebalance goes to the moment that was pressed; its name, or Enter, has it explained', async ({ page }) => {
  await watched(page, 'zombie-commit', 4);
  const inspector = page.getByRole('complementary', { name: '살펴보기' });
  const why = async () => {
    await expect(inspector).toContainText('왜냐하면');
    await inspector.getByRole('button', { name: '닫기' }).click();
    await expect(inspector).toBeHidden();
  };
  const seconds = async () => Number((await page.getByLabel('지금 시각').textContent())?.replace(/[^\d.]/g, ''));
  await page.locator('.timeline .mark-label', { hasText: 'gen 2' }).click();
  const began = await seconds();
  await why();
  await page.locator('.head[role=slider]').focus();
  for (let i = 0; i < 5; i++) await page.keyboard.press('+');
  const box = await page.locator('.timeline rect.span').first().boundingBox();
  if (box === null) throw new Error('the rebalance is in sight');
  await page.mouse.click(box.x + box.width * 0.5, box.y + 2);
  const middle = await seconds();
  expect(middle).toBeGreaterThan(began);
  await page.mouse.click(box.x + box.width * 0.75, box.y + 2);
  expect(await seconds()).toBeGreaterThan(middle);
  await expect(inspector).toBeHidden();
  await page.locator('.head[role=slider]').focus();
  await page.keyboard.press('n');
  await page.keyboard.press('Enter');
  await why();
});

test('bookmarks of another branch are shown with its name, and lead there', async ({ page }) => {
  await watched(page, 'zombie-commit', 4);
  await page.keyboard.press('b');
  const marked = await page.getByLabel('지금 시각').textContent();
  await page.keyboard.press('Home');
  await page.keyboard.press('n');
  await act(page, /billing-1/, /강제 종료/);
  const flag = page.locator('.timeline .flag.pale');
  await page.getByRole('button', { name: '책갈피', exact: true }).click();
  await expect(page.getByText('이 갈래에는 아직 책갈피가 없어요.')).toBeVisible();
  await page.getByRole('button', { name: /^갈래 A의 .* 순간으로 가기$/ }).click();
  await expect(page.getByLabel('지금 시각')).toHaveText(marked ?? '');
  await expect(page.getByRole('heading', { name: '다른 갈래의 책갈피' })).toBeHidden();
  await expect(flag).toHaveCount(0);
});

test('a moment is bookmarked by a key, named, gone to, kept over a reload and taken away', async ({ page }) => {
  await watched(page);
  const time = await page.getByLabel('지금 시각').textContent();
  await page.keyboard.press('b');
  await expect(page.getByRole('status').filter({ hasText: '책갈피를 꽂았어요' })).toBeVisible();
  await page.getByRole('button', { name: '책갈피', exact: true }).click();
  await page.getByLabel(/책갈피 이름$/).fill('쫓겨난 뒤');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Home');
  await page.waitForTimeout(600); // the run is written down when it rests
  await page.reload();
  await page.getByRole('button', { name: /^책갈피 쫓겨난 뒤/ }).press('Enter');
  await expect(page.getByLabel('지금 시각')).toHaveText(time ?? '');
  await page.getByRole('button', { name: '책갈피', exact: true }).click();
  await page.getByRole('button', { name: /책갈피 지우기$/ }).click();
  await expect(page.getByText('아직 책갈피가 없어요.')).toBeVisible();
  await expect(page.locator('.timeline .flag')).toHaveCount(0);
});

test('by keyboard: two branches are made, named, compared, and each row goes to its moment', async ({ page }) => {
  await watched(page, 'zombie-commit', 5);
  await tab(page, tabs.ko.branches).click();
  await expect(page.getByText('아직 갈래가 하나예요.')).toBeVisible();
  await page.locator('.panel').focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('n');
  await page.keyboard.press('n');
  await act(page, /billing-1/, /강제 종료/);
  const table = page.getByRole('region', { name: '갈래 견주기' }).getByRole('table');
  await expect(table).toContainText('서로 다른 명령');
  await expect(table).toContainText('처음 달라진 순간');
  await moveTo(page, /^갈래 B 이름 짓기$/);
  await page.keyboard.press('Enter');
  await page.keyboard.type('1번도 죽음');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: '1번도 죽음, 지금 보는 갈래' })).toBeVisible();
  await page.keyboard.press('n');
  await expect(table.getByRole('button', { name: /billing · / }).first()).toBeVisible();
  for (let i = 0; i < 12; i++) await page.keyboard.press('ArrowRight');
  await expect(table.getByRole('button', { name: /billing · / }).first()).toBeVisible();
  const before = await page.getByLabel('지금 시각').textContent();
  await table
    .getByRole('button', { name: /billing · / })
    .first()
    .click();
  await expect(page.getByLabel('지금 시각')).not.toHaveText(before ?? '');
  await page.getByRole('button', { name: '갈래 A: 이 갈래로 가기' }).click();
  await expect(page.getByRole('button', { name: '갈래 A, 지금 보는 갈래' })).toBeVisible();
  expect(JSON.parse(await saved(page, /JSON/))).toMatchObject({ branches: ['갈래 A', '1번도 죽음'] });
});

test('a branch that was not run so far says so, and is run to the same moment', async ({ page }) => {
  await watched(page, 'zombie-commit', 4);
  await page.keyboard.press('Home');
  await act(page, /billing-1/, /강제 종료/);
  await tab(page, tabs.ko.branches).click();
  const compare = page.getByRole('region', { name: '갈래 견주기' });
  const unrun = '갈래 B: 0.000 s까지만 실행했어요.';
  await expect(compare).toContainText(unrun);
  await expect(compare).toContainText('0.000 s까지는 더 없음');
  await page.getByRole('button', { name: '갈래 A: 이 갈래로 가기' }).click();
  await page.locator('.panel').focus();
  await page.keyboard.press('End');
  await expect(compare).toContainText(unrun);
  await compare.getByRole('button', { name: /^갈래 B도 .*까지 실행$/ }).click();
  await expect(compare).not.toContainText('까지만 실행했어요');
  await expect(page.getByRole('button', { name: '갈래 A, 지금 보는 갈래' })).toBeVisible();
  await expect(compare).toContainText('그룹이 겪은 일');
  await expect(compare).toContainText('아무도 못 읽은 시간의 합');
});

test('the log is searched and filtered, walked by keys, and what is shown is what is exported', async ({ page }) => {
  await watched(page, 'zombie-commit', 6);
  await tab(page, tabs.ko.log).click();
  const rows = page.getByRole('listbox', { name: '기록' }).getByRole('option');
  await page.getByRole('searchbox').fill('커밋');
  await expect(rows.locator('mark').first()).toHaveText('커밋');
  await page.getByLabel('누구', { exact: true }).selectOption('@billing-2');
  await expect(page.getByRole('button', { name: 'billing-2 거르기 빼기' })).toBeVisible();
  for (const text of await rows.locator('.words').allTextContents()) expect(text).toContain('커밋');
  await page.getByRole('searchbox').press('Enter');
  await expect(page.locator('.log [role=option][aria-selected=true]')).toHaveCount(1);
  const count = Number(await rows.first().getAttribute('aria-setsize'));
  const csv = await saved(page, /CSV/);
  expect(csv.trim().split('\n')).toHaveLength(count + 1);
  await page.getByRole('listbox', { name: '기록' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary', { name: '살펴보기' })).toBeVisible();
  await page.getByRole('searchbox').fill('이런 말은 없다');
  await expect(page.getByText('거르는 말에 맞는 기록이 없습니다.')).toBeVisible();
});

test('the ledger tells each broken promise with its cause, and what delivery came to', async ({ page }) => {
  await watched(page, 'zombie-commit', 8);
  await tab(page, tabs.ko.ledger).click();
  const panel = page.locator('.panel');
  await expect(panel).toContainText('at-least-once');
  await expect(panel.getByText(/두 번 이상 처리/).first()).toBeVisible();
  await expect(panel.getByText(/때문이에요/).first()).toBeVisible();
  await panel.getByRole('button', { name: /^왜\?/ }).first().click();
  await expect(page.getByRole('complementary', { name: '살펴보기' })).toContainText('왜냐하면');
  expect(await saved(page, /CSV/)).toContain('redelivery');
});

test('its edge is moved by keys, for each tab by itself, and remembered with the tab of the place over a reload', async ({ page }) => {
  await watched(page, 'zombie-commit', 1);
  const edge = page.getByRole('separator', { name: '아래 칸 높이' });
  const height = async () => Number(await edge.getAttribute('aria-valuenow'));
  const strip = await height();
  await tab(page, tabs.ko.ledger).click();
  await expect.poll(height).toBeGreaterThan(strip);
  const usual = await height();
  await edge.focus();
  await page.keyboard.press('PageUp');
  await expect.poll(height).toBeGreaterThan(usual + 50);
  const taller = await height();
  await page.waitForTimeout(300);
  await page.reload();
  await expect(tab(page, tabs.ko.ledger)).toHaveAttribute('aria-selected', 'true');
  await expect.poll(height).toBe(taller);
  await edge.focus();
  await page.keyboard.press('Enter');
  await expect.poll(height).toBe(usual);
  await tab(page, '타임라인').click();
  await expect.poll(height).toBe(strip);
});

test('at 1280 × 720 the diagrams and every lane are seen without scrolling, and the stage keeps its room', async ({ page }) => {
  await watched(page, 'zombie-commit', 4);
  const panel = page.locator('section.dock .panel');
  const hidden = (selector: string) => page.locator(selector).evaluate((it) => it.scrollHeight - it.clientHeight);
  expect(await hidden('section.dock .panel')).toBeLessThanOrEqual(0);
  for (const [name, picture] of [
    ['시공간도', '.space-time .picture'],
    ['지표', '.metrics .picture'],
  ] as const) {
    await tab(page, name).click();
    await expect(panel.locator(picture).locator('svg')).toBeVisible();
    await expect.poll(() => hidden(picture)).toBeLessThanOrEqual(0);
    expect((await page.locator('.stage').first().boundingBox())?.height).toBeGreaterThan(170);
  }
});

test('while time runs it is said how fast, and whether it follows the action or runs evenly is chosen with the speed', async ({ page }) => {
  await watched(page, 'zombie-commit', 2);
  const rate = page.locator('section.dock .rate');
  await expect(rate).toHaveText('멈춤');
  await page.keyboard.press('Space');
  await expect(rate).toContainText('중요한 순간');
  await expect(rate).toContainText('×0.0');
  await page.getByRole('combobox', { name: '속도' }).selectOption('×0.5 · 일정하게');
  await expect(rate).toHaveText('지금 ×0.5 · 일정하게');
  await page.locator('[data-thing^="member:"]').first().click();
  const inspector = page.getByRole('complementary', { name: '살펴보기' });
  await inspector.getByRole('button', { name: '멈추고 읽기' }).click();
  await expect(rate).toHaveText('멈춤');
  await inspector.getByRole('button', { name: '이어 가기' }).press('Enter');
  await expect(rate).toHaveText('지금 ×0.5 · 일정하게');
});

for (const [language, colorScheme] of [
  ['ko', 'light'],
  ['en', 'dark'],
  ['ko', 'dark'],
  ['en', 'light'],
] as const)
  test(`no accessibility violation in ${language}, ${colorScheme}, on a desk and on a phone`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await watched(page, 'zombie-commit', 4);
    await page.getByLabel(/언어|Language/).selectOption(language);
    await page.keyboard.press('b');
    await page.locator('.head[role=slider]').focus();
    await page.keyboard.press('-');
    await page.keyboard.press('+');
    expect(await violations(page, 'section.dock'), 'timeline').toEqual([]);
    await page.locator('[data-thing^="member:"]').first().dispatchEvent('contextmenu');
    await page.getByRole('menuitem', { name: /강제 종료|crash/i }).click();
    for (const name of Object.values(tabs[language])) {
      await tab(page, name).click();
      await page.waitForTimeout(200);
      expect(await violations(page, 'section.dock'), name).toEqual([]);
      if (language === 'en') await expect(page.locator('section.dock')).not.toContainText(/[가-힣]/);
    }
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole('button', { name: /^(시간|Time)$/ }).click();
    for (const name of Object.values(tabs[language])) {
      await tab(page, name).click();
      await page.waitForTimeout(200);
      expect(await violations(page, 'section.dock'), `${name} on a phone`).toEqual([]);
    }
    expect(await page.locator('section.dock').evaluate((dock) => dock.scrollWidth)).toBeLessThanOrEqual(390);
  });

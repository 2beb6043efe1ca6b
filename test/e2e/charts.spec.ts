// The dock's two diagrams: who told whom what and when, and what was measured.
import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { violations } from './axe.ts';
import { moveTo } from './keyboard.ts';

const time = async (page: Page) => Number((await page.getByLabel(/지금 시각|Time now/).textContent())?.replace(/[^\d.]/g, ''));

/** The second moment of a scene: the group has lost a member. */
async function open(page: Page, tab: string, scene = 'zombie-commit') {
  await page.goto(`./#/scene/${scene}`);
  for (let i = 0; i < 2; i++) {
    await page.getByRole('button', { name: /^(재생|Play to): / }).click();
  }
  await page.keyboard.press('Escape');
  await page.getByRole('tab', { name: tab }).click();
  // A dock high enough for everything in it.
  await page.getByRole('separator', { name: /^(아래 칸 높이|Height)/ }).focus();
  for (let i = 0; i < 16; i++) await page.keyboard.press('ArrowUp');
}

const wire = (page: Page) => page.getByRole('group', { name: /^(시공간도|Space-time)/ });
const metrics = (page: Page) => page.getByRole('group', { name: /^(시간에 따른 지표|Metrics over time)/ });

test.describe('the space-time diagram', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  test('has a lane for each process and names what travels; noise comes when asked for', async ({ page }) => {
    await open(page, '시공간도');
    for (const lane of ['web-1', '브로커 1', 'billing-1', 'billing-2']) await expect(wire(page)).toContainText(lane);
    await expect(wire(page)).toContainText('Produce');
    await expect(wire(page)).not.toContainText('Heartbeat');
    await page.getByRole('button', { name: /^거르기/ }).click();
    await page.getByRole('checkbox', { name: /컨슈머 하트비트/ }).check();
    await page.keyboard.press('Escape');
    await expect(wire(page)).toContainText('Heartbeat');
  });

  test('a press on the picture goes to that moment', async ({ page }) => {
    await open(page, '시공간도');
    const before = await time(page);
    const box = await wire(page).boundingBox();
    await page.mouse.click((box?.x ?? 0) + 200, (box?.y ?? 0) + (box?.height ?? 0) - 30);
    expect(await time(page)).toBeLessThan(before);
  });

  test('by keyboard: the table tells what travelled, and each message what became of it', async ({ page }) => {
    await open(page, '시공간도');
    await moveTo(page, /^표로 보기$/);
    await page.keyboard.press('Enter');
    await moveTo(page, /^Produce/);
    await page.keyboard.press('Enter');
    const message = page.getByRole('region', { name: '고른 메시지' });
    await expect(message).toContainText('web-1 → ');
    await expect(message).toContainText('도착했어요');
    await message.getByRole('button', { name: '응답 보기' }).click();
    await expect(message).toContainText('→ web-1');
    await message.getByRole('button', { name: '메시지 닫기' }).click();
    await expect(message).toBeHidden();
    await page.getByRole('button', { name: '표로 보기', exact: true }).last().click();
  });

  test('what was sent to a dead process ends in a cross', async ({ page }) => {
    await open(page, '시공간도', 'acknowledged-vanishes');
    await expect(wire(page).locator('.cross')).toHaveAttribute('d', /^M/);
  });

  test('in English everything is', async ({ page }) => {
    await open(page, '시공간도');
    await page.getByLabel('언어').selectOption('en');
    await expect(wire(page)).toContainText('Broker 1');
    await expect(page.locator('.dock').first()).not.toContainText(/[가-힣]/);
  });
});

test.describe('the metrics', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  test('are drawn with Kafka’s names; a press goes to that moment', async ({ page }) => {
    await open(page, '지표');
    for (const text of ['처리량', 'record-send-rate', '밀린 레코드', 'billing']) await expect(metrics(page)).toContainText(text);
    const before = await time(page);
    const box = await metrics(page).boundingBox();
    await page.mouse.click((box?.x ?? 0) + 80, (box?.y ?? 0) + 60);
    expect(await time(page)).toBeLessThan(before);
  });

  test('names Kafka’s metric with its place, or says that it is our own', async ({ page }) => {
    await open(page, '지표');
    await expect(metrics(page)).toContainText('자체 지표: send() 호출');
    await expect(metrics(page)).toContainText('UnderReplicatedPartitions');
    await page.locator('.dock').getByRole('button', { name: '표로 보기' }).last().click();
    await expect(page.getByRole('row', { name: /복제가 모자란 파티션/ }).first()).toContainText(
      'kafka.server:type=ReplicaManager,name=UnderReplicatedPartitions',
    );
    await expect(page.getByRole('row', { name: /아무도 안 읽는 파티션/ }).first()).toContainText('Kafka에는 이에 가까운 지표가 없어요');
  });

  test('one chooses which, and reads them as a table', async ({ page }) => {
    await open(page, '지표');
    await page.getByRole('button', { name: '지표 고르기' }).click();
    await page.getByRole('checkbox', { name: '처리량' }).uncheck();
    await page.getByRole('checkbox', { name: '커밋' }).check();
    await page.keyboard.press('Escape');
    await expect(metrics(page)).toContainText('commit-rate');
    await expect(metrics(page)).not.toContainText('처리량');
    await page.locator('.dock').getByRole('button', { name: '표로 보기' }).last().click();
    await expect(page.getByRole('row', { name: /밀린 레코드 billing \d/ })).toBeVisible();
  });

  test('the crosshair is moved by keys', async ({ page }) => {
    await open(page, '지표');
    const before = await time(page);
    await metrics(page).getByRole('slider').focus();
    await page.keyboard.press('ArrowLeft');
    expect(await time(page)).toBeLessThan(before);
    await page.keyboard.press('End');
    expect(await time(page)).toBe(before);
  });

  test('in English everything is', async ({ page }) => {
    await open(page, '지표');
    await page.getByLabel('언어').selectOption('en');
    await expect(metrics(page)).toContainText('Throughput');
    await expect(page.locator('.dock').first()).not.toContainText(/[가-힣]/);
  });
});

for (const colorScheme of ['light', 'dark'] as const)
  test.describe(`without an accessibility violation (${colorScheme})`, () => {
    test.use({ colorScheme, contextOptions: { reducedMotion: 'reduce' } });

    test('both, as pictures and as tables', async ({ page }) => {
      for (const tab of ['시공간도', '지표']) {
        await open(page, tab);
        await page.waitForTimeout(300);
        expect(await violations(page, '.dock'), tab).toEqual([]);
        await page.locator('.dock').getByRole('button', { name: '표로 보기' }).last().click();
        expect(await violations(page, '.dock'), `${tab} as a table`).toEqual([]);
      }
    });
  });

test.describe('on a phone', () => {
  test.use({ hasTouch: true });

  test('nothing is wider than the panel; crosshair, brush and export work by touch', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto('./#/scene/zombie-commit');
    await page.getByRole('button', { name: '시간', exact: true }).click();
    for (const tab of ['시공간도', '지표']) {
      await page.getByRole('tab', { name: tab }).click();
      await page.waitForTimeout(300);
      const panel = page.getByRole('tabpanel', { name: tab });
      await expect(panel.getByRole('group').first()).toBeVisible();
      expect(await panel.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
    }
    // The crosshair follows a finger, and what is measured can be taken along.
    await page.getByRole('button', { name: '다음 결정적 순간' }).click();
    await page.getByRole('button', { name: '다음 결정적 순간' }).click();
    const before = await time(page);
    const box = await metrics(page).boundingBox();
    await page.touchscreen.tap((box?.x ?? 0) + 44, (box?.y ?? 0) + 60);
    await expect.poll(() => time(page)).toBeLessThan(before);
    await page.locator('section.dock').getByRole('button', { name: '내보내기' }).click();
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: /CSV/ }).click()]);
    expect(readFileSync(await file.path(), 'utf8')).toContain('t_ms');
    await page.getByRole('tab', { name: '타임라인' }).click();
    const axis = await page.locator('.timeline .zoomer .overlay').boundingBox();
    if (axis === null) throw new Error('the axis can be brushed');
    const touch = await page.context().newCDPSession(page);
    const at = (share: number) => [{ x: axis.x + axis.width * share, y: axis.y + axis.height / 2 }];
    await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(0.1) });
    for (const share of [0.2, 0.3, 0.4]) await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(share) });
    await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await expect(page.locator('.timeline .overview')).toBeVisible();
  });
});

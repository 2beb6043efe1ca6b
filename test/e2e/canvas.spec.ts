// Hundreds of messages on their way: a canvas paints them, and they can still be counted, pressed and read.
import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { createSimulation, parseScenario } from '../../src/sim/index.ts';
import { linkOf } from '../../src/view/sharing/link.ts';
import { violations } from './axe.ts';

const scenario = readFileSync(new URL('../bench/crowded.yaml', import.meta.url), 'utf8').replace('latencyMs: 860', 'latencyMs: 1600');

/** A run whose links are full: some five hundred messages. */
function crowdedRun(): string {
  const simulation = createSimulation(parseScenario(scenario));
  simulation.seek(14_000);
  return linkOf(simulation.export());
}

const canvas = (page: Page) => page.locator('section.stage canvas');
const flights = (page: Page) => page.locator('section.stage .flight:not([visibility])');

/** Somewhere on the page where the canvas has painted a mark, in its middle as far as one can tell. */
const markOn = (page: Page) =>
  canvas(page).evaluate((element) => {
    const it = element as HTMLCanvasElement;
    const { data, width, height } = (it.getContext('2d') as CanvasRenderingContext2D).getImageData(0, 0, it.width, it.height);
    const painted = (x: number, y: number) => (data[(y * width + x) * 4 + 3] ?? 0) > 200;
    const box = it.getBoundingClientRect();
    for (let y = 8; y < height - 8; y += 2)
      for (let x = 8; x < width - 8; x += 2)
        if (painted(x, y) && painted(x - 4, y) && painted(x + 4, y) && painted(x, y - 4) && painted(x, y + 4))
          return { x: box.x + (x * box.width) / width, y: box.y + (y * box.height) / height };
    return null;
  });

test('more marks than SVG carries are painted, counted, and opened by a click', async ({ page }) => {
  await page.goto(`./${crowdedRun()}`);
  await expect(canvas(page)).toBeVisible({ timeout: 60_000 });
  const said = page.getByText(/^\d+개 이동 중$/);
  expect(Number((await said.textContent())?.replace(/\D/g, ''))).toBeGreaterThan(400);
  await expect(flights(page)).toHaveCount(0);
  const mark = await markOn(page);
  expect(mark).not.toBeNull();
  await page.mouse.click(mark?.x ?? 0, mark?.y ?? 0);
  const inspector = page.getByRole('complementary', { name: '살펴보기' });
  await expect(inspector).toBeVisible();
  await expect(inspector).toContainText(/Produce|Fetch|Heartbeat|Commit/);
});

test('the tables tell how many of what go from whom to whom', async ({ page }) => {
  await page.goto(`./${crowdedRun()}`);
  await expect(canvas(page)).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: '표로 보기' }).click();
  const rows = page.getByRole('table', { name: '이동 중' }).getByRole('row');
  await expect(rows.filter({ hasText: 'Produce' }).first()).toBeVisible();
  const counts = await rows.locator('td:last-child').allTextContents();
  expect(counts.reduce((sum, text) => sum + Number(text.replace(/\D/g, '')), 0)).toBeGreaterThan(400);
});

test('where few are on their way they are elements again', async ({ page }) => {
  await page.goto(`./${crowdedRun()}`);
  await expect(canvas(page)).toBeVisible({ timeout: 60_000 });
  await page.getByRole('slider', { name: '지금 시각' }).or(page.locator('.head[role="slider"]')).first().focus();
  await page.keyboard.press('Home');
  await expect(canvas(page)).toBeHidden();
  await expect(page.getByText(/개 이동 중$/)).toHaveCount(0);
});

for (const colorScheme of ['light', 'dark'] as const)
  test(`in English and without an accessibility violation (${colorScheme}), in the theme's own colours`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.goto(`./${crowdedRun()}`);
    await expect(canvas(page)).toBeVisible({ timeout: 60_000 });
    await page.getByLabel('언어').selectOption('en');
    await expect(page.getByText(/^\d+ on their way$/)).toBeVisible();
    expect(await violations(page)).toEqual([]);
    const picture = () => canvas(page).evaluate((it) => (it as HTMLCanvasElement).toDataURL());
    const before = await picture();
    await page.emulateMedia({ colorScheme: colorScheme === 'light' ? 'dark' : 'light', reducedMotion: 'reduce' });
    await expect.poll(picture).not.toBe(before);
  });

// Taking along what is shown, and bringing it back.
import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Download, type Page } from '@playwright/test';

const SCENE = './#/scene/unclean-election';

async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
}

async function exported(page: Page, what: string): Promise<Download> {
  const stage = page.getByRole('region', { name: '그림' }).first();
  await stage.getByRole('button', { name: '내보내기' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: what }).click();
  return download;
}

/** How unlike two pictures of one size are: the part of the pixels that differ plainly. */
const unlike = (page: Page, a: Buffer, b: Buffer): Promise<number> =>
  page.evaluate(
    async ([one = '', two = '']) => {
      const pixels = async (source: string) => {
        const image = new Image();
        image.src = `data:image/png;base64,${source}`;
        await image.decode();
        const canvas = new OffscreenCanvas(600, 400);
        const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
        context.drawImage(image, 0, 0, 600, 400);
        return context.getImageData(0, 0, 600, 400).data;
      };
      const [left, right] = [await pixels(one), await pixels(two)];
      let differing = 0;
      for (let i = 0; i < left.length; i += 4) {
        if ([0, 1, 2].some((at) => Math.abs((left[i + at] ?? 0) - (right[i + at] ?? 0)) > 60)) differing++;
      }
      return differing / (left.length / 4);
    },
    [a.toString('base64'), b.toString('base64')],
  );

for (const colorScheme of ['light', 'dark'] as const)
  test(`the stage as SVG and PNG looks the same outside the page (${colorScheme})`, async ({ page, browser }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.goto(SCENE);
    await page.getByRole('button', { name: '리더도 죽는다' }).click();
    const picture = page.locator('section.stage svg[role="figure"]');
    await expect(picture.getByText('P0').first()).toBeVisible();
    const onPage = await picture.screenshot({ style: '.tools, .arrange, .inspector { visibility: hidden }' });

    const svg = await exported(page, 'SVG');
    expect(svg.suggestedFilename()).toMatch(/^partita-stage-\d+ms\.svg$/);
    const text = await readFile(await svg.path(), 'utf8');
    expect(text).not.toMatch(/var\(|class=|light-dark|tabindex/);
    const elsewhere = await browser.newPage({
      viewport: await picture.evaluate(({ clientWidth: width, clientHeight: height }) => ({ width, height })),
    });
    await elsewhere.setContent(`<body style="margin:0">${text.replace(/^<\?xml.*\?>/, '')}</body>`);
    expect(await unlike(elsewhere, onPage, await elsewhere.screenshot())).toBeLessThan(0.03);

    const png = await exported(page, 'PNG');
    expect(png.suggestedFilename()).toMatch(/\.png$/);
    const pixels = await readFile(await png.path());
    expect(pixels.readUInt32BE(16)).toBe(2 * (await picture.evaluate(({ clientWidth }) => clientWidth)));
    expect(await unlike(elsewhere, onPage, pixels)).toBeLessThan(0.03);
    await elsewhere.close();
  });

test('the menu of exports works by keyboard, and time stands still under it', async ({ page }) => {
  await page.goto(SCENE);
  await page.mouse.move(400, 400);
  const button = page.getByRole('button', { name: '내보내기' }).first();
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'SVG' })).toBeFocused();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('End');
  const before = await page.getByLabel('지금 시각').textContent();
  await page.keyboard.press('n');
  expect(await page.getByLabel('지금 시각').textContent()).toBe(before);
  const download = page.waitForEvent('download');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  const run = JSON.parse(await readFile(await (await download).path(), 'utf8')) as { partita: number };
  expect(run.partita).toBe(1);
  await expect(button).toBeFocused();
});

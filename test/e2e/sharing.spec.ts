// Taking along what is shown, and bringing it back.
import { readFile } from 'node:fs/promises';
import { expect, test, type Download, type Page } from '@playwright/test';
import { parseScenario, scenarioValue } from '../../src/sim/index.ts';
import { pack } from '../../src/view/sharing/pack.ts';
import { malformed } from '../view/sharing/malformed.ts';
import { violations } from './axe.ts';

const SCENE = './#/scene/unclean-election';

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

const time = async (page: Page) => (await page.getByLabel('지금 시각').textContent())?.trim();
const copyLink = async (page: Page): Promise<string> => {
  await page.mouse.move(400, 400);
  await page.getByRole('button', { name: '링크 복사' }).click();
  await expect(page.getByText('링크를 복사했어요.')).toBeAttached();
  return page.evaluate(() => navigator.clipboard.readText());
};

const SCRIPT = `partita: 1
brokers: 1
topics: { orders: { partitions: 2 } }
producers: { web-1: { workload: { topic: orders, everyMs: 100 } } }
`;

test.describe('a link', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' }, permissions: ['clipboard-read', 'clipboard-write'] });

  test('brings what was done and the moment to another browser, and there a reload loses nothing', async ({ page, browser }) => {
    await page.goto('./#/scene/acknowledged-vanishes');
    await page.locator('[data-thing="broker:1"]').first().dispatchEvent('contextmenu');
    await page.getByRole('menuitem', { name: /강제 종료/ }).click();
    await page.getByRole('button', { name: /^재생: / }).click();
    const link = await copyLink(page);
    const there = await time(page);
    const other = await browser.newPage({ locale: 'ko-KR', reducedMotion: 'reduce' });
    await other.goto(link);
    await expect(other.getByText('빠진 것 없이 그대로 열었어요.')).toBeVisible();
    expect(await time(other)).toBe(there);
    const ends = (it: Page) => it.locator('section.stage').getByText(/^LEO/).allTextContents();
    const sent = await ends(page);
    expect(sent.length).toBeGreaterThan(1);
    await expect.poll(() => ends(other)).toEqual(sent); // the picture by broker is fetched when it is shown
    const commands = other.locator('dt', { hasText: '명령' }).locator('+ dd');
    await other.locator('[data-thing="broker:2"]').first().dispatchEvent('contextmenu');
    await other.getByRole('menuitem', { name: /강제 종료/ }).click();
    await expect(commands).toHaveText('2');
    await other.waitForTimeout(600); // the run is written down when it rests
    await other.reload();
    await expect(commands).toHaveText('2');
    await other.getByRole('button', { name: '받은 그대로 다시' }).click();
    await expect(commands).toHaveText('1');
    await other.getByRole('button', { name: '실험실에 담기' }).click();
    await expect(other).toHaveURL(/#\/lab\/[a-z0-9]{6}$/);
    await expect.poll(() => time(other)).toBe(there);
    await other.reload();
    await expect.poll(() => time(other)).toBe(there);
    await other.close();
  });

  test('that grew too long says so and offers a file', async ({ page }) => {
    let luck = 7; // no packing makes it shorter
    const letter = () => String.fromCharCode(48 + ((luck = (luck * 48_271) % 2_147_483_647) % 75));
    const title = Array.from({ length: 9000 }, letter).join('');
    const scenario = scenarioValue(parseScenario(SCRIPT));
    await page.goto(`./#/run/${pack({ partita: 1, scenario: { ...scenario, title }, branches: [{ commands: [] }], current: 0, at: 900 })}`);
    await expect(page.getByText('빠진 것 없이 그대로 열었어요.')).toBeVisible();
    await page.mouse.move(400, 400);
    await page.getByRole('button', { name: '링크 복사' }).click();
    const dialog = page.getByRole('dialog', { name: '링크가 길어요' });
    expect(await violations(page)).toEqual([]);
    const download = page.waitForEvent('download');
    await dialog.getByRole('button', { name: /실행 저장/ }).click();
    expect((await download).suggestedFilename()).toBe('partita-run-900ms.partita.json');
    await dialog.getByRole('button', { name: '그래도 링크 복사' }).click();
    await expect(dialog).toBeHidden();
  });
});

test.describe('a broken link', () => {
  const some = malformed.filter((_, index) => index % 5 === 0);
  for (const { name, payload, commands } of some)
    test(`(${name}) gives a message and no crash`, async ({ page }) => {
      const errors: string[] = [];
      page.on('pageerror', ({ message }) => errors.push(message));
      await page.goto(`./#/run/${payload}`);
      if (commands === null) {
        // Without a payload there is nothing to open, and the place says what can be opened.
        if (payload === '') await expect(page.getByRole('heading', { name: '실행 열기' })).toBeVisible();
        else await expect(page.getByRole('alert')).toContainText('열지 못했어요');
        await expect(page.locator('section.stage svg[role="figure"]')).toHaveCount(0);
      } else {
        await expect(page.getByText(/고치거나 뺐어요/)).toBeVisible();
        await expect(page.locator('section.stage svg[role="figure"]')).toBeVisible();
      }
      await expect(page.getByRole('button', { name: '파일 열기' })).toBeVisible();
      expect(errors).toEqual([]);
    });

  test('says in English what was kept', async ({ page }) => {
    await page.goto(`./#/run/${malformed.find((it) => it.name === 'an unknown verb among the commands')?.payload}`);
    await page.getByLabel('언어').selectOption('en');
    await expect(page.getByRole('heading', { level: 2 })).toHaveText(/put right or left out/);
    await expect(page.getByText('Only this command was left out').first()).toBeVisible();
    await expect(page.locator('main')).not.toContainText(/[가-힣]/);
  });
});

test.describe('a file', () => {
  test('with a run or a script opens; what is wrong with it is told; a reload keeps it', async ({ page }) => {
    await page.goto('./#/run');
    const input = page.locator('input[type="file"]');
    await input.setInputFiles({ name: 'first.yaml', mimeType: 'application/yaml', buffer: Buffer.from(`${SCRIPT}weather: rain\n`) });
    await expect(page.getByText('시나리오 5번째 줄의 weather 항목을 이해하지 못했어요.')).toBeVisible();
    await expect(page.locator('section.stage').getByText('web-1').first()).toBeVisible();
    await page.waitForTimeout(600);
    await page.reload();
    await expect(page.locator('section.stage').getByText('web-1').first()).toBeVisible();
    await input.setInputFiles({ name: 'film.json', mimeType: 'application/json', buffer: Buffer.from('{ "frames": [') });
    await expect(page.getByRole('alert')).toContainText('YAML');
    await expect(page.locator('section.stage')).toHaveCount(0);
  });

  test('dropped onto any place opens', async ({ page }) => {
    await page.goto('./#/scenes');
    await page.mouse.move(300, 300);
    await expect(page.getByRole('heading', { name: '준비된 장면' })).toBeVisible();
    const transfer = await page.evaluateHandle((text) => {
      const it = new DataTransfer();
      it.items.add(new File([text], 'dropped.yaml'));
      return it;
    }, SCRIPT);
    await expect(async () => {
      // What waits for drops comes with the first sign of use.
      await page.dispatchEvent('body', 'dragenter', { dataTransfer: transfer });
      await expect(page.getByText('여기에 놓으면 열어요')).toBeVisible({ timeout: 300 });
    }).toPass();
    await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
    await expect(page.getByText('dropped.yaml')).toBeVisible();
    await expect(page.locator('section.stage').getByText('web-1').first()).toBeVisible();
  });
});

for (const colorScheme of ['light', 'dark'] as const)
  test(`the place of a shared run has no accessibility violation (${colorScheme})`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.goto(`./#/run/${malformed.find((it) => it.name === 'an unknown setting')?.payload}`);
    await expect(page.getByText(/고치거나 뺐어요/)).toBeVisible();
    await page.mouse.move(400, 400);
    await expect(page.getByRole('button', { name: '링크 복사' })).toBeVisible();
    expect(await violations(page), 'mended').toEqual([]);
    await page.goto('./#/run/1.AAAA');
    await expect(page.getByRole('alert')).toBeVisible();
    expect(await violations(page), 'lost').toEqual([]);
  });

test.describe('the script editor', () => {
  const address = `./#/run/${malformed.find((it) => it.name === 'an unknown setting')?.payload}`;
  const editor = (page: Page) => page.getByRole('textbox', { name: '시나리오 스크립트 (YAML)' });

  test("is styled under the page's policy, tells problems at their lines, completes, applies, and lets the keyboard out", async ({
    page,
  }) => {
    const refused: string[] = [];
    page.on('console', (message) => {
      if (/Content Security Policy/.test(message.text())) refused.push(message.text());
    });
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.goto(address);
    await page.getByRole('button', { name: '스크립트 고치기' }).click();
    await expect(editor(page)).toContainText('topic: orders');
    const looks = await editor(page).evaluate((it) => [getComputedStyle(it).fontFamily, getComputedStyle(it).whiteSpace]);
    expect(looks[0]).toContain('JetBrains');
    expect(looks[1]).toBe('pre');
    expect(refused).toEqual([]);

    await editor(page).focus();
    await page.keyboard.press('Control+End');
    const before = await time(page);
    await page.keyboard.type('weather: rain');
    expect(await time(page)).toBe(before); // keys of the page rest while somebody types
    await expect(page.getByText('unknown key "weather"').first()).toBeVisible();
    await expect(page.getByRole('button', { name: '적용하고 처음부터 실행' })).toBeDisabled();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await violations(page), colorScheme).toEqual([]);
    }
    await page.keyboard.press('Shift+Home');
    await page.keyboard.type('ti');
    await expect(page.getByRole('option', { name: /^title/ })).toBeVisible();
    await page.waitForTimeout(200); // what has only just opened is not taken by accident
    await page.keyboard.press('Tab');
    await page.keyboard.type('written by hand');
    await expect(page.getByRole('button', { name: '적용하고 처음부터 실행' })).toBeEnabled();
    // The editor waits two seconds for the second key: a busy machine may need another try.
    await expect(async () => {
      await page.keyboard.press('Escape');
      await page.keyboard.press('Tab');
      await expect(editor(page)).not.toBeFocused({ timeout: 500 });
    }).toPass();
    await page.getByRole('button', { name: '적용하고 처음부터 실행' }).click();
    await expect(page).toHaveURL(/#\/run$/);
    expect(await time(page)).toBe('0.000 s');
  });
});

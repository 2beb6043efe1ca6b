// The claims of test/view/layout.test.ts again, in a browser: 20 of its clusters, opened by their links, measured where they are drawn.
import { expect, test, type Page } from '@playwright/test';
import { pack } from '../../src/view/sharing/pack.ts';
import { clusterOf } from '../view/fixtures/clusters.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

/** Sparse ones, full ones, with faults, by topic and by broker. */
const seeds = [1, 5, 6, 7, 11, 15, 20, 28, 35, 37, 41, 46, 47, 58, 59, 171, 188, 219, 238, 322];
const windows = [
  { width: 1280, height: 720, least: 11 },
  { width: 1440, height: 900, least: 12 },
];

const linkOf = (seed: number): string => {
  const { value, until, arrangement } = clusterOf(seed);
  return `./#/run/${pack({ partita: 1, scenario: value, branches: [{ commands: [] }], current: 0, at: until, arrangement })}`;
};

/** What is wrong with what is drawn. Runs in the page. */
function faultsInPage(least: number): { found: string[]; texts: number; boxes: number } {
  interface Item {
    readonly element: Element;
    readonly name: string;
    readonly box: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
  }
  const stage = document.querySelector('.stage .room');
  if (stage === null) throw new Error('no stage');
  const room = stage.getBoundingClientRect();
  const unseen = '.flight, .ways, defs, clipPath, .map';
  const shown = (element: Element) => element.closest(unseen) === null;
  const boxOf = ({ left, right, top, bottom }: DOMRect) => ({ left, right, top, bottom });
  const texts = [...stage.querySelectorAll<SVGTextElement>('svg text')]
    .filter((it) => shown(it) && it.textContent.trim() !== '')
    .map((element): Item => {
      const size = parseFloat(getComputedStyle(element).fontSize);
      const { left, right } = element.getBoundingClientRect();
      // From capitals to descenders: the line's own box has air above and below that is no ink.
      const baseline = element.getStartPositionOfChar(0).matrixTransform(element.getScreenCTM() ?? undefined).y;
      return {
        element,
        name: `"${element.textContent}"`,
        box: { left, right, top: baseline - size * 0.82, bottom: baseline + size * 0.2 },
      };
    });
  const drawn =
    '.topic, .ground, .face, .absent, .chip, .cell > rect:first-child, .hole, .lost rect, .badge, .owner circle, .nobody, .bucket, .slot, .cut > rect';
  const boxes = [...stage.querySelectorAll(`svg :is(${drawn})`)].filter(shown).map((element): Item => ({
    element,
    name: element.getAttribute('class') ?? element.tagName,
    box: boxOf(element.getBoundingClientRect()),
  }));
  const page = [...document.querySelectorAll('.corner > *, .stage .tools > *')].map((element): Item => ({
    element,
    name: `control ${element.textContent.trim()}`,
    box: boxOf(element.getBoundingClientRect()),
  }));
  const overlap = (a: Item, b: Item) =>
    Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left) > 1.5 &&
    Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top) > 1.5;
  const inside = (a: Item, b: Item) =>
    a.box.left >= b.box.left - 1.5 &&
    a.box.right <= b.box.right + 1.5 &&
    a.box.top >= b.box.top - 1.5 &&
    a.box.bottom <= b.box.bottom + 1.5;
  /** Cards that other things of the picture stand in. */
  const isGround = ({ element }: Item) =>
    element.matches('.topic, .ground') || /^(broker|producer):/.test(element.parentElement?.getAttribute('data-thing') ?? '');
  const owns = (box: Item, it: Item) => isGround(box) || box.element.parentElement?.contains(it.element) === true;
  const found: string[] = [];
  const items = [...texts, ...boxes];
  for (const it of items)
    if (it.box.left < room.left - 1 || it.box.right > room.right + 1 || it.box.top < room.top - 1 || it.box.bottom > room.bottom + 1)
      found.push(`${it.name} leaves the stage`);
  for (const { element, name } of texts) {
    const size = parseFloat(getComputedStyle(element).fontSize);
    if (size < least) found.push(`${name} is written in ${size} px`);
  }
  texts.forEach((a, index) => {
    for (const b of texts.slice(index + 1)) if (overlap(a, b)) found.push(`${a.name} meets ${b.name}`);
    for (const b of boxes) if (overlap(a, b) && !(inside(a, b) && owns(b, a))) found.push(`${a.name} meets ${b.name}`);
  });
  boxes.forEach((a, index) => {
    for (const b of boxes.slice(index + 1)) {
      const nested = (inside(a, b) && owns(b, a)) || (inside(b, a) && owns(a, b));
      if (overlap(a, b) && !(nested && a.name !== b.name)) found.push(`${a.name} meets ${b.name}`);
    }
  });
  for (const control of page) for (const it of items) if (overlap(control, it)) found.push(`${it.name} lies under ${control.name}`);
  return { found, texts: texts.length, boxes: boxes.length };
}

async function open(page: Page, seed: number): Promise<void> {
  await page.goto('about:blank');
  await page.goto(linkOf(seed));
  await page.locator('.stage .topic, .stage .face').first().waitFor();
  // Whatever comes with the first sign of use covers corners, too.
  await page.mouse.move(200, 300);
  await page.mouse.down();
  await page.mouse.up();
  await page.locator('.corner .layers').waitFor();
  await page.locator('.stage .tools .export').waitFor();
  await page.evaluate(async () => {
    await document.fonts.ready;
    await new Promise((resolve) => setTimeout(resolve, 300));
  });
}

for (const { width, height, least } of windows)
  for (const language of ['ko', 'en'])
    test(`nothing overlaps, leaves the stage or is too small: ${width}×${height}, ${language}`, async ({ page }) => {
      test.setTimeout(600_000);
      await page.setViewportSize({ width, height });
      const faults: string[] = [];
      for (const seed of seeds.filter((_, index) => (index % 2 === 0) === (language === 'ko'))) {
        await open(page, seed);
        const languages = page.getByLabel(/언어|Language/);
        if ((await languages.inputValue()) !== language) await languages.selectOption(language);
        await page.waitForTimeout(300);
        const { found, texts, boxes } = await page.evaluate(faultsInPage, least);
        expect(texts, `seed ${seed}`).toBeGreaterThan(8);
        expect(boxes, `seed ${seed}`).toBeGreaterThan(3);
        faults.push(...found.map((it) => `seed ${seed}: ${it}`));
        if (process.env['LAYOUT_SHOTS'] !== undefined)
          await page.screenshot({ path: `${process.env['LAYOUT_SHOTS']}/seed-${seed}-${width}-${language}.png` });
      }
      expect(faults, faults.slice(0, 40).join('\n')).toEqual([]);
    });

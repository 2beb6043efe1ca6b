/** Going through the page as one does without a mouse. */
import { expect, type Page } from '@playwright/test';

/** What a screen reader would call the focused element. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement;
    return (
      element?.getAttribute('aria-label') ?? (element instanceof HTMLInputElement ? element.value : (element?.textContent ?? '')).trim()
    );
  });

/** Tab (or another key) until the focus is on what is called so. */
export async function moveTo(page: Page, name: RegExp, key = 'Tab', most = 120): Promise<void> {
  for (let i = 0; i < most; i++) {
    if (name.test(await focused(page))) return;
    await page.keyboard.press(key);
  }
  expect(await focused(page), `${key} never reached it`).toMatch(name);
}

/** A choice from the menu of a thing on the stage. */
export async function act(page: Page, thing: RegExp, action: RegExp): Promise<void> {
  await page.keyboard.press('Escape');
  await page.evaluate(() => document.querySelector<SVGElement>('[data-thing][tabindex="0"]')?.focus());
  for (const key of ['ArrowRight', 'ArrowUp', 'ArrowDown', 'ArrowRight']) {
    for (let i = 0; i < 30 && !thing.test(await focused(page)); i++) await page.keyboard.press(key);
  }
  expect(await focused(page)).toMatch(thing);
  await page.keyboard.press('a');
  await expect(page.getByRole('menu')).toBeVisible();
  await moveTo(page, action, 'ArrowDown', 20);
  await page.keyboard.press('Enter');
}

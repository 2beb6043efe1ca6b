import { expect, test } from '@playwright/test';
import { violations } from './axe.ts';

test('the built page opens under its own content policy and says nothing on the console', async ({ page }) => {
  const said: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) said.push(message.text());
  });
  page.on('pageerror', (error) => said.push(String(error)));
  await page.goto('./');
  await expect(page).toHaveTitle(/Partita/);
  await expect(page.locator('#app')).not.toBeEmpty();
  expect(said).toEqual([]);
});

test('the first page has no accessibility violation', async ({ page }) => {
  await page.goto('./');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect(await violations(page)).toEqual([]);
});

/** What axe finds: the same question for every place. */
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/**
 * The accessibility violations of a page that stands, each as `rule: markup`; empty when there are none.
 * A place is fetched when it is asked for: until its first heading is there (on a phone it may lie under another pane) there is nothing to judge yet.
 * @param within a CSS selector, when only a part of the page is meant.
 */
export async function violations(page: Page, within?: string): Promise<string[]> {
  await expect(page.getByRole('heading', { level: 1, includeHidden: true }).first()).toBeAttached();
  const axe = new AxeBuilder({ page });
  const { violations: found } = await (within === undefined ? axe : axe.include(within)).analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
}

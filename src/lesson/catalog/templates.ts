/** Discovers the templates of the Lab: the list when it is shown, each whole when an experiment begins with it. Compiled at build time. */
import type { Template, TemplateHead } from '../template.ts';

const heads = import.meta.glob<TemplateHead>('/templates/*.yaml', { query: '?head', import: 'default', eager: true });
const templates = import.meta.glob<Template>('/templates/*.yaml', { import: 'default' });

/** In the order of the files. */
export const templateHeads: readonly TemplateHead[] = Object.values(heads);

/** Null if there is no such template. */
export async function loadTemplate(id: string): Promise<Template | null> {
  const path = Object.keys(templates).find((it) => it.replace(/^.*\/\d\d-|\.yaml$/g, '') === id);
  return (path === undefined ? undefined : await templates[path]?.()) ?? null;
}

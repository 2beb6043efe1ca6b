/** `templates/`: a module per template of the Lab; `?head` for the gallery. */
import type { Plugin } from 'vite';
import { compileTemplates } from '../src/lesson/compile/template.ts';
import { folderPlugin } from './folder-plugin.ts';

export const templatesPlugin = (): Plugin =>
  folderPlugin('templates', (files) => {
    const { all, problems } = compileTemplates(files);
    const made = all.map(({ file, it }) => {
      const { id, title, promise, shape } = it;
      return { file, whole: it, head: { id, title, promise, shape } };
    });
    return { all: made, problems };
  });

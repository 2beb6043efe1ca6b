/**
 * Compiles a folder of `NN-name.yaml` while the page is built, served or tested: each file becomes a module with the whole of what was made
 * of it, `NN-name.yaml?head` with what a list shows of it.
 */
import type { Plugin } from 'vite';
import { readLessonFiles } from '../src/cli/lessonFiles.ts';
import { formatIn, type Files, type LessonProblem } from '../src/lesson/compile/source.ts';

interface Compiled {
  readonly all: readonly { readonly file: string; readonly whole: unknown; readonly head: unknown }[];
  readonly problems: readonly LessonProblem[];
}

export function folderPlugin(name: string, compile: (files: Files) => Compiled): Plugin {
  let folder = '';
  let compiled: Compiled | null = null;
  return {
    name: `partita-${name}`,
    enforce: 'pre',
    configResolved({ root }) {
      folder = `${root}/${name}`; // Vite's own form: forward slashes everywhere
    },
    buildStart() {
      compiled = null;
    },
    load(id) {
      const [path = '', query = ''] = id.split('?');
      if (!path.startsWith(`${folder}/`) || !path.endsWith('.yaml')) return null;
      compiled ??= compile(readLessonFiles(folder));
      const file = path.slice(folder.length + 1);
      this.addWatchFile(path);
      const problems = compiled.problems.filter((it) => it.file === file);
      const made = compiled.all.find((it) => it.file === file);
      if (problems.length > 0 || made === undefined) return this.error(problems.map(formatIn(name)).join('\n'));
      const shown = /(^|&)head(&|$)/.test(query) ? made.head : made.whole;
      return { code: `export default ${JSON.stringify(shown)};`, moduleType: 'js' };
    },
    handleHotUpdate({ file, server }) {
      if (!file.startsWith(`${folder}/`)) return;
      compiled = null;
      server.moduleGraph.invalidateAll();
      server.ws.send({ type: 'full-reload' });
    },
  };
}

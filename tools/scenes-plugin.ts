/**
 * Compiles `scenes/` while the page is built, served or tested: `NN-name.yaml` becomes a module with the whole scene (scenario parsed, prose
 * as HTML), `NN-name.yaml?head` what the list shows of it.
 */
import type { Plugin } from 'vite';
import { readLessonFiles } from '../src/cli/lessonFiles.ts';
import { compileScenes, type CompiledScenes } from '../src/lesson/compile/readyScene.ts';
import { formatSceneProblem } from '../src/lesson/compile/source.ts';

export function scenesPlugin(): Plugin {
  let folder = '';
  let compiled: CompiledScenes | null = null;
  return {
    name: 'partita-scenes',
    enforce: 'pre',
    configResolved({ root }) {
      folder = `${root}/scenes`; // Vite's own form: forward slashes everywhere
    },
    buildStart() {
      compiled = null;
    },
    load(id) {
      const [path = '', query = ''] = id.split('?');
      if (!path.startsWith(`${folder}/`) || !path.endsWith('.yaml')) return null;
      compiled ??= compileScenes(readLessonFiles(folder));
      const file = path.slice(folder.length + 1);
      this.addWatchFile(path);
      const problems = compiled.problems.filter((it) => it.file === file);
      const scene = compiled.scenes.find((it) => it.file === file)?.scene;
      if (problems.length > 0 || scene === undefined) return this.error(problems.map(formatSceneProblem).join('\n'));
      const { id: name, title, lead } = scene;
      const shown = /(^|&)head(&|$)/.test(query) ? { id: name, title, lead } : scene;
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

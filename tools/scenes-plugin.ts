/** `scenes/`: a module per ready scene, prose as HTML; `?head` for the list. */
import type { Plugin } from 'vite';
import { compileScenes } from '../src/lesson/compile/readyScene.ts';
import { folderPlugin } from './folder-plugin.ts';

export const scenesPlugin = (): Plugin =>
  folderPlugin('scenes', (files) => {
    const { scenes, problems } = compileScenes(files);
    const all = scenes.map(({ file, scene }) => {
      const { id, title, lead } = scene;
      return { file, whole: scene, head: { id, title, lead } };
    });
    return { all, problems };
  });

/** Discovers the ready scenes: the list when it is shown, each whole when it is opened. Compiled at build time. */
import type { ReadyScene, SceneHead } from '../readyScene.ts';

const heads = import.meta.glob<SceneHead>('/scenes/*.yaml', { query: '?head', import: 'default', eager: true });
const scenes = import.meta.glob<ReadyScene>('/scenes/*.yaml', { import: 'default' });

/** In the order of the files. */
export const sceneHeads: readonly SceneHead[] = Object.values(heads);

/** Null if there is no such scene. */
export async function loadScene(id: string): Promise<ReadyScene | null> {
  const path = Object.keys(scenes).find((it) => it.replace(/^.*\/\d\d-|\.yaml$/g, '') === id);
  return (path === undefined ? undefined : await scenes[path]?.()) ?? null;
}

/** How the stage is drawn: what lessons reveal, and how the picture is arranged. */
import { layers } from './geometry/layer.ts';
import type { Layer } from './geometry/layer.ts';
import type { Arrangement } from './geometry/scene.ts';

class StageView {
  layers = $state.raw<ReadonlySet<Layer>>(new Set(layers));
  arrangement = $state<Arrangement>('topic');

  reveal(these: readonly Layer[] = layers): void {
    this.layers = new Set(these);
  }
}

export const stageView = new StageView();

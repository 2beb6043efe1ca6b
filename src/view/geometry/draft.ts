import type { Measure } from './label.ts';
import type { Layer } from './layer.ts';
import type { Scale } from './scale.ts';
import type { Words } from './words.ts';

/** What every part of the picture is drawn with. */
export interface Draft {
  readonly scale: Scale;
  readonly measure: Measure;
  readonly words: Words;
  readonly layers: ReadonlySet<Layer>;
}

/** What of a draft a kept object depends on. */
export const draftOf = ({ scale, measure, words, layers }: Draft): readonly unknown[] => [scale, measure, words, layers];

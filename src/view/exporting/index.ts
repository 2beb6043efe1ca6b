/** Taking a view along: as a picture, as a table, as data. */
export { csvOf } from '../../sim/index.ts';
export type { Cell } from '../../sim/index.ts';
export { fileName, saveBlob, saveText } from './file.ts';
export { pngOf, savePng } from './png.ts';
export { svgText } from './svg.ts';
export type { Layers } from './svg.ts';

/** The same picture in pixels, twice as many as on the page. */
import { saveBlob } from './file.ts';
import { sizeOf, svgText } from './svg.ts';
import type { Layers } from './svg.ts';

const SCALE = 2;

export async function pngOf(svg: SVGSVGElement, layers: Layers = {}): Promise<Blob> {
  const { width, height } = sizeOf(svg);
  const address = URL.createObjectURL(new Blob([svgText(svg, layers)], { type: 'image/svg+xml' }));
  try {
    const image = new Image(width * SCALE, height * SCALE);
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [width * SCALE, height * SCALE];
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise<Blob>((resolve, reject) =>
      canvas.toBlob((blob) => (blob === null ? reject(new Error('the browser made no picture')) : resolve(blob)), 'image/png'),
    );
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** Saves the picture as it is now. `layers`: canvases of the same size that belong to it. */
export const savePng = async (svg: SVGSVGElement, name: string, layers: Layers = {}): Promise<void> =>
  saveBlob(name, await pngOf(svg, layers));

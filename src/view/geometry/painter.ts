/** Who paints what travels: SVG, whose marks are elements, or a canvas, which carries thousands. */
export type Painter = 'svg' | 'canvas';

/** A canvas paints more than this. */
export const mostInSvg = 320;
/** SVG takes over again below this: traffic that hovers about the limit does not change painters all the time. */
export const fewInCanvas = 260;

/** Chooses the painter for so many marks, and remembers which it was. */
export function createPainterChoice(): (marks: number) => Painter {
  let painter: Painter = 'svg';
  return (marks) => {
    if (marks > mostInSvg) painter = 'canvas';
    else if (marks < fewInCanvas) painter = 'svg';
    return painter;
  };
}

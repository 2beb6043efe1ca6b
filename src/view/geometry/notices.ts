/** What is folded or left out, said in one or two lines. */
import type { Box } from './box.ts';
import type { Draft } from './draft.ts';
import { fitLabel, label, type Label } from './label.ts';

const fontOf = ({ scale }: Draft) => ({ size: scale.tiny, weight: 600, mono: false });
const between = ' · ';

/** The texts in at most two lines, as narrow as they can be, and the room they take beside others. */
export function linesOf(texts: readonly string[], draft: Draft): { lines: string[]; width: number } {
  if (texts.length === 0) return { lines: [], width: 0 };
  const font = fontOf(draft);
  const tries = texts.map((_, index) =>
    [texts.slice(0, index), texts.slice(index)].map((it) => it.join(between)).filter((it) => it !== ''),
  );
  const measured = tries.map((lines) => ({ lines, width: Math.max(...lines.map((line) => draft.measure(line, font))) }));
  const best = measured.reduce((narrow, it) => (it.width < narrow.width ? it : narrow));
  return { lines: best.lines, width: Math.ceil(best.width) + 16 };
}

export function noticesOf(lines: readonly string[], room: Box, draft: Draft): Label[] {
  const { scale, measure } = draft;
  const middle = room.y + room.height / 2 + scale.tiny * 0.36;
  return lines.map((text, index) => {
    const y = middle + (index - (lines.length - 1) / 2) * (scale.tiny + 3);
    return fitLabel(label(room.x, y, text, scale.tiny, { tone: 'muted', weight: 600 }), room.width, measure);
  });
}

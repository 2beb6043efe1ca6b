/**
 * Sizes by room. The picture is laid out anew for each size of the stage instead of being scaled, so text never falls under
 * 11 px on a small stage (1280×720) and 12 px on a larger one (1440×900). Steps are multiples of 4 px where text allows.
 */
export interface Scale {
  /** Second text, labels in cells. */
  readonly tiny: number;
  readonly body: number;
  readonly name: number;
  readonly title: number;
  readonly cell: number;
  readonly cellHeight: number;
  readonly margin: number;
  readonly pad: number;
  readonly gap: number;
  /** Height of a heading above a column or a box. */
  readonly heading: number;
  /** Height of the strip at the bottom: brokers, notices, zoom. */
  readonly strip: number;
  readonly producers: number;
  readonly groups: number;
  /** Room between columns, for links, ribbons and what travels. */
  readonly gutter: { readonly left: number; readonly right: number };
}

const small: Scale = {
  tiny: 11,
  body: 12,
  name: 13,
  title: 14,
  cell: 29,
  cellHeight: 30,
  margin: 16,
  pad: 12,
  gap: 8,
  heading: 28,
  strip: 44,
  producers: 140,
  groups: 188,
  gutter: { left: 52, right: 56 },
};

const large: Scale = {
  tiny: 12,
  body: 13,
  name: 15,
  title: 16,
  cell: 34,
  cellHeight: 34,
  margin: 20,
  pad: 14,
  gap: 10,
  heading: 32,
  strip: 48,
  producers: 160,
  groups: 212,
  gutter: { left: 56, right: 64 },
};

const huge: Scale = { ...large, producers: 184, groups: 248, gutter: { left: 72, right: 88 } };

/** Where there is little to show. */
export const grand: Scale = {
  ...large,
  tiny: 13,
  body: 14,
  name: 17,
  title: 19,
  cell: 37,
  cellHeight: 42,
  pad: 16,
  heading: 36,
  producers: 176,
  groups: 236,
};

const narrow: Scale = { ...small, margin: 12, strip: 40 };

/** For a strip over a text: as little chrome as can be read. */
export const pocket: Scale = {
  ...small,
  body: 11,
  name: 12,
  title: 12,
  cell: 20,
  cellHeight: 28,
  margin: 8,
  pad: 8,
  gap: 6,
  heading: 20,
  strip: 20,
  producers: 116,
  groups: 116,
  gutter: { left: 0, right: 32 },
};

/** Under this width the columns are stacked and the page scrolls. */
export const narrowBelow = 700;
/** Where a narrow room is lower than this, all of it is seen at once instead. */
const lowBelow = 320;
export const isStrip = ({ width, height }: { readonly width: number; readonly height: number }): boolean =>
  width < narrowBelow && height < lowBelow;

export function scaleFor(width: number, height: number): Scale {
  if (width < narrowBelow) return narrow;
  if (width < 1000 || height < 580) return small;
  return width < 1400 ? large : huge;
}

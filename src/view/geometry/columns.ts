/** Where the columns of a wide picture stand: who produces, the logs, who consumes, and the strip below. */
import type { Box } from './box.ts';
import type { Draft } from './draft.ts';
import { groupsWish } from './group.ts';
import { producersWish } from './producer.ts';
import { grand, scaleFor, type Scale } from './scale.ts';
import type { SceneInput } from './scene.ts';
import { topicsWish } from './topics.ts';

export interface Columns {
  readonly producers: Box;
  readonly middle: Box;
  readonly groups: Box;
  readonly strip: Box;
  /** Null: beside the chips of the strip. */
  readonly notices: Box | null;
}

/** A picture that leaves much of the room empty begins lower, so that it does not hang from the ceiling. */
const share = 0.42;
/** It is drawn larger, if it then still leaves this much. */
const spare = 0.4;
/** Tapes need their length more than they need large letters. */
const leastMiddle = 500;

/** Where the columns stand at a scale, and which part of the height stays empty. Columns that have nothing to show give their room to the middle. */
function columnsAt(input: SceneInput, draft: Draft, stripped: boolean): Columns & { readonly empty: number } {
  const { model, width, height, corners, arrangement } = input;
  const { scale } = draft;
  const { margin, heading } = scale;
  const ceiling = margin / 2 + heading;
  // A cut between brokers is drawn above their chips.
  const cuts = stripped && model.links.length > 0 ? 18 : 0;
  const bottom = height - scale.strip - cuts;
  const producing = model.producers.length > 0;
  const consuming = model.groups.length > 0;
  const left = margin + (producing ? scale.producers + scale.gutter.left : 0);
  const right = width - margin - (consuming ? scale.groups + scale.gutter.right : 0);
  const copies = model.topics.flatMap((topic) => topic.partitions.flatMap((it) => it.replicas)).length;
  const wish = Math.max(
    producersWish(model.producers.length, draft),
    arrangement === 'topic' ? topicsWish(model.topics, draft) : model.brokers.length * 72 + copies * 36,
    groupsWish(scale.groups, model.groups, draft),
  );
  const empty = Math.max(0, bottom - ceiling - wish);
  const y = bottom + cuts + 10;
  const top = ceiling + Math.round(empty * share);
  const tall = bottom - top;
  const from = Math.max(left, corners?.left ?? 0);
  return {
    producers: { x: margin, y: top, width: scale.producers, height: tall },
    middle: { x: left, y: top, width: right - left, height: tall },
    groups: { x: width - margin - scale.groups, y: top, width: scale.groups, height: tall },
    strip: { x: from, y, width: width - Math.max(margin, corners?.right ?? 0) - from, height: scale.strip - 20 },
    notices: null,
    empty: empty / (bottom - ceiling),
  };
}

/** The columns and the scale they are drawn at. */
export function arrange(input: SceneInput, stripped: boolean): { readonly draft: Draft; readonly columns: Columns } {
  const { measure, words, layers } = input;
  const draftAt = (scale: Scale): Draft => ({ scale, measure, words, layers });
  const usual = draftAt(scaleFor(input.width, input.height));
  const columns = columnsAt(input, usual, stripped);
  if (columns.empty < spare) return { draft: usual, columns };
  const larger = draftAt(grand);
  const wider = columnsAt(input, larger, stripped);
  return wider.empty >= spare && wider.middle.width >= leastMiddle ? { draft: larger, columns: wider } : { draft: usual, columns };
}

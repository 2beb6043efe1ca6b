/** The picture in a strip, as over a text on a phone: tapes and readers side by side, so that ribbons can be drawn, and who sends above them. */
import type { Draft } from './draft.ts';
import type { Layer } from './layer.ts';
import type { ReadModel } from './model.ts';
import { producerHeight, producersIn } from './producer.ts';
import { pocket } from './scale.ts';
import { assemble, type Arrangement, type Scene, type SceneInput } from './scene.ts';

/** Consumers stand beside tapes, whose room is then too short for brokers' numbers; while a broker is down these matter more. */
const beside = ({ groups, brokers }: ReadModel): boolean => groups.length > 0 && brokers.every(({ state }) => state === 'running');

/** Buckets take a third of the strip: where there is more to see, the large picture tells which records wait. */
const crowded = ({ topics, groups }: ReadModel, arrangement: Arrangement): boolean =>
  arrangement === 'broker' || groups.length > 0 || topics.reduce((sum, { partitions }) => sum + partitions.length, 0) > 3;

/** As tall as the strip: what has no room is counted in the line below. */
export function pocketScene(input: SceneInput): Scene {
  const { model, arrangement, width, height, measure, words, keep } = input;
  const without: Readonly<Partial<Record<Layer, boolean>>> = { batches: crowded(model, arrangement), replicas: beside(model) };
  const layers = keep(
    'pocket layers',
    [input.layers, without.batches, without.replicas],
    () => new Set([...input.layers].filter((it) => without[it] !== true)),
  );
  const draft: Draft = { scale: pocket, measure, words, layers };
  const { margin, heading, strip, gutter } = pocket;
  const inner = width - margin * 2;
  const producing = model.producers.length > 0;
  const producers = {
    x: margin,
    y: margin - 2,
    width: inner,
    height: producing ? producerHeight(layers.has('batches') ? 'medium' : 'compact', draft) : 0,
  };
  const placed = producersIn(producers, model.producers, draft);
  const top = producing ? Math.max(...placed.boxes.map((box) => box.y + box.height)) + 4 : margin - 4;
  const readers = model.groups.length > 0 ? pocket.groups + gutter.right : 0;
  const end = height - strip - 2;
  const from = top + (arrangement === 'topic' ? heading : 4);
  const middle = { x: margin, y: from, width: inner - readers, height: end - from };
  const groups = { x: width - margin - pocket.groups, y: top + 4, width: pocket.groups, height: end - top - 4 };
  const below = { x: margin, y: end + 2, width: inner - 48, height: strip };
  return assemble({ ...input, layers }, draft, { producers, middle, groups, strip: below, notices: below }, false, height, () =>
    keep.sweep(),
  );
}

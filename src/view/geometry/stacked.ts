/** The picture in a narrow room. */
import type { Box } from './box.ts';
import type { Draft } from './draft.ts';
import { planGroups } from './group.ts';
import { label } from './label.ts';
import { producersIn } from './producer.ts';
import { lanesWidth } from './ribbon.ts';
import { scaleFor } from './scale.ts';
import { assemble, downOf, logsOf, type Scene, type SceneInput } from './scene.ts';
import { topicsIn } from './topics.ts';

/** Columns one below the other, each as tall as its content wants: the page scrolls. */
export function stackedScene(input: SceneInput): Scene {
  const { model, arrangement, layers, measure, words, keep } = input;
  const scale = scaleFor(input.width, input.height);
  const draft: Draft = { scale, measure, words, layers };
  const { margin, heading } = scale;
  const width = input.width - margin * 2;
  const stripped = arrangement === 'topic' && layers.has('replicas');
  const rows = model.topics.reduce((sum, topic) => sum + topic.partitions.length, 0);
  const top = margin / 2 + heading;
  const wish = {
    producers: model.producers.length === 0 ? 0 : Math.ceil(model.producers.length / 2) * 128 + heading,
    middle: arrangement === 'topic' ? rows * 80 + model.topics.length * (heading + 24) : model.brokers.length * 60 + rows * 60,
    groups: model.groups.reduce((sum, group) => sum + 120 + group.members.length * 100 + group.absent.length * 30, 0),
  };
  const producers = { x: margin, y: top, width, height: Math.max(0, wish.producers - heading) };
  const plan = producersIn({ ...producers }, model.producers, draft);
  const producersEnd = model.producers.length === 0 ? margin / 2 : Math.max(...plan.boxes.map((box) => box.y + box.height));
  // Ribbons go down at the side.
  const beside = width - (layers.has('ribbon') ? lanesWidth(model.groups) : 0);
  const middle = { x: margin, y: producersEnd + heading + 4, width: beside, height: wish.middle };
  const trial =
    arrangement === 'topic'
      ? topicsIn(middle, model.topics, model.groups, downOf(model), draft, keep, logsOf(input)).boxes
      : (input.seldom?.brokersIn(middle, model.brokers, model.topics, model.groups, draft, keep, logsOf(input).lost).boxes ?? []);
  const middleEnd = Math.max(middle.y, ...trial.map(({ box }) => box.y + box.height));
  const strip = { x: margin, y: middleEnd + 12, width, height: stripped ? scale.strip - 16 : 0 };
  const groups = { x: margin, y: strip.y + strip.height + heading + 8, width: beside, height: wish.groups };
  const planned = planGroups(groups, model.groups, draft);
  const groupsEnd = model.groups.length === 0 ? strip.y + strip.height : Math.max(...planned.plans.map(({ box }) => box.y + box.height));
  const columns = {
    producers,
    middle,
    groups,
    strip,
    notices: { x: margin, y: groupsEnd + 6, width, height: 16 },
  };
  return assemble(input, draft, columns, stripped, groupsEnd + 48, (headings) => {
    const head = (box: Box, text: string) => headings.push(label(box.x, box.y - 10, text, scale.body, { tone: 'muted', weight: 600 }));
    if (model.producers.length > 0) head(producers, words.producers);
    if (arrangement === 'broker') head(middle, words.brokers);
    if (model.groups.length > 0) head(groups, words.groups);
    keep.sweep();
  });
}

/** A piece of a real picture, and looking for one in a run. */
import type { ReadModel } from '../../sim/index.ts';
import type { Box } from '../geometry/box.ts';
import type { Cut } from '../geometry/cut.ts';
import { createFlights, type Flight } from '../geometry/flight.ts';
import type { AbsentCard } from '../geometry/group.ts';
import { createKeep } from '../geometry/keep.ts';
import type { Measure } from '../geometry/label.ts';
import { layers, type Layer } from '../geometry/layer.ts';
import type { LogMarks } from '../geometry/logMarks.ts';
import type { MemberCard } from '../geometry/member.ts';
import type { ProducerCard } from '../geometry/producer.ts';
import type { Ribbon } from '../geometry/ribbon.ts';
import type { Row } from '../geometry/row.ts';
import { sceneOf, type Scene } from '../geometry/scene.ts';
import type { Seldom } from '../geometry/seldom.ts';
import type { BrokerChip } from '../geometry/strip.ts';
import type { Words } from '../geometry/words.ts';
import { messageWords } from '../marks/messageWords.ts';

/** A piece of a picture, and which part of it is meant. */
export interface Sample {
  readonly crop: Box;
  readonly t: number;
  readonly row?: Row;
  readonly ribbon?: Ribbon;
  readonly member?: MemberCard;
  readonly producer?: ProducerCard;
  readonly flight?: Flight;
  readonly chip?: BrokerChip;
  readonly log?: LogMarks;
  readonly cut?: Cut;
  readonly absent?: AbsentCard;
}

export interface Look {
  readonly model: ReadModel;
  readonly scene: Scene;
  readonly flights: readonly Flight[];
  readonly t: number;
  readonly measure: Measure;
}

export const around = ({ x, y, width, height }: Box, room = 4): Box => ({
  x: x - room,
  y: y - room,
  width: width + 2 * room,
  height: height + 2 * room,
});
export const near = (x: number, y: number, width: number, height: number): Box => ({ x: x - width / 2, y: y - height / 2, width, height });

const shownLayers: ReadonlySet<Layer> = new Set(layers);
const WIDTH = 1090;
const HEIGHT = 690;

/** Draws what a run shows; `seldom`: with what few pictures show. */
export function looker(measure: Measure, words: Words, seldom: Seldom | null = null): (model: ReadModel) => Look {
  const keep = createKeep();
  const flightsOf = createFlights();
  const talk = messageWords();
  return (model) => {
    const scene = sceneOf({ model, arrangement: 'topic', layers: shownLayers, width: WIDTH, height: HEIGHT, measure, words, keep, seldom });
    return { model, scene, flights: flightsOf(model.messages, scene.anchors, shownLayers, talk), t: model.now, measure };
  };
}

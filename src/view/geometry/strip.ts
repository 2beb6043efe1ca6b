/** The brokers as a strip under the topics: where faults of brokers are seen, and where they are acted upon. */
import type { Box, Point } from './box.ts';
import { label, type Label } from './label.ts';
import type { BrokerModel } from './model.ts';
import type { Draft } from './draft.ts';
import type { Thing } from './thing.ts';

export interface BrokerChip {
  readonly key: string;
  readonly thing: Thing;
  readonly box: Box;
  readonly labels: readonly Label[];
  readonly down: boolean;
  readonly at: Point;
  readonly name: string;
}

/** Chips side by side; when they are many, the words go and the numbers stay. */
export function stripOf(
  room: Box,
  brokers: readonly BrokerModel[],
  controller: string | null,
  { scale, measure, words }: Draft,
): { chips: BrokerChip[]; hidden: number; end: number } {
  const font = { size: scale.tiny, weight: 600, mono: false };
  const texts = brokers.map((broker) => {
    const state = words.brokerState(broker.state);
    const plain = broker.state === 'running';
    const long = { title: words.broker(broker.id), note: plain ? (broker.isController ? words.controller : '') : state.text };
    return { broker, state, long, short: { title: String(broker.id), note: plain ? '' : state.text } };
  });
  const widthOf = ({ title, note }: { title: string; note: string }) =>
    Math.ceil(measure(title, font) + (note === '' ? 0 : measure(note, font) + 8) + 20);
  const longWidth = texts.reduce((sum, it) => sum + widthOf(it.long) + 6, 0);
  const chips: BrokerChip[] = [];
  let x = room.x;
  for (const { broker, state, long, short } of texts) {
    const text = longWidth <= room.width ? long : short;
    const width = widthOf(text);
    if (x + width > room.x + room.width) break;
    const box = { x, y: room.y, width, height: room.height };
    const baseline = box.y + box.height / 2 + scale.tiny * 0.36;
    const labels = [label(x + 10, baseline, text.title, scale.tiny, { weight: 600, tone: state.tone === 'alert' ? 'alert' : 'ink' })];
    const tone = broker.state === 'running' ? 'petrol' : state.tone;
    if (text.note !== '')
      labels.push(label(x + 10 + measure(text.title, font) + 8, baseline, text.note, scale.tiny, { weight: 600, tone }));
    chips.push({
      key: String(broker.id),
      thing: { kind: 'broker', id: broker.id },
      box,
      labels,
      down: broker.state !== 'running',
      at: { x: x + width / 2, y: box.y },
      name: words.nameBroker(broker),
    });
    x += width + 6;
  }
  const hidden = brokers.length - chips.length;
  if (controller !== null) {
    const width = widthOf({ title: controller, note: words.controller });
    if (x + width <= room.x + room.width) {
      const box = { x, y: room.y, width, height: room.height };
      const y = box.y + box.height / 2 + scale.tiny * 0.36;
      const labels = [
        label(x + 10, y, words.controller, scale.tiny, { weight: 600, tone: 'petrol' }),
        label(x + 18 + measure(words.controller, font), y, controller, scale.tiny, { weight: 600, tone: 'muted' }),
      ];
      const thing = { kind: 'controller', id: controller } as const;
      chips.push({
        key: controller,
        thing,
        box,
        labels,
        down: false,
        at: { x: x + width / 2, y: box.y },
        name: `${words.controller} ${controller}`,
      });
      x += width + 6;
    }
  }
  return { chips, hidden, end: x };
}

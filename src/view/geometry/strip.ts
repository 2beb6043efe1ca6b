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

interface Form {
  readonly title: string;
  readonly note: string;
  readonly pad: number;
}

/** Chips side by side; when they are many, the words go and the numbers stay: how a chip is drawn still tells whether its broker runs. */
export function stripOf(
  room: Box,
  brokers: readonly BrokerModel[],
  controller: string | null,
  { scale, measure, words }: Draft,
): { chips: BrokerChip[]; hidden: number; end: number } {
  const font = { size: scale.tiny, weight: 600, mono: false };
  const states = brokers.map((broker) => ({ broker, state: words.brokerState(broker.state), plain: broker.state === 'running' }));
  const bare = ({ broker }: { readonly broker: BrokerModel }): Form => ({ title: String(broker.id), note: '', pad: 8 });
  const forms: readonly ((it: (typeof states)[number]) => Form)[] = [
    ({ broker, state, plain }) => ({
      title: words.broker(broker.id),
      note: plain ? (broker.isController ? words.controller : '') : state.text,
      pad: 10,
    }),
    ({ broker, state, plain }) => ({ title: String(broker.id), note: plain ? '' : state.text, pad: 10 }),
    bare,
  ];
  const widthOf = ({ title, note, pad }: Form) => Math.ceil(measure(title, font) + (note === '' ? 0 : measure(note, font) + 8) + pad * 2);
  const gap = 6;
  const fits = (form: (typeof forms)[number]) => states.reduce((sum, it) => sum + widthOf(form(it)) + gap, -gap) <= room.width;
  const form = forms.find(fits) ?? bare;
  const chips: BrokerChip[] = [];
  let x = room.x;
  for (const it of states) {
    const { broker, state } = it;
    const text = form(it);
    const width = widthOf(text);
    if (x + width > room.x + room.width) break;
    const box = { x, y: room.y, width, height: room.height };
    const baseline = box.y + box.height / 2 + scale.tiny * 0.36;
    const left = x + text.pad;
    const labels = [label(left, baseline, text.title, scale.tiny, { weight: 600, tone: state.tone === 'alert' ? 'alert' : 'ink' })];
    const tone = it.plain ? 'petrol' : state.tone;
    if (text.note !== '') labels.push(label(left + measure(text.title, font) + 8, baseline, text.note, scale.tiny, { weight: 600, tone }));
    chips.push({
      key: String(broker.id),
      thing: { kind: 'broker', id: broker.id },
      box,
      labels,
      down: broker.state !== 'running',
      at: { x: x + width / 2, y: box.y },
      name: words.nameBroker(broker),
    });
    x += width + gap;
  }
  const hidden = brokers.length - chips.length;
  if (controller !== null) {
    const width = widthOf({ title: controller, note: words.controller, pad: 10 });
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
      x += width + gap;
    }
  }
  return { chips, hidden, end: x };
}

/** The brokers as a strip under the topics: where faults of brokers are seen, and where they are acted upon. */
import type { Box, Point } from './box.ts';
import { label, type Label } from './label.ts';
import type { BrokerModel, GroupModel } from './model.ts';
import type { Draft } from './draft.ts';
import { brokerSigns, coordinatedBy, signsAt, signsWidth, type Sign } from './signs.ts';
import type { Thing } from './thing.ts';

export interface BrokerChip {
  readonly key: string;
  readonly thing: Thing;
  readonly box: Box;
  readonly labels: readonly Label[];
  readonly signs: readonly Sign[];
  readonly down: boolean;
  readonly at: Point;
  readonly name: string;
}

interface Form {
  readonly title: string;
  readonly note: string;
  readonly pad: number;
  /** How many signs stand before the words. */
  readonly signs: number;
}

/** Chips side by side; when they are many, the words go and the numbers stay: how a chip is drawn still tells whether its broker runs. */
export function stripOf(
  room: Box,
  brokers: readonly BrokerModel[],
  controller: string | null,
  { scale, measure, words, layers }: Draft,
  groups: readonly GroupModel[] = [],
): { chips: BrokerChip[]; hidden: number; end: number } {
  const font = { size: scale.tiny, weight: 600, mono: false };
  const states = brokers.map((broker) => {
    const state = words.brokerState(broker.state);
    const coordinated = layers.has('protocol') ? coordinatedBy(broker.id, groups).map(({ id }) => id) : [];
    const trouble = broker.state !== 'running' ? state.text : broker.leaving === true ? words.leaving : '';
    const slow = broker.appendMs === undefined ? '' : words.slowDisk(broker.appendMs);
    const office = broker.isController ? words.controller : '';
    const fault = trouble === '' ? slow : trouble;
    return { broker, state, fault, office, coordinated, signs: brokerSigns(broker, coordinated.length > 0) };
  });
  const barest = ({ broker }: (typeof states)[number]): Form => ({ title: String(broker.id), note: '', pad: 8, signs: 0 });
  const bare = ({ broker, signs }: (typeof states)[number]): Form => ({ title: String(broker.id), note: '', pad: 8, signs: signs.length });
  const forms: readonly ((it: (typeof states)[number]) => Form)[] = [
    ({ broker, fault, office, coordinated, signs }) => ({
      title: words.broker(broker.id),
      note: [fault, office, coordinated.length === 0 ? '' : words.coordinatorOf(coordinated)].filter((it) => it !== '').join(' · '),
      pad: 10,
      signs: signs.length,
    }),
    ({ broker, fault, office, signs }) => ({
      title: words.broker(broker.id),
      note: fault === '' ? office : fault,
      pad: 10,
      signs: signs.length,
    }),
    ({ broker, fault, signs }) => ({ title: String(broker.id), note: fault, pad: 10, signs: signs.length }),
    bare,
    barest,
  ];
  const widthOf = ({ title, note, pad, signs }: Form) =>
    Math.ceil(signsWidth(signs) + measure(title, font) + (note === '' ? 0 : measure(note, font) + 8) + pad * 2);
  const gap = 6;
  const fits = (form: (typeof forms)[number]) => states.reduce((sum, it) => sum + widthOf(form(it)) + gap, -gap) <= room.width;
  const form = forms.find(fits) ?? barest;
  const chips: BrokerChip[] = [];
  let x = room.x;
  for (const it of states) {
    const { broker, state } = it;
    const text = form(it);
    const width = widthOf(text);
    if (x + width > room.x + room.width) break;
    const box = { x, y: room.y, width, height: room.height };
    const baseline = box.y + box.height / 2 + scale.tiny * 0.36;
    const left = x + text.pad + signsWidth(text.signs);
    const labels = [label(left, baseline, text.title, scale.tiny, { weight: 600, tone: state.tone === 'alert' ? 'alert' : 'ink' })];
    const tone = it.fault === '' ? 'petrol' : state.tone === 'ok' ? 'alert' : state.tone;
    if (text.note !== '') labels.push(label(left + measure(text.title, font) + 8, baseline, text.note, scale.tiny, { weight: 600, tone }));
    chips.push({
      key: String(broker.id),
      thing: { kind: 'broker', id: broker.id },
      box,
      labels,
      signs: signsAt(it.signs.slice(0, text.signs), x + text.pad, box.y + box.height / 2),
      down: broker.state !== 'running',
      at: { x: x + width / 2, y: box.y },
      name: words.nameBroker(broker),
    });
    x += width + gap;
  }
  const hidden = brokers.length - chips.length;
  if (controller !== null) {
    const width = widthOf({ title: controller, note: words.controller, pad: 10, signs: 0 });
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
        signs: [],
        down: false,
        at: { x: x + width / 2, y: box.y },
        name: `${words.controller} ${controller}`,
      });
      x += width + gap;
    }
  }
  return { chips, hidden, end: x };
}

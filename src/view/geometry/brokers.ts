/** The middle column by broker: a box per broker with the copies it holds; the leader's tape thick, followers' thin. */
import type { Box, Point } from './box.ts';
import { copyOf, heldBy, type Copy, type Held } from './copy.ts';
import { draftOf, type Draft } from './draft.ts';
import type { Keep } from './keep.ts';
import { fitLabel, label, type Label } from './label.ts';
import type { BrokerModel, GroupModel, TopicModel } from './model.ts';
import type { LostRecord } from './lost.ts';
import { brokerSigns, coordinatedBy, signsAt, signsWidth, type Sign } from './signs.ts';
import type { Thing } from './thing.ts';

export interface BrokerBox {
  readonly key: string;
  readonly id: number;
  readonly thing: Thing;
  readonly box: Box;
  readonly labels: readonly Label[];
  readonly signs: readonly Sign[];
  readonly state: BrokerModel['state'];
  readonly down: boolean;
  readonly entry: Point;
  readonly exit: Point;
  readonly name: string;
}

export interface BrokersPlan {
  readonly boxes: BrokerBox[];
  readonly copies: Copy[];
  readonly foldedFollowers: number;
  readonly foldedTapes: number;
  readonly hidden: number;
}

const nameOf = ({ topic, partition }: Held): string => `${topic} P${partition.partition}`;

export function brokersIn(
  column: Box,
  brokers: readonly BrokerModel[],
  topics: readonly TopicModel[],
  groups: readonly GroupModel[],
  draft: Draft,
  keep: Keep,
  lostIn: (tape: string) => readonly LostRecord[],
): BrokersPlan {
  const { scale, measure, words, layers } = draft;
  const held = brokers.map((broker) => heldBy(broker.id, topics));
  const head = scale.name + 14;
  const pad = 8;
  const followerHeight = scale.tiny + 6;
  const follows = layers.has('replicas');
  const heightOf = (list: readonly Held[], fold: boolean, leaderHeight: number) =>
    head +
    pad +
    list.reduce((sum, it) => sum + (it.leader ? leaderHeight : fold ? 0 : followerHeight), 0) +
    (fold && list.some((it) => !it.leader) ? followerHeight : 0);
  const gaps = (brokers.length - 1) * scale.gap;
  const fits = (fold: boolean, leader: number) => held.reduce((sum, list) => sum + heightOf(list, fold, leader), gaps) <= column.height;
  const [tall, plain, low] = [scale.tiny * 2 + 12, scale.tiny + 12, scale.tiny + 8];
  const tries = [
    ...(follows
      ? ([
          [false, tall],
          [false, plain],
        ] as const)
      : []),
    [true, tall],
    [true, plain],
    [true, low],
  ] as const;
  const chosen = tries.find(([fold, leader]) => fits(fold, leader));
  const [fold, leaderHeight] = chosen ?? [true, low];
  const counted = chosen === undefined;
  const two = head + pad + followerHeight * 2 - 6;
  // Where even two lines each are too much, one holds it all.
  const single = counted && brokers.length * (two + scale.gap) - scale.gap > column.height;
  const least = single ? head : two;
  const shown = counted
    ? Math.max(1, Math.min(brokers.length, Math.floor((column.height + scale.gap) / (least + scale.gap))))
    : brokers.length;
  const heights = held.slice(0, shown).map((list) => (counted ? least : heightOf(list, fold, leaderHeight)));
  const spare = column.height - heights.reduce((sum, it) => sum + it, 0) - (shown - 1) * scale.gap;
  const extra = Math.max(0, Math.min(single ? 12 : 24, Math.floor(spare / Math.max(1, shown))));
  const labelWidth = Math.min(
    Math.ceil(column.width * 0.3),
    Math.max(
      60,
      ...topics.flatMap((topic) =>
        topic.partitions.map((it) => measure(`${topic.name} P${it.partition} ★`, { size: scale.tiny, weight: 700, mono: true }) + 10),
      ),
    ),
  );
  // Every reading group may hang one badge on a tape.
  const badges = Math.max(1, groups.filter((it) => it.members.length > 0).length);
  const boxes: BrokerBox[] = [];
  const copies: Copy[] = [];
  let foldedFollowers = 0;
  let foldedTapes = 0;
  let y = column.y;
  brokers.slice(0, shown).forEach((broker, index) => {
    const list = held[index] ?? [];
    const height = (heights[index] ?? least) + extra;
    const box = { x: column.x, y, width: column.width, height };
    const state = words.brokerState(broker.state);
    const left = box.x + scale.pad;
    const end = box.x + box.width - scale.pad;
    const baseline = single ? box.y + height / 2 + scale.name * 0.36 : box.y + scale.name + 6;
    const coordinates = coordinatedBy(broker.id, groups).length > 0;
    const signs = signsAt(brokerSigns(broker, coordinates), left, baseline - scale.name * 0.36);
    const title = label(left + signsWidth(signs.length), baseline, words.broker(broker.id), scale.name, {
      weight: 700,
      tone: state.tone === 'alert' ? 'alert' : 'ink',
    });
    const labels: Label[] = [title];
    let x = title.x + measure(title.text, title) + 10;
    if (broker.state !== 'running') {
      labels.push(label(x, baseline, state.text, scale.tiny, { tone: state.tone, weight: 600 }));
      x += measure(state.text, { size: scale.tiny, weight: 600, mono: false }) + 10;
    }
    const note = [broker.leaving === true ? words.leaving : '', broker.appendMs === undefined ? '' : words.slowDisk(broker.appendMs)]
      .filter((it) => it !== '')
      .join(' · ');
    if (note !== '') {
      labels.push(label(x, baseline, note, scale.tiny, { tone: 'alert', weight: 600 }));
      x += measure(note, { size: scale.tiny, weight: 600, mono: false }) + 10;
    }
    const coordinated = coordinatedBy(broker.id, groups).map((group) => `${words.coordinates} ${group.id}`);
    const duties = [broker.isController ? words.controller : '', ...coordinated].filter((it) => it !== '').join(' · ');
    const followers = list.filter((it) => !it.leader);
    const leaders = list.filter((it) => it.leader);
    if (single) {
      const counts = `${words.leader} ${leaders.length} · ${words.follower} ${followers.length}`;
      const held = `${words.leader} ${leaders.length}: ${leaders.map(nameOf).join(', ')} · ${words.follower} ${followers.length}`;
      const text = (it: string) => label(end, baseline, it, scale.tiny, { tone: 'muted', anchor: 'end' });
      const room = end - x - (duties === '' ? 0 : measure(duties, { size: scale.tiny, weight: 600, mono: false }) + 12);
      const fitting = [held, counts].map(text).find((it) => measure(it.text, it) <= room);
      if (fitting !== undefined && duties !== '') labels.push(label(x, baseline, duties, scale.tiny, { tone: 'petrol', weight: 600 }));
      labels.push(fitting ?? fitLabel(text(counts), end - x, measure));
    } else if (duties !== '' && end - x > 40)
      labels.push(fitLabel(label(end, baseline, duties, scale.tiny, { tone: 'petrol', weight: 600, anchor: 'end' }), end - x, measure));
    let at = box.y + head + Math.floor(extra / 2);
    if (counted) foldedTapes += list.length;
    if (counted && !single) {
      const line = (text: string, role: readonly Held[], y: number) =>
        fitLabel(
          label(left, y, `${text} ${role.length}: ${role.map(nameOf).join(', ')}`, scale.tiny, {
            tone: 'muted',
          }),
          end - left,
          measure,
        );
      if (leaders.length > 0) labels.push(line(words.leader, leaders, at + scale.tiny - 1));
      if (followers.length > 0)
        labels.push(line(words.follower, followers, at + scale.tiny - 1 + (leaders.length > 0 ? followerHeight : 0)));
    } else if (!counted) {
      for (const it of list) {
        if (fold && !it.leader) continue;
        const rowBox = { x: left, y: at, width: end - left, height: it.leader ? leaderHeight : followerHeight };
        at += rowBox.height;
        const key = `${it.topic}-${it.partition.partition}@${broker.id}`;
        const lost = lostIn(`${it.topic}-${it.partition.partition}`);
        const inputs = [it.partition, it.leader, lost, badges, rowBox.x, rowBox.y, rowBox.width, labelWidth, ...draftOf(draft)];
        copies.push(keep(`copy:${key}`, [...inputs, rowBox.height], () => copyOf(it, rowBox, labelWidth, badges, lost, draft)));
      }
      if (fold && followers.length > 0) {
        foldedFollowers += followers.length;
        const text = `${words.follower} ${followers.length}: ${followers.map(nameOf).join(', ')}`;
        labels.push(fitLabel(label(left, at + followerHeight - 5, text, scale.tiny, { tone: 'muted' }), end - left, measure));
      }
    }
    boxes.push({
      key: String(broker.id),
      id: broker.id,
      thing: { kind: 'broker', id: broker.id },
      box,
      labels,
      signs,
      state: broker.state,
      down: broker.state !== 'running',
      entry: { x: box.x, y: box.y + head / 2 },
      exit: { x: box.x + box.width, y: box.y + head / 2 },
      name: words.nameBroker(broker),
    });
    y += height + scale.gap;
  });
  return { boxes, copies, foldedFollowers: follows ? foldedFollowers : 0, foldedTapes, hidden: brokers.length - shown };
}

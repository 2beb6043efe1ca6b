/** The middle column by topic: a box per topic with a row per partition, as rich as the room allows. */
import type { Box } from './box.ts';
import { fitLabel, label, type Label } from './label.ts';
import { draftOf, type Draft } from './draft.ts';
import type { Keep } from './keep.ts';
import type { GroupModel, TopicModel } from './model.ts';
import type { LogMarks } from './logMarks.ts';
import type { LostRecord } from './lost.ts';
import { badgesOf } from './member.ts';
import { rowHeight, rowOf, type Owner, type Row, type RowDensity, type RowLanes } from './row.ts';
import type { Seldom } from './seldom.ts';
import type { Reader } from './flags.ts';
import type { Scale } from './scale.ts';

export interface TopicBox {
  readonly key: string;
  readonly box: Box;
  readonly heading: Label;
}

/** What a topic's box takes beside its rows. */
interface Chrome {
  readonly heading: number;
  readonly inset: number;
  readonly gap: number;
}

interface Choice {
  readonly density: RowDensity;
  readonly lanes: number;
  readonly height: number;
  readonly chrome: Chrome;
  /** Rows side by side. */
  readonly abreast: 1 | 2;
}

const mostRowHeight = 104;
const leastAbreast = 190;
const aisle = 20;

/** Who has committed where, and who reads: per topic-partition. */
export function readersOf(groups: readonly GroupModel[]): { readers: Map<string, Reader[]>; owners: Map<string, Owner[]> } {
  const readers = new Map<string, Reader[]>();
  const owners = new Map<string, Owner[]>();
  const push = <T>(map: Map<string, T[]>, key: string, value: T) => {
    const list = map.get(key);
    if (list === undefined) map.set(key, [value]);
    else list.push(value);
  };
  for (const [index, group] of groups.entries()) {
    const badges = badgesOf(group, index);
    const positions = new Map<string, number>();
    for (const member of group.members) {
      for (const [topic, partitions] of Object.entries(member.assignment)) {
        for (const partition of partitions) {
          const key = `${topic}-${partition}`;
          const hand = member.processing;
          const inHand = hand !== null && hand.topic === topic && hand.partition === partition ? hand.offset : null;
          const faulty = member.state === 'crashed' || member.state === 'stopped';
          push(owners, key, {
            member: member.id,
            group: group.id,
            badge: badges.get(member.id)?.text ?? '',
            dash: badges.get(member.id)?.dash ?? '',
            faulty,
            inHand,
          });
          const position = member.position[topic]?.[partition];
          if (position !== undefined && !faulty) positions.set(key, position);
        }
      }
    }
    for (const { topic, partition, committed, lag } of group.offsets) {
      const key = `${topic}-${partition}`;
      const position = positions.get(key) ?? null;
      positions.delete(key);
      if (committed !== null || position !== null) push(readers, key, { group: group.id, committed, lag, position });
    }
    for (const [key, position] of positions) push(readers, key, { group: group.id, committed: null, lag: null, position });
  }
  return { readers, owners };
}

const chromes = ({ heading, gap, tiny }: Scale) => ({ roomy: { heading, inset: 8, gap }, close: { heading: tiny + 11, inset: 4, gap: 2 } });

const chromeHeight = (topics: number, { heading, inset, gap }: Chrome) => topics * (heading + inset * 2 + gap) - heading - gap;
const rowsOf = (topic: TopicModel, abreast: number) => Math.ceil(topic.partitions.length / abreast);

function choose(topics: readonly TopicModel[], column: Box, many: boolean, extra: RowLanes, { scale }: Draft): Choice {
  const { roomy, close } = chromes(scale);
  const wishes: readonly (readonly [RowDensity, number, Chrome, 1 | 2])[] = [
    ['full', many ? 2 : 1, roomy, 1],
    ['full', 1, roomy, 1],
    ['medium', 1, roomy, 1],
    ['medium', 1, close, 1],
    ['compact', 0, roomy, 1],
    ['compact', 0, close, 1],
    ['line', 0, roomy, 1],
    ['line', 0, close, 1],
    ...((column.width - scale.pad * 2 - aisle) / 2 < leastAbreast ? [] : [['line', 0, close, 2] as const]),
  ];
  const roomFor = (chrome: Chrome, abreast: number) =>
    (column.height - chromeHeight(topics.length, chrome)) /
    Math.max(
      1,
      topics.reduce((sum, topic) => sum + rowsOf(topic, abreast), 0),
    );
  const fitting = wishes.find(([density, lanes, chrome, abreast]) => rowHeight(density, lanes, scale, extra) <= roomFor(chrome, abreast));
  const [density, lanes, chrome, abreast] = fitting ?? wishes.at(-1) ?? ['line', 0, close, 1];
  const least = rowHeight(density, lanes, scale, extra);
  if (fitting === undefined) return { density, lanes, height: least, chrome, abreast };
  const room = roomFor(chrome, abreast);
  // Spare room goes to a second lane of flags before it goes to air.
  const more = density === 'full' && lanes === 1 && rowHeight('full', 2, scale, extra) <= room ? 2 : lanes;
  const most = density === 'full' ? Math.max(mostRowHeight, rowHeight(density, more, scale, extra)) : least + 16;
  return { density, lanes: more, height: Math.floor(Math.min(room, most)), chrome, abreast };
}

/** The height topics would like to have. */
export const topicsWish = (topics: readonly TopicModel[], { scale }: Draft): number =>
  topics.length === 0
    ? 0
    : chromeHeight(topics.length, chromes(scale).roomy) + topics.reduce((sum, topic) => sum + rowsOf(topic, 1), 0) * mostRowHeight;

export interface TopicsPlan {
  readonly boxes: TopicBox[];
  readonly rows: Row[];
  readonly logs: LogMarks[];
  readonly hidden: number;
  readonly folded: number;
}

/** What of logs is seen besides their newest records. */
export interface Logs {
  /** First offsets somebody wants to see, by `topic-partition`. */
  readonly windows: ReadonlyMap<string, number>;
  readonly lost: (tape: string) => readonly LostRecord[];
  readonly seldom: Seldom | null;
}

/** Whether some log is longer than any tape in this column, and whether some record is lost. */
function lanesFor(topics: readonly TopicModel[], column: Box, { lost }: Logs, { scale }: Draft): RowLanes {
  const all = topics.flatMap(({ name, partitions }) => partitions.map((it) => ({ name, it })));
  const most = (column.width * 0.72) / scale.cell;
  return {
    map: all.some(({ it }) => it.logEndOffset - it.logStartOffset > most),
    lost: all.some(({ name, it }) => lost(`${name}-${it.partition}`).length > 0),
  };
}

/** `column` starts where the first box starts: its heading stands above it. */
export function topicsIn(
  column: Box,
  topics: readonly TopicModel[],
  groups: readonly GroupModel[],
  down: ReadonlySet<number>,
  draft: Draft,
  keep: Keep,
  logs: Logs,
): TopicsPlan {
  const { scale, measure, words, layers } = draft;
  const { readers, owners } = readersOf(groups);
  const many = groups.length > 1;
  const asked = lanesFor(topics, column, logs, draft);
  const more = keep('lanes', Object.values(asked), () => asked);
  const choice = choose(topics, column, many, more, draft);
  const { chrome, abreast } = choice;
  const { heading: headingHeight, inset, gap } = chrome;
  const inView = Math.max(1, Math.floor((column.height + headingHeight + gap) / (headingHeight + inset * 2 + gap + choice.height)));
  const drawn = topics.slice(0, inView);
  let left = Math.floor((column.height - chromeHeight(drawn.length, chrome)) / choice.height);
  const replicas = Math.max(0, ...topics.flatMap((topic) => topic.partitions.map((it) => it.replicas.length)));
  const chip = scale.tiny + 8;
  const nameWidth = measure('P00', { size: scale.title, weight: 700, mono: true });
  const chipsWidth = layers.has('replicas') ? Math.min(replicas, 3) * chip + 12 : 0;
  const tall = choice.density === 'full' || choice.density === 'medium';
  const wordWidth = measure(words.brokerWord, { size: scale.tiny, weight: 400, mono: false }) + 5;
  // The word is worth its room while ten cells are left.
  const prefix = tall && layers.has('replicas') && column.width - scale.pad * 2 - chipsWidth - wordWidth - 40 >= scale.cell * 10;
  const labelWidth =
    (prefix ? Math.ceil(wordWidth) : 0) +
    Math.ceil(
      tall
        ? Math.max(
            nameWidth + 8,
            chipsWidth + 8,
            measure('P0', { size: scale.title, weight: 700, mono: true }) +
              measure(words.leaderless, { size: scale.tiny, weight: 600, mono: false }) +
              12,
          )
        : nameWidth + chipsWidth + 16,
    );
  const boxes: TopicBox[] = [];
  const rows: Row[] = [];
  const marks: LogMarks[] = [];
  let y = column.y;
  let hidden = topics.slice(inView).reduce((sum, topic) => sum + topic.partitions.length, 0);
  const rowWidth = (column.width - scale.pad * 2 - (abreast - 1) * aisle) / abreast;
  drawn.forEach((topic, index) => {
    const rest = drawn.length - index - 1;
    const deep = Math.min(rowsOf(topic, abreast), Math.max(1, left - rest));
    const shown = Math.min(topic.partitions.length, deep * abreast);
    left -= deep;
    hidden += topic.partitions.length - shown;
    const box = { x: column.x, y, width: column.width, height: deep * choice.height + inset * 2 };
    const factor = Math.max(0, ...topic.partitions.map((it) => it.replicas.length));
    const heading = label(
      box.x,
      y - (headingHeight < scale.heading ? 6 : 10),
      words.topic(topic.name, topic.partitions.length, factor),
      scale.body,
      {
        tone: 'muted',
        weight: 600,
      },
    );
    boxes.push({ key: topic.name, box, heading: fitLabel(heading, box.width, measure) });
    topic.partitions.slice(0, shown).forEach((partition, i) => {
      const key = `${topic.name}-${partition.partition}`;
      const rowBox = {
        x: box.x + scale.pad + Math.floor(i / deep) * (rowWidth + aisle),
        y: box.y + inset + (i % deep) * choice.height,
        width: rowWidth,
        height: choice.height,
      };
      const input = {
        topic: topic.name,
        partition,
        box: rowBox,
        density: choice.density,
        lanes: choice.lanes,
        labelWidth,
        prefix,
        readers: readers.get(key) ?? [],
        owners: owners.get(key) ?? [],
        many,
        down,
        lanesFor: more,
        from: logs.windows.get(key) ?? null,
        aside: i + deep < shown,
      };
      const said = JSON.stringify([input.readers, input.owners, partition.replicas.filter((it) => down.has(it))]);
      const inputs = [
        partition,
        rowBox.x,
        rowBox.y,
        rowBox.width,
        choice.height,
        choice.density,
        choice.lanes,
        labelWidth,
        prefix,
        said,
        many,
        more,
        input.from,
        input.aside,
        ...draftOf(draft),
      ];
      const row = keep(`row:${key}`, inputs, () => rowOf(input, draft));
      rows.push(row);
      const lost = logs.lost(key);
      const own = keep(`log:${key}`, [row, lost, logs.seldom], () => logs.seldom?.logMarksOf(row, input, lost, draft) ?? null);
      if (own !== null) marks.push(own);
    });
    y = box.y + box.height + gap + headingHeight;
  });
  return { boxes, rows, logs: marks, hidden, folded: choice.density === 'line' && layers.has('tape') ? rows.length : 0 };
}

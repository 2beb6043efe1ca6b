/**
 * The whole picture of a world, without time: boxes, tapes, ribbons and the anchors of what travels. A pure function of the model, the
 * size and the layers; `keep` lets what did not change keep its object.
 */
import type { Anchors } from './anchors.ts';
import type { BrokerBox } from './brokers.ts';
import { arrange, type Columns } from './columns.ts';
import type { Copy } from './copy.ts';
import type { Cut } from './cut.ts';
import { absentOf, groupOf, membersOf, planGroups, type AbsentCard, type GroupCard } from './group.ts';
import { draftOf, type Draft } from './draft.ts';
import type { Keep } from './keep.ts';
import { label, type Label, type Measure } from './label.ts';
import type { Layer } from './layer.ts';
import type { LogMarks } from './logMarks.ts';
import type { MemberCard } from './member.ts';
import type { GroupModel, ReadModel } from './model.ts';
import { linesOf, noticesOf } from './notices.ts';
import { producerOf, producersIn, type ProducerCard } from './producer.ts';
import { anchorsOf, whereIn } from './sceneAnchors.ts';
import { lanesWidth, ribbonsOf, type Lanes, type Ribbon } from './ribbon.ts';
import { badgeRadius, badgeSize, type OwnerBadge, type Row } from './row.ts';
import { isStrip, narrowBelow, type Scale } from './scale.ts';
import { showsBrokers, type Seldom } from './seldom.ts';
import { silencesOf } from './silence.ts';
import type { BrokerChip } from './strip.ts';
import { readersOf, topicsIn, type Logs, type TopicBox } from './topics.ts';
import type { Words } from './words.ts';

export type Arrangement = 'topic' | 'broker';

export interface SceneInput {
  readonly model: ReadModel;
  readonly arrangement: Arrangement;
  readonly layers: ReadonlySet<Layer>;
  readonly width: number;
  readonly height: number;
  readonly measure: Measure;
  readonly words: Words;
  readonly keep: Keep;
  /** Parts of long logs that somebody wants to see: their first offsets by `topic-partition`. */
  readonly windows?: ReadonlyMap<string, number>;
  /** What the page's own controls cover of the lower corners, in pixels from each side. */
  readonly corners?: { readonly left: number; readonly right: number };
  /** For what few pictures show; a page fetches it only for those that do (seldom.ts). */
  readonly seldom: Seldom | null;
}

export interface Scene {
  readonly width: number;
  readonly height: number;
  readonly scale: Scale;
  readonly headings: readonly Label[];
  readonly producers: readonly ProducerCard[];
  readonly topics: readonly TopicBox[];
  readonly rows: readonly Row[];
  readonly logs: readonly LogMarks[];
  readonly brokers: readonly BrokerBox[];
  readonly copies: readonly Copy[];
  readonly chips: readonly BrokerChip[];
  readonly groups: readonly GroupCard[];
  readonly members: readonly MemberCard[];
  readonly absent: readonly AbsentCard[];
  readonly ribbons: readonly Ribbon[];
  /** Owners' badges beside copies, in the picture by broker. */
  readonly owners: readonly OwnerBadge[];
  readonly cuts: readonly Cut[];
  /** What is folded or left out, said. */
  readonly notices: readonly Label[];
  readonly anchors: Anchors;
}

export const downOf = (model: ReadModel): ReadonlySet<number> =>
  new Set(model.brokers.filter((it) => it.state !== 'running').map((it) => it.id));

/** The controller's own chip: not where it lives on a broker, and only once the protocol is shown. */
const controllerOf = (model: ReadModel, layers: ReadonlySet<Layer>) =>
  layers.has('protocol') &&
  model.controller.id !== null &&
  !model.brokers.some((it) => String(it.id) === model.controller.id || it.isController)
    ? model.controller.id
    : null;

const noLost: readonly [] = [];
const noneLost = () => noLost;
const newest: ReadonlyMap<string, number> = new Map();

export function logsOf({ model: { ledger }, windows = newest, seldom, keep }: SceneInput): Logs {
  const lost = keep('lost', [ledger, seldom], () => (ledger.lost === 0 ? noneLost : (seldom?.lostRecords(ledger) ?? noneLost)));
  return { windows, lost, seldom };
}

export function sceneOf(input: SceneInput): Scene {
  const { model, arrangement, layers, words, keep } = input;
  if (input.width < narrowBelow && input.seldom !== null)
    return isStrip(input) ? input.seldom.pocketScene(input) : input.seldom.stackedScene(input);
  const stripped = arrangement === 'topic' && showsBrokers(model, layers);
  const { draft, columns } = arrange(input, stripped);
  const { scale } = draft;
  return assemble(input, draft, columns, stripped, input.height, (headings) => {
    const y = columns.middle.y - 10;
    const head = (x: number, text: string) => headings.push(label(x, y, text, scale.body, { tone: 'muted', weight: 600 }));
    if (model.producers.length > 0) head(columns.producers.x, words.producers);
    if (arrangement === 'broker') head(columns.middle.x, words.brokers);
    if (model.groups.length > 0) head(columns.groups.x, words.groups);
    keep.sweep();
  });
}

export function assemble(
  input: SceneInput,
  draft: Draft,
  columns: Columns,
  stripped: boolean,
  height: number,
  finish: (headings: Label[]) => void,
): Scene {
  const { model, arrangement, layers, width, keep, measure, words } = input;
  const { scale } = draft;
  const headings: Label[] = [];
  const notices: string[] = [];
  let hidden = 0;

  const placed = producersIn(columns.producers, model.producers, draft);
  hidden += placed.hidden;
  const producers = placed.boxes.flatMap((box, index) => {
    const producer = model.producers[index];
    if (producer === undefined) return [];
    const shape = model.topics.map((it) => `${it.name}:${it.partitions.length}`).join();
    return [
      keep(`producer:${producer.id}`, [producer, shape, box.x, box.y, box.width, placed.density, ...draftOf(draft)], () =>
        producerOf(producer, model.topics, box, placed.density, draft),
      ),
    ];
  });

  const { plans, hidden: hiddenGroups, folded } = planGroups(columns.groups, model.groups, draft);
  hidden += hiddenGroups;
  const { ledger } = model;
  const verdictOf = (group: string) => ((ledger.groups[group]?.processed ?? 0) > 0 ? (ledger.verdicts[group] ?? null) : null);
  const silentOf = (group: GroupModel) => silencesOf(group, model.now);
  const groups = plans.map((plan) =>
    keep(
      `group:${plan.group.id}`,
      [plan.group, verdictOf(plan.group.id), silentOf(plan.group).length, plan.box.y, plan.box.height, plan.level, ...draftOf(draft)],
      () => groupOf(plan, verdictOf(plan.group.id), silentOf(plan.group), draft),
    ),
  );
  const members = plans.flatMap((plan) => membersOf(plan, draft, keep));
  const absent = plans.flatMap((plan) => absentOf(plan, draft));
  if (folded > 0) notices.push(words.foldedMembers(folded));

  const byTopic =
    arrangement === 'topic' ? topicsIn(columns.middle, model.topics, model.groups, downOf(model), draft, keep, logsOf(input)) : null;
  const byBroker =
    arrangement === 'broker'
      ? input.seldom?.brokersIn(columns.middle, model.brokers, model.topics, model.groups, draft, keep, logsOf(input).lost)
      : undefined;
  if (byTopic !== null) {
    hidden += byTopic.hidden;
    if (byTopic.folded > 0) notices.push(words.foldedTapes(byTopic.folded));
  }
  if (byBroker !== undefined) {
    hidden += byBroker.hidden;
    if (byBroker.foldedTapes > 0) notices.push(words.foldedTapes(byBroker.foldedTapes));
    else if (byBroker.foldedFollowers > 0) notices.push(words.foldedFollowers(byBroker.foldedFollowers));
  }
  const shownChips = (width: number) =>
    (stripped
      ? input.seldom?.stripOf({ ...columns.strip, width }, model.brokers, controllerOf(model, layers), draft, model.groups)
      : undefined) ?? {
      chips: [],
      hidden: 0,
      end: columns.strip.x,
    };
  // What is said of folded things has its room before the chips.
  const saidOf = (more: number) => [...(hidden + more > 0 ? [words.hiddenThings(hidden + more)] : []), ...notices];
  const { strip: row } = columns;
  let strip = shownChips(row.width - linesOf(saidOf(0), draft).width);
  const said = linesOf(saidOf(strip.hidden), draft);
  if (strip.hidden > 0) strip = shownChips(row.width - said.width);

  const noticesX = strip.end + (strip.chips.length > 0 ? 8 : 0);
  const parts = {
    producers,
    rows: byTopic?.rows ?? [],
    logs: byTopic?.logs ?? [],
    brokers: byBroker?.boxes ?? [],
    copies: byBroker?.copies ?? [],
    chips: strip.chips,
    groups,
    members,
  };
  const edge = columns.middle.x + columns.middle.width;
  const anew = anchorsOf(parts, input, edge);
  const anchors = keep('anchors', whereIn(anew), () => anew);
  const { owners } = readersOf(model.groups);
  const copyTails = parts.copies
    .filter((it) => it.leader)
    .map((it) => {
      const list = owners.get(`${it.topic}-${it.partition}`) ?? [];
      const at = (index: number) => ({ x: it.box.x + it.box.width - 8 - index * 18, y: it.exit.y });
      return {
        topic: it.topic,
        partition: it.partition,
        exit: it.exit,
        owners: list.map((owner, index) => ({ ...owner, at: at(index), size: badgeSize(scale) })),
        hang: 4,
        aside: false,
      };
    });
  const tails = [
    ...parts.rows.map((row) => ({
      topic: row.thing.kind === 'partition' ? row.thing.topic : '',
      partition: row.thing.kind === 'partition' ? row.thing.partition : 0,
      exit: row.exit,
      owners: row.owners,
      hang: Math.max(0, row.box.height / 2 - badgeRadius - 2),
      aside: row.aside,
    })),
    ...copyTails,
  ];
  const scene: Scene = {
    width,
    height,
    scale,
    headings,
    ...parts,
    absent,
    topics: byTopic?.boxes ?? [],
    ribbons: layers.has('ribbon') ? ribbonsOf(tails, model.groups, anchors, words, lanesBeside(columns, members, model)) : [],
    owners: layers.has('ribbon') ? copyTails.flatMap((it) => it.owners) : [],
    cuts:
      input.seldom?.cutsOf(
        model.links,
        anchors,
        {
          left: columns.middle.x - scale.gutter.left / 2,
          right: edge + (arrangement === 'broker' ? scale.gutter.right - 19 : scale.gutter.right / 2),
          size: scale.tiny,
          measure,
          byBroker: arrangement === 'broker',
        },
        words,
      ) ?? [],
    notices: noticesOf(said.lines, columns.notices ?? { ...row, x: noticesX, width: row.x + row.width - noticesX }, draft),
    anchors,
  };
  finish(headings);
  return scene;
}

/** Where the columns stand one below the other, ribbons go down at their side. */
function lanesBeside({ middle, groups }: Columns, members: readonly MemberCard[], model: ReadModel): Lanes | null {
  if (groups.x > middle.x || lanesWidth(model.groups) === 0) return null;
  const named = members.flatMap(({ thing, box, entry }) =>
    thing.kind === 'member' ? [[thing.id, { x: box.x + box.width, y: entry.y }] as const] : [],
  );
  return { x: middle.x + middle.width + 6, ends: new Map(named) };
}

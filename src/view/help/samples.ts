/**
 * The legend's samples are cut out of real pictures of a real run: what a mark looks like there it looks like here, and a mark that no run
 * shows has no place in the legend.
 */
import type { Simulation } from '../../sim/index.ts';
import type { Box } from '../geometry/box.ts';
import { labelBox, type Measure } from '../geometry/label.ts';
import type { FlightKind } from '../geometry/legs.ts';
import type { Row } from '../geometry/row.ts';
import type { Words } from '../geometry/words.ts';
import { homeScene } from '../homeScene.ts';
import { simulator } from '../later.svelte.ts';
import { around, looker, near, type Look, type Sample } from './sample.ts';

export const sampleIds = [
  'record',
  'pending',
  'hand',
  'watermark',
  'commit',
  'position',
  'leader',
  'outOfSync',
  'owner',
  'nobody',
  'bucket',
  'slots',
  'trace',
  'silent',
  'records',
  'ack',
  'error',
  'ask',
  'pulse',
  'pill',
] as const;
export type SampleId = (typeof sampleIds)[number];

/** The first thing found in one of the rows. */
function inRows<T>({ scene, t }: Look, find: (row: Row) => T | null | undefined, crop: (found: T) => Box): Sample | null {
  for (const row of scene.rows) {
    const found = find(row);
    if (found !== null && found !== undefined) return { row, t, crop: crop(found) };
  }
  return null;
}

const isAt = (mark: Row['mark'], x: number) => mark !== null && Math.abs(mark.x - x) < 4;
/** One that nothing else touches. */
const cell = (look: Look, wanted: (cell: Row['cells'][number]) => boolean) =>
  inRows(
    look,
    (row) => row.cells.find((it) => wanted(it) && !isAt(row.mark, it.x + it.width) && !isAt(row.mark, it.x)),
    (box) => around(box, 3),
  );
const flag = (look: Look, kind: 'commit' | 'position') =>
  inRows(
    look,
    (row) => row.flags.find((it) => it.kind === kind && it.text !== null && it.beyond === null),
    ({ x, y, text }) => {
      const words = text === null ? near(x, y, 12, 12) : labelBox(text, look.measure);
      const [left, right] = [Math.min(words.x, x - 8), Math.max(words.x + words.width, x + 8)];
      return { x: left - 2, y: y - 14, width: right - left + 4, height: words.y + words.height - y + 16 };
    },
  );
const chip = (look: Look, wanted: (chip: Row['chips'][number]) => boolean) =>
  inRows(
    look,
    (row) => row.chips.find(wanted),
    ({ box }) => around(box, 1),
  );

function bucket({ scene, t }: Look): Sample | null {
  for (const producer of scene.producers) {
    const found = producer.buckets.find((it) => it.full > 0 && it.linger !== null);
    if (found !== undefined) return { producer, t, crop: around(found.box, 2) };
  }
  return null;
}

function slots({ scene, t }: Look): Sample | null {
  for (const producer of scene.producers) {
    const [first, last] = [producer.slots[0], producer.slots.at(-1)];
    if (first !== undefined && last !== undefined && first.used)
      return { producer, t, crop: around({ x: first.x, y: first.y, width: last.x + 8 - first.x, height: 8 }, 5) };
  }
  return null;
}

function trace({ scene, t }: Look): Sample | null {
  for (const member of scene.members)
    if (member.trace !== null && member.trace.newest !== null && t - member.trace.newest > 600) {
      const { x, y, width, height } = member.trace.box;
      return { member, t, crop: { x: x + width - 80, y, width: 80, height } };
    }
  return null;
}

function silent({ scene, t }: Look): Sample | null {
  const member = scene.members.find((it) => it.down);
  return member === undefined
    ? null
    : { member, t, crop: near(member.badge.x, member.badge.y, member.badge.radius * 2 + 4, member.badge.radius * 2 + 4) };
}

function nobody({ scene, t }: Look): Sample | null {
  const ribbon = scene.ribbons.find((it) => it.nobody !== null);
  return ribbon?.nobody === null || ribbon === undefined ? null : { ribbon, t, crop: near(ribbon.nobody.x + 20, ribbon.nobody.y, 64, 28) };
}

function owner(look: Look): Sample | null {
  const found = inRows(
    look,
    (row) => row.owners[0],
    ({ at }) => near(at.x + 20, at.y, 64, 28),
  );
  const ribbon = look.scene.ribbons.find((it) => it.owned && found?.row?.key === it.tape);
  return found === null || ribbon === undefined ? null : { ...found, ribbon };
}

const flight =
  (kind: FlightKind) =>
  ({ flights, t }: Look): Sample | null => {
    const found = flights.find(({ look }) => look.kind === kind);
    return found === undefined ? null : { flight: found, t, crop: near(0, 0, kind === 'pill' ? 96 : 44, 28) };
  };

const finders: Readonly<Record<SampleId, (look: Look) => Sample | null>> = {
  record: (look) => cell(look, (it) => !it.pending && !it.inHand && it.key !== null),
  pending: (look) => cell(look, (it) => it.pending),
  hand: (look) => cell(look, (it) => it.inHand),
  watermark: (look) =>
    inRows(
      look,
      (row) => (row.cells.some((it) => it.pending) && (row.mark?.x ?? 0) > row.tape.x + 34 ? row.mark : null),
      ({ x, y1, y2 }) => near(x, (y1 + y2) / 2, 72, y2 - y1 + 4),
    ),
  commit: (look) => flag(look, 'commit'),
  position: (look) => flag(look, 'position'),
  leader: (look) => chip(look, (it) => it.leader),
  outOfSync: (look) => chip(look, (it) => !it.inSync),
  owner,
  nobody,
  bucket,
  slots,
  trace,
  silent,
  records: flight('records'),
  ack: flight('ack'),
  error: flight('error'),
  ask: flight('ask'),
  pulse: flight('pulse'),
  pill: flight('pill'),
};

/** Virtual ms. Looking at every instant would take seconds; what a broker's silence leads to is slow. */
const FAULTS_AT = 2500;
const LIMIT = 16_000;
const strideAt = (t: number): number => (t < FAULTS_AT + 1000 ? 40 : 500);

/** A run in which everything happens that the legend tells of: a broker and a consumer crash. */
function begin(): Simulation {
  const run = simulator().createSimulation(homeScene);
  run.seek(FAULTS_AT);
  run.dispatch({ do: 'crash', target: 3 });
  run.dispatch({ do: 'crash', target: 'billing-2' });
  run.seek(0);
  return run;
}

/** Looks for every sample along the run. What a run of `LIMIT` ms does not show is missing. */
export function findSamples(measure: Measure, words: Words): ReadonlyMap<SampleId, Sample> {
  const run = begin();
  const found = new Map<SampleId, Sample>();
  const lookAt = looker(measure, words);
  while (found.size < sampleIds.length && run.now < LIMIT) {
    run.seek(run.now + strideAt(run.now));
    const look = lookAt(run.read());
    for (const id of sampleIds) {
      const sample = found.has(id) ? null : finders[id](look);
      if (sample !== null) found.set(id, sample);
    }
  }
  return found;
}

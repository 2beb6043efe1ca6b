/**
 * What few pictures show, in the legend as well: signs of brokers and producers, ways that are cut or slow, what became of logs. Cut out of
 * runs of ready scenes and of the first page's cluster with faults, each looked at only as long as it takes.
 */
import type { Command, Scenario } from '../../sim/index.ts';
import { loadScene } from '../../lesson/catalog/scenes.ts';
import { labelBox, type Label, type Measure } from '../geometry/label.ts';
import type { Seldom } from '../geometry/seldom.ts';
import { signKinds, signSize, type SignKind } from '../geometry/signs.ts';
import type { Words } from '../geometry/words.ts';
import { homeScene } from '../homeScene.ts';
import { simulator } from '../later.svelte.ts';
import { around, looker, near, type Look, type Sample } from './sample.ts';

export const storyIds = [...signKinds, 'isr', 'static', 'absent', 'cut', 'slowLink', 'memory', 'lost', 'hole', 'deleted', 'map'] as const;
export type StoryId = (typeof storyIds)[number];

interface Story {
  readonly scene: () => Promise<Scenario | null>;
  /** Virtual ms: where looking begins and ends, and the steps between. */
  readonly from: number;
  readonly until: number;
  readonly step: number;
  readonly commands?: readonly (readonly [at: number, command: Command])[];
}

const ready = (id: string) => async () => (await loadScene(id))?.scenario ?? null;
const stories: readonly Story[] = [
  {
    scene: () => Promise.resolve(homeScene),
    from: 500,
    until: 9000,
    step: 100,
    commands: [
      [400, { do: 'slowDisk', target: 1, appendMs: 100 }],
      [400, { do: 'slowLink', between: ['1', '2'], latencyMs: 200 }],
      [600, { do: 'removeMember', id: 'billing-2' }],
      [800, { do: 'shutdown', target: 3 }],
      [3000, { do: 'pause', target: 2 }],
    ],
  },
  { scene: ready('acknowledged-vanishes'), from: 5000, until: 15_000, step: 250 },
  { scene: ready('unclean-election'), from: 15_000, until: 18_000, step: 250 },
  { scene: ready('accepted-invisible'), from: 6000, until: 12_000, step: 250 },
  { scene: ready('reordered-by-retry'), from: 9000, until: 11_000, step: 50 },
  { scene: ready('buffer-full'), from: 4000, until: 9000, step: 100 },
  { scene: ready('compaction'), from: 3000, until: 9000, step: 250 },
  { scene: ready('retention-overtakes'), from: 10_000, until: 40_000, step: 1000 },
  { scene: ready('static-restart'), from: 3000, until: 6000, step: 1000 },
  { scene: ready('zookeeper-standstill'), from: 0, until: 2000, step: 1000 },
];

const signed =
  (kind: SignKind) =>
  ({ scene, t }: Look): Sample | null => {
    const crop = ({ x, y }: { readonly x: number; readonly y: number }) => around({ x, y, width: signSize, height: signSize }, 4);
    for (const chip of scene.chips) {
      const sign = chip.signs.find((it) => it.kind === kind);
      if (sign !== undefined) return { chip, t, crop: crop(sign) };
    }
    for (const producer of scene.producers) {
      const sign = producer.signs.find((it) => it.kind === kind);
      if (sign !== undefined) return { producer, t, crop: crop(sign) };
    }
    return null;
  };

/** What is said beside the name of a partition, where it is about this. */
const said = ({ scene, t, measure }: Look, wanted: (label: Label) => boolean): Sample | null => {
  for (const row of scene.rows) {
    const label = row.labels.find(wanted);
    if (label !== undefined) return { row, t, crop: around(labelBox(label, measure), 2) };
  }
  return null;
};

const link = ({ scene, t }: Look, slow: boolean): Sample | null => {
  const cut = scene.cuts.find((it) => it.slow === slow);
  return cut === undefined ? null : { cut, t, crop: near(cut.at.x, cut.at.y, 88, 34) };
};

const inLogs = ({ scene, t }: Look, cropOf: (log: Look['scene']['logs'][number]) => Sample['crop'] | null): Sample | null => {
  for (const log of scene.logs) {
    const crop = cropOf(log);
    const row = scene.rows.find(({ key }) => key === log.key);
    if (crop !== null && row !== undefined) return { log, row, t, crop };
  }
  return null;
};

function find(id: StoryId, look: Look, words: Words): Sample | null {
  const { scene, model, t } = look;
  const partitions = model.topics.flatMap((topic) => topic.partitions);
  switch (id) {
    case 'isr': {
      const texts = partitions
        .filter(({ isr, replicas }) => isr.length < replicas.length)
        .map((it) => words.isr(it.isr.length, it.replicas.length));
      return said(look, ({ text }) => texts.includes(text));
    }
    case 'static': {
      const member = scene.members.find(({ badge, down }) => badge.fixed && !down);
      return member === undefined ? null : { member, t, crop: near(member.badge.x, member.badge.y, 32, 32) };
    }
    case 'absent': {
      const absent = scene.absent[0];
      return absent === undefined ? null : { absent, t, crop: { ...around(absent.box, 2), width: 96 } };
    }
    case 'cut':
      return link(look, false);
    case 'slowLink':
      return link(look, true);
    case 'memory': {
      const producer = scene.producers.find(({ memory }) => memory !== null && memory.share > 0.5);
      const memory = producer?.memory ?? null;
      return producer === undefined || memory === null
        ? null
        : { producer, t, crop: around({ x: memory.x + memory.width - 80, y: memory.y, width: 80, height: 3 }, 5) };
    }
    case 'lost':
      return inLogs(look, ({ lost }) => (lost?.cells[0] === undefined ? null : around(lost.cells[0], 4)));
    case 'hole':
      return inLogs(look, ({ holes: [hole] }) =>
        hole === undefined ? null : near(hole.box.x + hole.box.width / 2, hole.box.y + hole.box.height / 2, 96, hole.box.height + 4),
      );
    case 'deleted':
      return inLogs(look, ({ map }) => {
        const piece = map?.pieces.find(({ deleted }) => deleted);
        return map === null || piece === undefined ? null : near(piece.x + piece.width - 10, map.box.y + map.box.height / 2, 88, 20);
      });
    case 'map':
      return inLogs(look, ({ map }) => (map === null ? null : near(map.view.x + 20, map.box.y + map.box.height / 2, 96, 20)));
    default:
      return signed(id)(look);
  }
}

/** Every sample that the stories show, in the words given. */
export async function findInStories(measure: Measure, words: Words, seldom: Seldom): Promise<ReadonlyMap<StoryId, Sample>> {
  const found = new Map<StoryId, Sample>();
  for (const { scene, from, until, step, commands = [] } of stories) {
    const scenario = await scene();
    if (scenario === null) continue;
    const run = simulator().createSimulation(scenario);
    for (const [at, command] of commands) {
      run.seek(at);
      run.dispatch(command);
    }
    const lookAt = looker(measure, words, seldom);
    for (let t = from; t <= until && found.size < storyIds.length; t += step) {
      run.seek(t);
      const look = lookAt(run.read());
      for (const id of storyIds) {
        const sample = found.has(id) ? null : find(id, look, words);
        if (sample !== null) found.set(id, sample);
      }
    }
  }
  return found;
}

/**
 * Every message of a line and what became of it. Worlds only know what is on the wire now, so stretches of instants are replayed turn by
 * turn when somebody asks, and what was sent and what ended in each is remembered. Running a line costs nothing for it.
 */
import type { SentMessage } from '../model.ts';
import { messageOf } from '../read/processes.ts';
import type { Scenario } from '../scenario/types.ts';
import type { LoggedCommand } from './advance.ts';
import { advance, nextInstant } from './advance.ts';
import { beginWorld } from './begin.ts';
import type { History } from './history.ts';
import { entriesOf } from './queue.ts';
import { compare, heldBack, type Ending } from './trafficStep.ts';
import type { Entry, MessageEntry, World } from './world.ts';
import { stalledEntries } from './world.ts';

/** Instants replayed at once: a few milliseconds' work. */
const LENGTH = 64;
/** Messages remembered before the stretch asked for longest ago is let go: some tens of megabytes. */
const MOST = 60_000;

/** What was sent and what ended in the instants after `64 · k` up to `64 · (k + 1)`; the first one holds the beginning, too. */
interface Stretch {
  /** On the wire or held up when it began. */
  readonly open: readonly Told[];
  readonly sent: MessageEntry[];
  readonly endings: Ending[];
  /** A message that waited at a process is put back under a new number: new → old. */
  readonly renamed: Map<number, number>;
  /** How far it was replayed. */
  instant: number;
  world: World;
}

export class Traffic {
  private readonly stretches = new Map<number, Stretch>();
  private remembered = 0;
  private readonly history: History;
  private readonly scenario: Scenario;

  constructor(history: History, scenario: Scenario) {
    this.history = history;
    this.scenario = scenario;
  }

  /** See {@link Simulation.messages}. `log`: the line's commands. */
  between(from: number, to: number, log: readonly LoggedCommand[]): readonly SentMessage[] {
    const first = this.stretchOf(this.history.instantAt(from));
    const last = this.stretchOf(this.history.instantAt(to));
    const told = new Map<number, Told>();
    const renamed = new Map<number, number>();
    for (let k = first; k <= last; k++) {
      const stretch = this.replayed(k, log);
      if (k === first) for (const open of stretch.open) told.set(open.entry.seq, { ...open });
      for (const [now, before] of stretch.renamed) renamed.set(now, renamed.get(before) ?? before);
      for (const entry of stretch.sent) if (entry.sentAt <= to) told.set(entry.seq, { entry, ending: null });
      for (const ending of stretch.endings) {
        if (ending.at > to) break;
        const of = told.get(renamed.get(ending.seq) ?? ending.seq);
        if (of !== undefined) of.ending = ending;
      }
    }
    return [...told.values()].filter(({ ending }) => ending === null || ending.fate === 'held' || ending.at > from).map(sentMessage);
  }

  /** The line forgot its end: what lies there is another now. */
  truncate(): void {
    for (const [k, { instant }] of this.stretches) if (instant >= this.history.lastInstant) this.forget(k);
  }

  private forget(k: number): void {
    this.remembered -= this.stretches.get(k)?.sent.length ?? 0;
    this.stretches.delete(k);
  }

  private stretchOf(instant: number): number {
    return Math.max(0, Math.ceil(instant / LENGTH) - 1);
  }

  private replayed(k: number, log: readonly LoggedCommand[]): Stretch {
    const stretch = this.stretches.get(k) ?? this.begin(k, log);
    this.stretches.delete(k);
    this.stretches.set(k, stretch);
    const end = Math.min((k + 1) * LENGTH, this.history.lastInstant);
    const before = stretch.sent.length;
    while (stretch.instant < end) {
      this.replay(stretch, log);
      stretch.instant += 1;
    }
    this.remembered += stretch.sent.length - before;
    for (const oldest of this.stretches.keys()) {
      if (this.remembered <= MOST || oldest === k) break;
      this.forget(oldest);
    }
    return stretch;
  }

  private begin(k: number, log: readonly LoggedCommand[]): Stretch {
    const start = k === 0 ? beginWorld(this.scenario, []) : (this.endOf(k - 1) ?? this.history.ofInstant(k * LENGTH, log));
    const open = openIn(start);
    const stretch: Stretch = { open, sent: [], endings: [], renamed: new Map(), instant: k * LENGTH, world: start };
    if (k === 0) while (nextInstant(stretch.world, log) === 0) this.replay(stretch, log);
    return stretch;
  }

  /** Spares replaying from the kept world before, which may be far where few are kept. */
  private endOf(k: number): World | null {
    const stretch = this.stretches.get(k);
    return stretch !== undefined && stretch.instant === (k + 1) * LENGTH ? stretch.world : null;
  }

  private replay(stretch: Stretch, log: readonly LoggedCommand[]): void {
    stretch.world = advance(stretch.world, log, [], (world, facts) => {
      compare(stretch.world, world, facts, stretch);
      stretch.world = world;
    });
  }
}

interface Told {
  readonly entry: MessageEntry;
  ending: Ending | null;
}

function openIn({ queue, nodes }: World): Told[] {
  const flying = entriesOf(queue).filter(isMessage);
  const held = Object.values(nodes).flatMap(({ stalled }) => stalledEntries(stalled).filter(isMessage));
  const open = [...flying.map((entry) => ({ entry, ending: null })), ...held.map((entry) => ({ entry, ending: heldBack(entry) }))];
  return open.sort((a, b) => a.entry.seq - b.entry.seq);
}

const isMessage = (entry: Entry): entry is MessageEntry => entry.kind === 'message';

function sentMessage({ entry, ending }: Told): SentMessage {
  const { cause } = entry;
  const message = messageOf(entry);
  if (ending === null) return { ...message, fate: 'underway', endedAt: null, lostTo: null, cause, loss: null };
  const { fate, at, lostTo, loss } = ending;
  return { ...message, fate, endedAt: fate === 'held' ? null : at, lostTo, cause, loss };
}

/** Data that somebody says is a run, turned into one that can be shown: what is wrong is put right or left out, and told. */
import { reading, scenarioValue, type Command, type LoggedCommand, type SavedRun, type Scenario } from '../../sim/index.ts';
import type { Extras } from './link.ts';
import { mendScenario } from './mend.ts';
import type { SharedProblem } from './problems.ts';
import { replay, type Replayed, type SavedBranch } from './replay.ts';

const { isRecord } = reading;
const MOST_BRANCHES = 100;
const MOST_COMMANDS = 2000;
/** Nobody watches a simulated day; times beyond it are slips or mischief. */
const LONGEST_MS = 86_400_000;
const MOST_VALUES = 20_000;
const MOST_REPLICAS = 10_000;
const MOST_PROCESSES = 300;
const NAME_LENGTH = 100;

export interface Shared {
  /** Null: nothing could be opened. */
  readonly saved: SavedRun | null;
  readonly extras: Extras;
  readonly problems: readonly SharedProblem[];
}

export const nothing = (...problems: readonly SharedProblem[]): Shared => ({ saved: null, extras: {}, problems });

/** Never throws. */
export function readRun(data: unknown): Shared {
  try {
    return read(data);
  } catch (error) {
    return nothing({ kind: 'notARun', reason: error instanceof Error ? error.message : String(error) });
  }
}

function read(data: unknown): Shared {
  if (!isRecord(data)) return nothing({ kind: 'notARun', reason: 'a run is a mapping with a scenario and branches' });
  if (typeof data['partita'] === 'number' && data['partita'] > 1) return nothing({ kind: 'tooNew', version: String(data['partita']) });
  if (!isRecord(data['scenario'])) return nothing({ kind: 'notARun', reason: 'it has no scenario' });
  const raw = inLanguage(data['scenario']);
  if (isVast(raw)) return nothing({ kind: 'tooBig' });
  const { scenario, problems: found } = mendScenario(raw);
  if (scenario === null) return nothing(...found);
  if (isHuge(scenario)) return nothing({ kind: 'tooBig' });

  const problems = [...found];
  const note = (problem: SharedProblem) => void problems.push(problem);
  const { branches, current } = readBranches(data, note);
  const asked = timeOf(data['at']);
  const lines = branches.map((branch, id) => replay(scenario, branch, id, id === current ? (asked ?? 0) : 0, note));
  const at = momentOf(lines[current] as Replayed, asked, note);
  const saved: SavedRun = { partita: 1, scenario, branches: lines.map(({ branch }) => branch), current, at };
  const { bookmarks, arrangement } = data;
  return { saved, extras: { ...(bookmarks !== undefined && { bookmarks }), ...(arrangement !== undefined && { arrangement }) }, problems };
}

/** Saved runs hold the scenario as the simulator uses it, links as its language says it. */
const inLanguage = (scenario: Record<string, unknown>): unknown =>
  Array.isArray(scenario['topics']) ? scenarioValue(scenario as unknown as Scenario) : scenario;

/** More than a page can run. Values are counted before the scenario is judged, which takes time for each. */
const isVast = (raw: unknown): boolean => valuesIn(raw) > MOST_VALUES;

function valuesIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  let count = 1;
  for (const inside of Object.values(value)) {
    count += valuesIn(inside);
    if (count > MOST_VALUES) break;
  }
  return count;
}

function isHuge({ topics, brokers, producers, groups }: Scenario): boolean {
  const replicas = topics.reduce((sum, { partitions, replicationFactor }) => sum + partitions * replicationFactor, 0);
  const processes = brokers.length + producers.length + groups.reduce((sum, { members }) => sum + members.length, 0);
  return replicas > MOST_REPLICAS || processes > MOST_PROCESSES;
}

const timeOf = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 && value <= LONGEST_MS ? value : null;

function momentOf({ branch, limit }: Replayed, asked: number | null, note: (problem: SharedProblem) => void): number {
  const last = Math.max(branch.end ?? 0, branch.commands.at(-1)?.at ?? 0);
  const at = Math.min(asked ?? last, limit);
  if (at !== asked) note({ kind: 'time', at });
  return at;
}

function readBranches(
  data: Record<string, unknown>,
  note: (problem: SharedProblem) => void,
): { branches: readonly SavedBranch[]; current: number } {
  const all: readonly unknown[] = Array.isArray(data['branches']) ? data['branches'] : [];
  if (all.length > MOST_BRANCHES) note({ kind: 'tooMany', what: 'branches', kept: MOST_BRANCHES });
  const branches: SavedBranch[] = [];
  /** Where each branch of the data came to lie. */
  const places = new Map<number, number>();
  for (const [index, raw] of all.slice(0, MOST_BRANCHES).entries()) {
    if (!isRecord(raw)) {
      note({ kind: 'branch', branch: index, what: 'lost' });
      continue;
    }
    places.set(index, branches.length);
    branches.push(readBranch(raw, branches.length, places, note));
  }
  if (branches.length === 0) {
    note({ kind: 'branch', branch: 0, what: 'lost' });
    branches.push({ name: '', parent: null, forkedAt: null, commands: [] });
  }
  const current = typeof data['current'] === 'number' ? places.get(data['current']) : undefined;
  if (current === undefined) note({ kind: 'current' });
  return { branches, current: current ?? 0 };
}

function readBranch(
  raw: Record<string, unknown>,
  id: number,
  places: ReadonlyMap<number, number>,
  note: (problem: SharedProblem) => void,
): SavedBranch {
  const commands = readCommands(raw['commands'], id, note);
  const name = typeof raw['name'] === 'string' ? raw['name'].slice(0, NAME_LENGTH) : '';
  const last = commands.at(-1)?.at ?? 0;
  const end = timeOf(raw['end']);
  if (end === null && raw['end'] !== undefined) note({ kind: 'branch', branch: id, what: 'end' });
  const rest = { name, commands, end: end ?? last };
  if (id === 0) {
    if ((raw['parent'] ?? null) !== null) note({ kind: 'branch', branch: id, what: 'parent' });
    return { parent: null, forkedAt: null, ...rest };
  }
  // A branch leaves one that was there before it: so there is no circle.
  const parent = typeof raw['parent'] === 'number' ? places.get(raw['parent']) : undefined;
  const known = parent !== undefined && parent < id;
  if (!known) note({ kind: 'branch', branch: id, what: 'parent' });
  const forkedAt = timeOf(raw['forkedAt']);
  if (forkedAt === null) note({ kind: 'branch', branch: id, what: 'fork' });
  return { parent: known ? parent : 0, forkedAt: forkedAt ?? commands[0]?.at ?? 0, ...rest };
}

function readCommands(raw: unknown, branch: number, note: (problem: SharedProblem) => void): readonly LoggedCommand[] {
  const all: readonly unknown[] = Array.isArray(raw) ? raw : [];
  if (raw !== undefined && !Array.isArray(raw)) note({ kind: 'command', branch, at: null, verb: null, reason: 'its commands are no list' });
  if (all.length > MOST_COMMANDS) note({ kind: 'tooMany', what: 'commands', kept: MOST_COMMANDS });
  const commands = all.slice(0, MOST_COMMANDS).flatMap((entry): readonly LoggedCommand[] => {
    const { at, command } = isRecord(entry) ? entry : {};
    const time = timeOf(at);
    const verb = isRecord(command) && typeof command['do'] === 'string' ? command['do'] : null;
    if (time !== null && verb !== null) return [{ at: time, command: command as Command }];
    const reason = time === null ? `it has no time between 0 and ${LONGEST_MS} ms` : 'it has no verb ("do")';
    note({ kind: 'command', branch, at: time, verb, reason });
    return [];
  });
  const sorted = commands.toSorted((a, b) => a.at - b.at);
  if (sorted.some((it, index) => it !== commands[index])) note({ kind: 'branch', branch, what: 'order' });
  return sorted;
}

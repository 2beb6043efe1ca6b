/** A run one can steer: time forwards and backwards, commands, branches, undo. The implementation behind the door. */
import type { ActorId } from '../address.ts';
import type { Fact } from '../facts.ts';
import type { FoldState } from '../guarantees/state.ts';
import type { ReadModel, SentMessage } from '../model.ts';
import { createReader } from '../read.ts';
import { seen } from '../read/look.ts';
import type { Command, Scenario } from '../scenario/types.ts';
import type { CommandProblem } from '../scenario/verbs/refusal.ts';
import { CommandError } from '../scenario/verbs/refusal.ts';
import type { LoggedCommand, Watcher } from './advance.ts';
import type { Branch, SavedRun } from './branches.ts';
import { check } from './command.ts';
import type { Keeping } from './history.ts';
import { firstAfter } from './history.ts';
import type { Around } from './line.ts';
import { Line } from './line.ts';
import type { World } from './world.ts';

export interface Simulation {
  readonly scenario: Scenario;
  /** Virtual ms. */
  readonly now: number;
  /** How far the current branch was simulated. */
  readonly end: number;
  /** Turns of the current branch so far, and those in which a machine was given an event. */
  readonly turns: { readonly all: number; readonly actors: number };
  read(): ReadModel;
  /** Facts with from < at ≤ to; without bounds, all up to `now`. */
  facts(from?: number, to?: number): readonly Fact[];
  /**
   * Messages of the current branch that were on their way at some time in (from, to], in the order of sending, with what had become of them
   * by `to`. What was not simulated yet is not told; what was is replayed once and remembered.
   */
  messages(from: number, to: number): readonly SentMessage[];
  /** What the facts up to `now` come to: ask `fateOf` for the fate of a record. */
  told(): FoldState;
  /** Every actor there is now. */
  actors(): readonly ActorId[];
  /** An actor as it is now, for the inspector: its chart's state and what it counts. Judging reads models. */
  look(actor: ActorId): ActorView | null;
  /** Why a command could not be given at `now`; empty if it can. For menus and forms. */
  check(command: Command): readonly CommandProblem[];
  /** Gives a command at `now`. Throws CommandError and changes nothing if it cannot be carried out. */
  dispatch(command: Command): void;
  /** Runs to a time (a known one is sought), or until the predicate holds or `limitMs` of virtual time has passed. */
  runUntil(until: number | ((model: ReadModel) => boolean), limitMs?: number): ReadModel;
  /** Everything due at the next instant; the facts of it. */
  step(): readonly Fact[];
  stepBack(): void;
  /** Shows the world after the last instant ≤ t, simulating further if needed, and sets `now = t`. */
  seek(t: number): void;
  branches(): readonly Branch[];
  readonly branch: number;
  checkout(id: number): void;
  /** Begins a branch at `now` without the commands of this instant and later ones, which stay with the branch it leaves. Those of the script come. */
  fork(): void;
  rename(id: number, name: string): void;
  undo(): void;
  redo(): void;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** Commands of this branch that were undone, the next to come back last. */
  readonly undone: readonly LoggedCommand[];
  export(): SavedRun;
  /** The world itself, for invariants and benchmarks; the page reads models only. */
  world(): World;
}

export interface ActorView {
  /** The innermost state's name. */
  readonly state: string;
  /** XState's value of the whole chart. */
  readonly value: unknown;
  readonly context: Readonly<Record<string, unknown>>;
}

const DEFAULT_LIMIT_MS = 600_000;

export interface SimulationOptions {
  /** Sees every world a turn leads to, e.g. to check invariants. */
  readonly watch?: Watcher;
  /** Which worlds are kept; nothing that can be seen depends on it. */
  readonly keeping?: Keeping;
}

class Run implements Simulation {
  private lines: Line[];
  private current = 0;
  private time = 0;
  private readonly reader = createReader();
  readonly scenario: Scenario;
  private readonly around: Around;

  constructor(scenario: Scenario, { watch, keeping }: SimulationOptions) {
    this.scenario = scenario;
    this.around = { watch, keeping };
    this.lines = [new Line(scenario, this.around, { parent: null, forkedAt: null }, [])];
  }

  private get line(): Line {
    return this.lines[this.current] as Line;
  }

  get now(): number {
    return this.time;
  }

  get end(): number {
    return Math.max(this.line.end, this.time);
  }

  get turns() {
    const world = this.world();
    return { all: world.turn, actors: world.actorTurns };
  }

  get branch(): number {
    return this.current;
  }

  world(): World {
    return this.line.at(this.time);
  }

  read(): ReadModel {
    const world = this.world();
    return this.reader(world, this.time, this.line.foldAt(world));
  }

  facts(from = -Infinity, to = this.time): readonly Fact[] {
    const { facts } = this.line;
    return facts.slice(firstAfter(facts, from), firstAfter(facts, to));
  }

  messages(from: number, to: number): readonly SentMessage[] {
    return this.line.messages(from, to);
  }

  told(): FoldState {
    return this.line.foldAt(this.world());
  }

  actors(): readonly ActorId[] {
    return Object.keys(this.world().slots);
  }

  look(actor: ActorId): ActorView | null {
    const found = seen<Readonly<Record<string, unknown>>>(this.world(), actor);
    return found === null ? null : { state: found.state, value: found.snapshot.value as unknown, context: found.context };
  }

  check(command: Command): readonly CommandProblem[] {
    return check(this.world(), command);
  }

  dispatch({ at, ...command }: Command): void {
    const problems = at === undefined || at === this.time ? this.check(command) : [notNow(at, this.time)];
    if (problems.length > 0) throw new CommandError(problems);
    this.forkIfPast();
    this.line.add({ at: this.time, command });
  }

  /** A command before later commands, the script's included, begins a new line and leaves the old one as it was. */
  private forkIfPast(): void {
    const came = (at: number): boolean => at > this.time && at <= this.line.end;
    if (![...this.line.commands, ...this.scenario.script].some(({ at }) => came(at))) return;
    this.takeUp(this.line.fork(this.time, this.current));
  }

  fork(): void {
    this.takeUp(this.line.fork(this.time, this.current, true));
    this.line.extendTo(this.time);
  }

  private takeUp(line: Line): void {
    this.lines.push(line);
    this.current = this.lines.length - 1;
  }

  runUntil(until: number | ((model: ReadModel) => boolean), limitMs = DEFAULT_LIMIT_MS): ReadModel {
    if (typeof until === 'number') {
      this.seek(until);
      return this.read();
    }
    const limit = this.time + limitMs;
    let model = this.read();
    while (!until(model)) {
      const next = this.line.after(this.time);
      this.seek(next === null || next > limit ? limit : next);
      model = this.read();
      if (this.time === limit) return model;
    }
    return model;
  }

  step(): readonly Fact[] {
    const from = this.time;
    const next = this.line.after(from);
    if (next === null) return [];
    this.seek(next);
    return this.facts(from, next);
  }

  stepBack(): void {
    this.time = this.line.before(this.time) ?? 0;
  }

  seek(t: number): void {
    if (!(t >= 0)) throw new RangeError(`there is no time ${t}`);
    this.line.extendTo(t);
    this.time = t;
  }

  branches(): readonly Branch[] {
    return this.lines.map(({ name, origin, commands, end }, id) => ({ id, name, ...origin, commands, end }));
  }

  checkout(id: number): void {
    if (this.lines[id] === undefined) throw new RangeError(`there is no branch ${id}`);
    this.current = id;
    this.line.extendTo(this.time);
  }

  rename(id: number, name: string): void {
    const line = this.lines[id];
    if (line === undefined) throw new RangeError(`there is no branch ${id}`);
    line.name = name;
  }

  get canUndo(): boolean {
    return this.line.commands.length > 0;
  }

  get canRedo(): boolean {
    return this.undone.length > 0;
  }

  get undone(): readonly LoggedCommand[] {
    return this.line.undone;
  }

  undo(): void {
    this.line.undo();
    this.line.extendTo(this.time);
  }

  redo(): void {
    this.line.redo();
    this.line.extendTo(this.time);
  }

  export(): SavedRun {
    const branches = this.lines.map(({ name, origin, commands, end }) => ({ name, ...origin, commands, end }));
    return { partita: 1, scenario: this.scenario, branches, current: this.current, at: this.time };
  }

  /** Takes the branches of a saved run. */
  adopt({ branches, current, at }: SavedRun): void {
    this.lines = branches.map(({ name, parent, forkedAt, commands, end = 0 }) => {
      const line = new Line(this.scenario, this.around, { parent, forkedAt }, commands);
      line.name = name;
      line.extendTo(end);
      return line;
    });
    this.current = current;
    this.seek(at);
  }
}

const notNow = (at: number, now: number): CommandProblem => ({
  code: 'INVALID_REQUEST',
  message: `a command acts at the present time (${now} ms), not at ${at} ms: seek there first`,
});

/** A new run of a scenario, at t = 0. */
export const createSimulation = (scenario: Scenario, options: SimulationOptions = {}): Simulation => new Run(scenario, options);

/** A run as it was saved: same branches, same commands, same place. */
export function importRun(saved: SavedRun, options: SimulationOptions = {}): Simulation {
  const run = new Run(saved.scenario, options);
  run.adopt(saved);
  return run;
}

/** One line of history: a list of commands, the worlds they lead to, and what the ledger makes of its facts. */
import type { Fact } from '../facts.ts';
import { createFold } from '../guarantees/fold.ts';
import type { Fold, FoldState } from '../guarantees/state.ts';
import type { SentMessage } from '../model.ts';
import type { Scenario } from '../scenario/types.ts';
import type { LoggedCommand, Watcher } from './advance.ts';
import { advance, nextInstant } from './advance.ts';
import { beginWorld } from './begin.ts';
import { History, type Keeping } from './history.ts';
import { Traffic } from './traffic.ts';
import type { World } from './world.ts';

/** What a run is given besides its scenario. */
export interface Around {
  readonly watch: Watcher | undefined;
  readonly keeping: Keeping | undefined;
}

interface Origin {
  readonly parent: number | null;
  readonly forkedAt: number | null;
}

export class Line {
  name = '';
  readonly origin: Origin;
  commands: readonly LoggedCommand[];
  /** Commands taken back, the last one first to be redone. */
  undone: readonly LoggedCommand[] = [];
  private history: History;
  private fold: Fold;
  /** Nobody asks for past messages of most lines. */
  private traffic: Traffic | null = null;
  private readonly scenario: Scenario;
  private readonly around: Around;

  /** `history`: worlds to go on from; without it the line begins at t = 0. */
  constructor(scenario: Scenario, around: Around, origin: Origin, commands: readonly LoggedCommand[], history?: History) {
    this.scenario = scenario;
    this.around = around;
    this.origin = origin;
    this.commands = commands;
    this.history = history ?? this.begin();
    this.fold = createFold(this.history.facts);
  }

  /** The instant 0 with everything that is due at it. */
  private begin(): History {
    const facts: Fact[] = [];
    let world = beginWorld(this.scenario, facts);
    this.around.watch?.(world, facts);
    while (nextInstant(world, this.commands) === 0) world = advance(world, this.commands, facts, this.around.watch);
    return new History(world, facts, this.around.keeping);
  }

  /** How far this line was simulated, virtual ms. */
  get end(): number {
    return this.history.tip.at;
  }

  get facts(): readonly Fact[] {
    return this.history.facts;
  }

  at(t: number): World {
    return this.history.at(t, this.commands);
  }

  foldAt(world: World): FoldState {
    return this.fold.at(world.factCount);
  }

  messages(from: number, to: number): readonly SentMessage[] {
    this.traffic ??= new Traffic(this.history, this.scenario);
    return this.traffic.between(from, to, this.commands);
  }

  before(t: number): number | null {
    return this.history.before(t);
  }

  /** The instant after t, simulated or still to come. */
  after(t: number): number | null {
    return this.history.after(t) ?? nextInstant(this.history.tip, this.commands);
  }

  /** Simulates one instant more. */
  extend(): void {
    this.history.keep(advance(this.history.tip, this.commands, this.history.facts, this.around.watch));
  }

  extendTo(t: number): void {
    for (;;) {
      const next = nextInstant(this.history.tip, this.commands);
      if (next === null || next > t) return;
      this.extend();
    }
  }

  /** A line of its own that shares every world up to t and the commands up to then; `before`: without those given at t itself. */
  fork(t: number, id: number, before = false): Line {
    const commands = this.commands.filter((logged) => logged.at <= t);
    const line = new Line(this.scenario, this.around, { parent: id, forkedAt: t }, commands, this.history.fork(t, this.commands));
    const earlier = commands.filter((logged) => logged.at < t);
    if (before) line.rewrite(t, earlier, []);
    return line;
  }

  /** Forgets what comes after t and carries out a command there. */
  add(logged: LoggedCommand): void {
    this.truncate(logged.at, false);
    this.commands = [...this.commands, logged];
    this.undone = [];
    this.extend();
  }

  undo(): void {
    const last = this.commands.at(-1);
    if (last !== undefined) this.rewrite(last.at, this.commands.slice(0, -1), [...this.undone, last]);
  }

  redo(): void {
    const next = this.undone.at(-1);
    if (next !== undefined) this.rewrite(next.at, [...this.commands, next], this.undone.slice(0, -1));
  }

  /** Gives this line another list of commands, which differs only from `from` on. */
  private rewrite(from: number, commands: readonly LoggedCommand[], undone: readonly LoggedCommand[]): void {
    if (from > 0) this.truncate(from, true);
    this.commands = commands;
    this.undone = undone;
    if (from > 0) return;
    this.history = this.begin();
    this.fold = createFold(this.history.facts);
    this.traffic = null;
  }

  private truncate(t: number, inclusive: boolean): void {
    this.history.truncate(t, this.commands, inclusive);
    this.fold.truncate(this.history.tip.factCount);
    this.traffic?.truncate();
  }
}

/**
 * The one run that the page shows: the only file with simulation state in runes. Everything on the page reads from here and changes the
 * run through here. Nothing in it is drawn: panels take what they need, and what can be computed from it is derived where it is used.
 */
import type { Branch, Command, Fact, ReadModel, SavedRun, Scenario, Simulation } from '../sim/index.ts';
import { findNext, lookAhead, walk, type Clock } from './explore.ts';
import { simulator } from './later.svelte.ts';
import { paceAt, REACH } from './pace.ts';
import { Picture } from './picture.svelte.ts';
import type { Playable } from './playback.ts';

export class Session extends Picture implements Playable {
  private simulation = $state.raw<Simulation | null>(null);
  branches = $state.raw<readonly Branch[]>([]);
  branch = $state(0);
  canUndo = $state(false);
  canRedo = $state(false);
  playing = $state(false);
  speed = $state(1);
  paced = $state(true);
  /** Playing stops here, if set. */
  goal = $state<number | null>(null);
  /** Raised by every load, command, undo and change of branch: what was computed from the run's past may be different now. */
  revision = $state(0);

  // Neither is drawn from: runes beside them say what changed.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  private readonly horizons = new Map<number, number>();
  private world: unknown = null;

  constructor(clock: Clock = () => performance.now()) {
    super(clock);
  }

  protected override get begun(): boolean {
    return this.simulation !== null;
  }

  get scenario(): Scenario | null {
    return this.simulation?.scenario ?? this.previewed;
  }

  /** The world and the facts at `t` exactly, to judge them. */
  get present(): { readonly model: ReadModel; readonly facts: readonly Fact[] } | null {
    void [this.model, this.revision]; // Words drawn from it are said again when the picture is.
    return this.simulation === null ? null : { model: this.simulation.read(), facts: this.simulation.facts() };
  }

  // ── beginning ──

  load(scenario: Scenario): void {
    this.begin(simulator().createSimulation(scenario), 0);
  }

  /** A run as it was saved, at the moment it was left. `horizon`: how far it had been watched. */
  restore(saved: SavedRun, horizon = saved.at): void {
    this.begin(simulator().importRun(saved), horizon);
  }

  private begin(simulation: Simulation, horizon: number): void {
    this.playing = false;
    this.goal = null;
    this.speed = 1;
    this.paced = true;
    this.forget();
    this.bookmarks.restore([]);
    this.horizons.clear();
    this.horizons.set(simulation.branch, horizon);
    this.simulation = simulation;
    this.lookAhead(horizon, Infinity);
    this.changed();
  }

  export(): SavedRun | null {
    return this.simulation?.export() ?? null;
  }

  // ── time ──

  play(): void {
    this.whenBegun(() => (this.playing = true));
  }

  /** Plays until `to` and pauses there. */
  playTo(to: number): void {
    this.goal = to;
    this.play();
  }

  pause(): void {
    this.playing = false;
    this.goal = null;
    if (this.simulation !== null) this.draw(this.simulation);
  }

  toggle(): void {
    if (this.playing) this.pause();
    else this.play();
  }

  /** Any moment; one that was not simulated yet is. */
  seek(t: number): void {
    this.whenBegun(() => {
      this.guarded((simulation) => {
        const target = Math.max(0, t);
        if (target > this.horizon) this.go(simulation, target, Infinity);
        simulation.seek(target);
      });
      this.show();
    });
  }

  /** The next instant. */
  step(): void {
    this.whenBegun(() => {
      this.guarded((simulation) => simulation.step());
      this.show();
    });
  }

  stepBack(): void {
    this.guarded((simulation) => simulation.stepBack());
    this.show();
  }

  /** To the next fact that counts, seen before or still to come; whether there was one within `limitMs`. */
  seekNext(counts: (fact: Fact) => boolean, limitMs = 60_000): boolean {
    const found = this.guarded((simulation) => findNext(simulation, this.t, limitMs, this.clock, counts));
    if (found !== null) this.seek(found.at);
    return found !== null;
  }

  seekPrevious(counts: (fact: Fact) => boolean): boolean {
    const found = this.facts.findLast((fact) => fact.at < this.t && counts(fact));
    if (found !== undefined) this.seek(found.at);
    return found !== undefined;
  }

  lookAhead(to: number, budgetMs: number): void {
    if ((this.simulation?.end ?? Infinity) < to) this.guarded((simulation) => lookAhead(simulation, to, budgetMs, this.clock));
  }

  paceAt(t: number): number {
    return this.paced && this.simulation !== null ? paceAt(this.simulation.facts(t - REACH - 1, t + REACH), t) : 1;
  }

  advance(to: number, budgetMs: number): number | null {
    if (this.simulation === null) return null;
    const target = this.goal === null ? to : Math.min(to, this.goal);
    const fine = this.guarded((simulation) => {
      this.go(simulation, target, budgetMs);
      return true;
    });
    this.show(false, this.isDue);
    if (fine === null) return null;
    return this.goal !== null && this.t >= this.goal ? null : this.t;
  }

  ended(): void {
    this.pause();
  }

  private go(simulation: Simulation, target: number, budgetMs: number): void {
    if (!this.heard) simulation.seek(target);
    else walk(simulation, target, budgetMs, this.clock, () => this.show(true, this.isDue));
  }

  // ── changing what happens ──

  /** Gives a command at `t`. Whether it could be carried out; if not, the notice says why. */
  dispatch(command: Command): boolean {
    const { simulation, branch, horizon } = this;
    if (simulation === null) return false;
    try {
      this.guarded(() => {
        simulation.seek(this.t);
        simulation.dispatch(command);
      });
    } catch (error) {
      if (!(error instanceof simulator().CommandError)) throw error;
      this.say({ kind: 'refused', command, code: error.code, message: error.message });
      return false;
    }
    const at = simulation.now;
    this.horizons.set(simulation.branch, at);
    if (simulation.branch !== branch) this.say({ kind: 'forked', branch: simulation.branch, at });
    else if (horizon > at) this.say({ kind: 'rewritten', at });
    this.changed();
    return true;
  }

  undo(): void {
    this.change((simulation) => simulation.undo());
  }

  redo(): void {
    this.change((simulation) => simulation.redo());
  }

  /** Makes the run another one, of which only what is shown then was watched. */
  change<T>(work: (simulation: Simulation) => T): T | null {
    const result = this.guarded(work);
    if (this.simulation !== null) this.horizons.set(this.simulation.branch, this.simulation.now);
    this.changed();
    return result;
  }

  checkout(id: number): void {
    this.guarded((simulation) => {
      simulation.checkout(id);
      simulation.seek(Math.min(simulation.now, this.horizons.get(id) ?? simulation.now));
    });
    this.changed();
  }

  /** Gives a branch a name; an empty one takes it back. */
  rename(id: number, name: string): void {
    this.simulation?.rename(id, name.trim());
    this.branches = this.simulation?.branches() ?? [];
  }

  /** Marks the present moment. */
  bookmark(): void {
    this.whenBegun(() => this.say({ kind: 'bookmarked', at: this.t, fresh: this.bookmarks.add(this.branch, this.t) }));
  }

  // ── asking ──

  /** Lets a judge look at other moments and branches. It leaves the run as it found it. */
  judge<T>(work: (simulation: Simulation) => T): T | null {
    return this.simulation === null ? null : work(this.simulation);
  }

  /** How far a branch was ever shown. */
  horizonOf(branch: number): number {
    return branch === this.branch ? this.horizon : (this.horizons.get(branch) ?? 0);
  }

  /** The run itself, to ask what it knows at `t`. */
  get ask(): Pick<Simulation, 'told' | 'actors' | 'look' | 'check' | 'messages'> | null {
    return this.simulation;
  }

  /** A fact of this branch by its number. */
  factById(id: number): Fact | null {
    return this.known[id] ?? null;
  }

  /** Does something with the run; one that is out of hand stops with a notice, and there is no result. */
  private guarded<T>(work: (simulation: Simulation) => T): T | null {
    if (this.simulation === null) return null;
    try {
      return work(this.simulation);
    } catch (error) {
      if (!(error instanceof simulator().RunLimitError)) throw error;
      this.pause();
      this.say({ kind: 'limit', message: error.message });
      return null;
    }
  }

  /** Takes over what the simulation shows now. `tell`: listeners hear of it even if only the time moved. `draw`: at once, not later. */
  private show(tell = true, draw = true): void {
    const { simulation } = this;
    if (simulation === null) return;
    this.t = simulation.now;
    const world = simulation.world();
    const news = world !== this.world;
    this.world = world;
    if (this.t > this.horizon) {
      this.horizon = this.t;
      this.horizons.set(this.branch, this.t);
    }
    if (draw) this.draw(simulation);
    if (tell || news) this.tell();
  }

  /** The run is another one, or its past is. */
  private changed(): void {
    const { simulation } = this;
    if (simulation === null) return;
    this.world = null;
    this.undraw();
    this.branch = simulation.branch;
    this.branches = simulation.branches();
    this.canUndo = simulation.canUndo;
    this.canRedo = simulation.canRedo;
    this.horizon = Math.max(simulation.now, this.horizons.get(this.branch) ?? 0);
    this.horizons.set(this.branch, this.horizon);
    this.known = simulation.facts(-Infinity, this.horizon);
    this.fact = this.fact === null ? null : (this.known[this.fact.id] ?? null);
    this.revision += 1;
    this.show();
  }
}

/** The run of this page. */
export const session = new Session();

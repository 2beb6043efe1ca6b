/**
 * Keeps the run of each lesson (its commands and the moment it was left), so that a reload loses nothing.
 * A kept run belongs to the scenario it began with: if the lesson's scene has changed since, it begins anew.
 */
import type { SavedRun, Scenario } from '../sim/index.ts';
import type { Bookmark } from './bookmark.ts';
import type { Session } from './session.svelte.ts';
import type { Keeper } from './storage.ts';

interface KeptRun {
  readonly run: SavedRun;
  readonly horizon: number;
  readonly speed: number;
  readonly paced: boolean;
  /** None in runs kept by earlier versions. */
  readonly bookmarks?: readonly Bookmark[];
}

const keyOf = (name: string) => `run:${name}`;

export class Autosave {
  /** Under which name the present run is kept; null: not at all. */
  private name: string | null = null;
  private readonly session: Session;
  private readonly keeper: Keeper;

  constructor(session: Session, keeper: Keeper) {
    this.session = session;
    this.keeper = keeper;
  }

  /** Shows the kept run of this name, or else a new one of `scenario`. Whether it was kept. */
  open(name: string, scenario: Scenario): boolean {
    this.flush();
    this.name = null;
    const kept = this.kept(name);
    const resumed = kept !== undefined && same(kept.run.scenario, scenario) && this.resume(kept);
    if (!resumed) this.session.load(scenario);
    this.name = name;
    return resumed;
  }

  /** The run kept under this name. */
  kept(name: string): KeptRun | undefined {
    return this.keeper.get<KeptRun>(keyOf(name));
  }

  /** Shows the kept run of this name (unless `fresh`), or else this one, which came from elsewhere. Whether it was kept. */
  adopt(name: string, saved: SavedRun, fresh = false): boolean {
    this.flush();
    this.name = null;
    const kept = fresh ? undefined : this.kept(name);
    const resumed = kept !== undefined && this.resume(kept);
    if (!resumed) this.session.restore(saved);
    this.name = name;
    return resumed;
  }

  /** Begins anew under this name. */
  restart(name: string, scenario: Scenario): void {
    this.keeper.remove(keyOf(name));
    this.session.load(scenario);
    this.name = name;
  }

  /** What is kept under one name is kept under another, too. */
  copy(from: string, to: string): void {
    this.flush();
    const kept = this.kept(from);
    if (kept !== undefined) this.keeper.set(keyOf(to), kept);
  }

  /** Nothing of this name is kept any more. */
  forget(name: string): void {
    if (this.name === name) this.name = null;
    this.keeper.remove(keyOf(name));
  }

  /** What is shown from now on is not to be kept (a watch of a quiz, the scene of the first page). */
  release(): void {
    this.flush();
    this.name = null;
  }

  /** Writes the present run down. */
  flush(): void {
    const run = this.name === null ? null : this.session.export();
    if (run === null) return;
    const { horizon, speed, paced, bookmarks } = this.session;
    this.keeper.set(keyOf(this.name ?? ''), { run: plain(run), horizon, speed, paced, bookmarks: plain(bookmarks.all) } satisfies KeptRun);
  }

  private resume({ run, horizon, speed, paced, bookmarks }: KeptRun): boolean {
    try {
      this.session.restore(run, horizon);
    } catch {
      return false; // written by another version of the simulator
    }
    this.session.speed = speed;
    this.session.paced = paced;
    this.session.bookmarks.restore(bookmarks);
    return true;
  }
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** A copy without anything a database cannot hold. */
const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

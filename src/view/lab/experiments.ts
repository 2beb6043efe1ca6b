/**
 * The experiments of the Lab: what each is called and begins with. Their runs (commands, branches, the moment they were left) are kept by
 * the autosave under `runName`; here is what the gallery shows. Each has a key of its own, so that two windows do not overwrite each other.
 */
import { shapeOf, type Shape } from '../../lesson/template.ts';
import type { SavedRun, Scenario } from '../../sim/index.ts';
import type { Autosave } from '../autosave.ts';
import type { Keeper } from '../storage.ts';

export interface Experiment {
  readonly id: string;
  /** As a person named it; empty: after what it began with. */
  readonly name: string;
  /** The template it began with; null: an empty cluster, a file or a script. */
  readonly from: string | null;
  /** Unix time, ms. */
  readonly changed: number;
  readonly scenario: Scenario;
  /** The scenario as a person wrote it, comments and all; null: nobody did. */
  readonly script: string | null;
  /** Of the cluster as it was last seen. */
  readonly shape: Shape;
  /** How many commands were given. */
  readonly commands: number;
}

const PREFIX = 'lab:';
const keyOf = (id: string) => `${PREFIX}${id}`;

/** Under which name the autosave keeps its run. */
export const runName = (id: string): string => `lab:${id}`;

const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Six letters that nobody reads for one another. */
function someId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
}

export class Experiments {
  private readonly keeper: Keeper;
  private readonly now: () => number;

  constructor(keeper: Keeper, now: () => number = Date.now) {
    this.keeper = keeper;
    this.now = now;
  }

  /** The latest first. */
  all(): readonly Experiment[] {
    const ids = this.keeper.keys().flatMap((key) => (key.startsWith(PREFIX) ? [key.slice(PREFIX.length)] : []));
    return ids.flatMap((id) => this.get(id) ?? []).toSorted((a, b) => b.changed - a.changed);
  }

  get(id: string): Experiment | null {
    const kept = this.keeper.get<Partial<Experiment>>(keyOf(id));
    return kept?.scenario === undefined || kept.shape === undefined ? null : (kept as Experiment);
  }

  create(scenario: Scenario, from: string | null = null, name = ''): Experiment {
    let id = someId();
    while (this.keeper.get(keyOf(id)) !== undefined) id = someId();
    return this.keep({ id, name, from, changed: this.now(), scenario, script: null, shape: shapeOf(scenario), commands: 0 });
  }

  /** A run that came from elsewhere, as an experiment of its own. */
  adopt(autosave: Autosave, saved: SavedRun, name = ''): Experiment {
    const experiment = this.create(saved.scenario, null, name);
    autosave.adopt(runName(experiment.id), saved, true);
    autosave.flush();
    return experiment;
  }

  /** Null if there is no such experiment (any more). */
  change(id: string, what: Partial<Omit<Experiment, 'id'>>): Experiment | null {
    const known = this.get(id);
    return known === null ? null : this.keep({ ...known, changed: this.now(), ...what });
  }

  /** Its run is the autosave's to forget. */
  remove(id: string): void {
    this.keeper.remove(keyOf(id));
  }

  private keep(experiment: Experiment): Experiment {
    // A database takes neither frozen runes nor functions: plain data only.
    this.keeper.set(keyOf(experiment.id), JSON.parse(JSON.stringify(experiment)));
    return experiment;
  }
}

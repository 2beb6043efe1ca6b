/** The experiment that is open: it is shown as it was left, and whatever is done to it is written down at once. */
import { loadTemplate } from '../../lesson/catalog/templates.ts';
import type { Template } from '../../lesson/template.ts';
import type { ReadModel, Scenario } from '../../sim/index.ts';
import type { Autosave } from '../autosave.ts';
import type { Session } from '../session.svelte.ts';
import { runName, type Experiment, type Experiments } from './experiments.ts';

export class ExperimentRun {
  experiment = $state.raw<Experiment>() as Experiment;
  /** What it began with, once it is fetched. */
  template = $state.raw<Template | null>(null);
  /** Its run was kept by a simulator that was another. */
  lost = $state(false);
  private readonly session: Session;
  private readonly autosave: Autosave;
  private readonly experiments: Experiments;

  constructor(experiment: Experiment, session: Session, autosave: Autosave, experiments: Experiments) {
    this.experiment = experiment;
    this.session = session;
    this.autosave = autosave;
    this.experiments = experiments;
  }

  /** Shows it as it was left, or else its beginning. */
  open(): void {
    const { id, scenario, from } = this.experiment;
    const name = runName(id);
    const wasKept = this.autosave.kept(name) !== undefined;
    this.lost = !this.autosave.open(name, scenario) && wasKept;
    if (from !== null) void loadTemplate(from).then((template) => (this.template = template));
  }

  rename(name: string): void {
    this.change({ name: name.trim() });
  }

  /** From its beginning; everything done is forgotten. */
  restart(): void {
    this.autosave.restart(runName(this.experiment.id), this.experiment.scenario);
    this.lost = false;
    this.note();
  }

  /**
   * Begins anew with another scenario: `script`, as it was written. What it began with is still what it is called after. What was done until
   * now stays, as an experiment called `before`; whether there was anything.
   */
  replace(scenario: Scenario, script: string, before: string): boolean {
    const kept = this.keepAs(before);
    this.change({ scenario, script });
    this.template = null;
    this.restart();
    return kept;
  }

  private keepAs(name: string): boolean {
    const { branches, bookmarks } = this.session;
    if (bookmarks.all.length === 0 && branches.every(({ commands }) => commands.length === 0)) return false;
    const { id: own, changed: _now, ...known } = this.experiment;
    const { id } = this.experiments.create(known.scenario, known.from);
    this.experiments.change(id, { ...known, name });
    this.autosave.copy(runName(own), runName(id));
    return true;
  }

  /** Writes down what is there: to be called after every command, undo and change of branch. */
  note(): void {
    this.autosave.flush();
    const { model, branches, branch } = this.session;
    if (model === null) return;
    const seen = { shape: shapeOfModel(model), commands: branches.find(({ id }) => id === branch)?.commands.length ?? 0 };
    const { shape, commands } = this.experiment;
    if (JSON.stringify(seen) !== JSON.stringify({ shape, commands })) this.change(seen);
  }

  private change(what: Partial<Experiment>): void {
    this.experiment = this.experiments.change(this.experiment.id, what) ?? this.experiment;
  }
}

/** Of a cluster as it stands. */
export const shapeOfModel = ({ brokers, producers, topics, groups }: ReadModel) => ({
  brokers: brokers.length,
  producers: producers.length,
  topics: topics.map(({ partitions }) => partitions.length),
  groups: groups.map(({ members }) => members.length),
});

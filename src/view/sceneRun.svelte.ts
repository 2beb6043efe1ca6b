/**
 * The ready scene that is open: where its moments lie in the present run, and which comes next. Nothing is stored of them: a command may
 * change them, so they are looked for anew in what the run will be.
 */
import { momentsIn, SCENE_LENGTH, type ReadyScene } from '../lesson/readyScene.ts';
import type { Fact, Scenario } from '../sim/index.ts';
import { page } from './page.svelte.ts';
import { preferences } from './preferences.svelte.ts';
import type { Session } from './session.svelte.ts';
import { layers } from './geometry/layer.ts';
import { stageView } from './stageView.svelte.ts';

/** Real time of a look ahead before the page may breathe, ms. */
const SLICE = 6;

/** Where playing goes next. */
export interface Stop {
  readonly fact: Fact;
  /** The scene's own moment, if it is one. */
  readonly moment: number | null;
}

export class SceneRun {
  readonly scene: ReadyScene;
  private readonly session: Session;
  /** Which variant is played; null: the scene itself. */
  variant = $state<number | null>(null);
  /** Of each moment its fact, as far as was looked. */
  moments = $state.raw<readonly (Fact | null)[]>([]);
  private pivotal = $state.raw<readonly Fact[]>([]);
  /** The whole length of the scene was looked through. */
  looked = $state(false);

  constructor(scene: ReadyScene, session: Session) {
    this.scene = scene;
    this.session = session;
  }

  private get key(): string {
    return `scene:${this.scene.id}`;
  }
  private get name(): string {
    return this.variant === null ? this.key : `${this.key}:${this.variant}`;
  }
  private get scenario(): Scenario {
    return this.variant === null ? this.scene.scenario : (this.scene.variants[this.variant]?.scenario ?? this.scene.scenario);
  }

  /** Shows the run as it was left, or else its beginning. */
  open(): void {
    const { scene } = this;
    stageView.reveal(scene.reveal.length === 0 ? undefined : scene.reveal, layers);
    stageView.arrangement = scene.arrangement;
    const kept = page.keeper.get<number | null>(this.key) ?? null;
    this.variant = kept !== null && kept in scene.variants ? kept : null;
    if (!page.autosave.open(this.name, this.scenario)) this.begin();
  }

  restart(): void {
    page.autosave.restart(this.name, this.scenario);
    this.begin();
  }

  /** The same with one thing changed, from its beginning; null: as the scene is. */
  choose(variant: number | null): void {
    this.variant = variant;
    page.keeper.set(this.key, variant);
    this.restart();
  }

  private begin(): void {
    const { start, perSecond } = this.scene;
    this.session.seek(start);
    if (perSecond !== null) [this.session.speed, this.session.paced] = [perSecond / 1000, false];
  }

  /** Looks for the moments of the present run, a slice at a time; to be called whenever its past changed. Returns how to stop. */
  look(): () => void {
    this.moments = [];
    this.pivotal = [];
    this.looked = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const slice = () => {
      const { session, scene } = this;
      const before = session.judge(({ end }) => end) ?? 0;
      session.lookAhead(SCENE_LENGTH, SLICE);
      const end = session.judge((simulation) => simulation.end) ?? 0;
      const facts = session.judge((simulation) => simulation.facts(-Infinity, SCENE_LENGTH)) ?? [];
      this.moments = momentsIn(scene.moments, facts);
      this.pivotal = facts.filter(({ weight }) => weight === 'pivotal');
      // A run that is out of hand does not get any further.
      this.looked = end >= SCENE_LENGTH || end === before;
      if (!this.looked) timer = setTimeout(slice);
    };
    timer = setTimeout(slice);
    return () => clearTimeout(timer);
  }

  /** The next thing worth stopping at: a moment of the scene or a pivotal fact, whichever is sooner. Null: none was found. */
  get next(): Stop | null {
    const { t } = this.session;
    const moment = this.moments.findIndex((fact) => fact !== null && fact.at > t);
    const told = this.moments[moment] ?? null;
    const fact = this.pivotal.find(({ at }) => at > t) ?? null;
    if (told !== null && (fact === null || told.at <= fact.at)) return { fact: told, moment };
    return fact === null ? null : { fact, moment: null };
  }

  came(index: number): boolean {
    const fact = this.moments[index];
    return fact !== null && fact !== undefined && fact.at <= this.session.t;
  }

  /** To this moment: what lies ahead is played, what was seen is gone back to. */
  go({ at }: Fact): void {
    const { session } = this;
    session.pause();
    if (at <= session.t || preferences.still) session.seek(at);
    else session.playTo(at);
  }
}

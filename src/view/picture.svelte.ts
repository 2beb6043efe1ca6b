/** What is drawn of a run: the world, the facts and the time of the moment that is shown. */
import type { FirstPicture } from '../lesson/types.ts';
import type { Fact, ReadModel, Scenario, Simulation } from '../sim/index.ts';
import { Attention } from './attention.svelte.ts';
import { Bookmarks } from './bookmarks.svelte.ts';
import type { Clock } from './explore.ts';

/**
 * While time flies and more than sixty messages are on their way, what rests in the picture follows eight times a second: nobody can read it
 * more often, and it is most of the work of a frame. The more there are the longer are their ways, or else they would not be so many, and
 * what rests may follow more slowly. What travels moves in every frame, and any pause, step or jump shows its moment at once.
 */
const redrawMs = (messages: number): number => (messages > 1000 ? 240 : messages > 200 ? 180 : messages > 60 ? 120 : 0);

export abstract class Picture extends Attention {
  /** What the world looks like; a new object only where an instant changed something. */
  model = $state.raw<ReadModel | null>(null);
  /** Virtual ms, moving continuously while playing. */
  t = $state(0);
  /** Facts up to `t`. */
  facts = $state.raw<readonly Fact[]>([]);
  /** Facts of this branch that were ever shown; more may be simulated, but the future is not told. */
  known = $state.raw<readonly Fact[]>([]);
  /** The latest moment of this branch that was ever shown. */
  horizon = $state(0);

  readonly bookmarks = new Bookmarks();

  protected readonly clock: Clock;
  /** The scenario of a picture that stands before there is a run. */
  protected previewed = $state.raw<Scenario | null>(null);
  /** What was asked of the run before it had begun. */
  private asked: (() => void)[] = [];
  private drawn: { readonly world: unknown; readonly at: number } = { world: null, at: -Infinity };

  // Not drawn from.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  private readonly listeners = new Set<(picture: this) => void>();

  constructor(clock: Clock) {
    super();
    this.clock = clock;
  }

  /** Whether there is a run. */
  protected abstract get begun(): boolean;

  /** Shows what a run of this scenario looks like at first, before there is a simulator to run it. */
  preview(scenario: Scenario, { model, facts }: FirstPicture): void {
    this.asked = [];
    this.previewed = scenario;
    this.model = model;
    this.known = this.facts = facts;
    this.t = this.horizon = model.now;
  }

  /** Does what was asked for while only a preview stood. */
  catchUp(): void {
    for (const work of this.asked.splice(0)) work();
  }

  /** Now, or when the run of a preview has begun. */
  whenBegun(work: () => void): void {
    if (this.begun) work();
    else if (this.previewed !== null) this.asked.push(work);
  }

  /** Called after every instant shown on the way forward, and after every jump. Returns how to stop it. */
  onInstant(listener: (picture: this) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Whether anybody wants to hear of every instant. */
  protected get heard(): boolean {
    return this.listeners.size > 0;
  }
  protected tell(): void {
    for (const listener of this.listeners) listener(this);
  }

  /** Whether it is time to draw again while time flies. */
  protected get isDue(): boolean {
    return this.clock() - this.drawn.at >= redrawMs(this.model?.messages.length ?? 0);
  }

  protected draw(simulation: Simulation): void {
    const world = simulation.world();
    if (world === this.drawn.world) return;
    this.drawn = { world, at: this.clock() };
    this.model = simulation.read();
    this.facts = simulation.facts();
    if (this.t >= this.horizon) this.known = this.facts;
  }

  /** The next drawing shows everything anew. */
  protected undraw(): void {
    this.drawn = { world: null, at: -Infinity };
  }
}

/** The metrics of the run that the page shows, fed with its facts in slices as they are told. */
import type { Session } from '../../session.svelte.ts';
import { FactFeed } from '../../factFeed.ts';
import { MetricsFold } from '../../metricsFold.ts';
import { Sampler } from '../../metricsSampler.ts';
import { SLICE } from '../../playback.ts';

export class MetricsRun {
  readonly fold = new MetricsFold();
  readonly sampler = new Sampler();
  private readonly feed = new FactFeed(this.fold);
  private frame = 0;
  /** Rises when more facts were told. */
  version = $state(0);
  /** How much of what is known was told, 0 to 1. */
  progress = $state(1);

  /** Facts before this moment were told, virtual ms. */
  get told(): number {
    return this.feed.told;
  }

  /** Tells what is new; what does not fit into this frame's slice follows in the next ones. */
  follow(session: Pick<Session, 'known'>): void {
    cancelAnimationFrame(this.frame);
    const until = performance.now() + SLICE - 2;
    const all = session.known;
    const done = this.feed.feed(all, () => performance.now() > until);
    this.sampler.begin(this.fold.run);
    this.progress = done ? 1 : this.feed.count / all.length;
    this.version += 1;
    if (!done) this.frame = requestAnimationFrame(() => this.follow(session));
  }

  stop(): void {
    cancelAnimationFrame(this.frame);
  }
}

/** Past messages of a run around what is shown, fetched in slices so that no frame waits for a long stretch to be replayed. */
import type { SentMessage, Simulation } from '../../../sim/index.ts';
import type { Clock } from '../../explore.ts';
import { SLICE } from '../../playback.ts';

export type Asked = Pick<Simulation, 'messages'>;

export class Wire {
  /** What travelled in the stretch fetched last. */
  messages = $state.raw<readonly SentMessage[]>([]);
  /** How much of the stretch asked for is known, 0 to 1. */
  progress = $state(1);
  private readonly clock: Clock;
  private frame = 0;
  /** So much virtual time takes about a millisecond to replay. */
  private pace = 20;

  constructor(clock: Clock = () => performance.now()) {
    this.clock = clock;
  }

  /** Fetches what travelled between two times, ms; what is shown meanwhile stays. */
  fetch(asked: Asked, from: number, to: number): void {
    cancelAnimationFrame(this.frame);
    const on = (reached: number) => {
      const next = this.warm(asked, reached, to);
      if (next >= to) {
        this.messages = asked.messages(from, to);
        this.progress = 1;
        return;
      }
      this.progress = (next - from) / (to - from);
      this.frame = requestAnimationFrame(() => on(next));
    };
    on(from);
  }

  stop(): void {
    cancelAnimationFrame(this.frame);
  }

  /** Has the simulator replay as much as fits into a slice; how far that was. */
  private warm(asked: Asked, from: number, to: number): number {
    const begun = this.clock();
    let reached = from;
    while (reached < to) {
      const before = this.clock();
      const next = Math.min(to, reached + this.pace);
      asked.messages(reached, next);
      reached = next;
      const took = this.clock() - before;
      this.pace = Math.min(4000, Math.max(1, took > 2 ? this.pace / 2 : took < 0.5 ? this.pace * 2 : this.pace));
      if (this.clock() - begun > SLICE - 2) break;
    }
    return reached;
  }
}

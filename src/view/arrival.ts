/** How an actor came to the state it is in: found in the history of the run, whether or not anybody watched. */
import type { ActorId, ActorView, Simulation } from '../sim/index.ts';

export interface Arrival {
  readonly from: string;
  readonly to: string;
  /** Virtual ms. */
  readonly at: number;
}

type Past = Pick<Simulation, 'now' | 'seek' | 'step' | 'look'>;

/** So much of the past is replayed at a time, virtual ms. */
const STRETCH = 250;

/** Goes back through the past stretch by stretch, so that a long one can be searched in slices of real time. */
export class ArrivalSearch {
  found: Arrival | null = null;
  private end: number;

  constructor(
    private readonly actor: ActorId,
    private readonly stateOf: (view: ActorView) => string,
    now: number,
  ) {
    this.end = now;
  }

  /** Searches on until `isOver`; whether it is done. Leaves the run where it was. */
  go(past: Past, isOver: () => boolean): boolean {
    const { now } = past;
    try {
      for (let begun = false; this.end > 0 && this.found === null; begun = true) {
        if (begun && isOver()) return false;
        this.stretch(past);
      }
      return true;
    } finally {
      past.seek(now);
    }
  }

  /** The last change of state in one stretch. An actor that was not there before came from nowhere, and nothing earlier is of it. */
  private stretch(past: Past): void {
    const from = Math.max(0, this.end - STRETCH);
    past.seek(from);
    const stateNow = () => {
      const view = past.look(this.actor);
      return view === null ? null : this.stateOf(view);
    };
    let state = stateNow();
    const born = state !== null;
    for (let before = past.now; ; before = past.now) {
      past.step();
      if (past.now > this.end || past.now === before) break;
      const next = stateNow();
      if (state !== null && next !== null && next !== state) this.found = { from: state, to: next, at: past.now };
      state = next;
    }
    this.end = born ? from : 0;
  }
}

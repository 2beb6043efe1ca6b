/** The way a person took through the inspector, from link to link, so that there is a way back: each stop with the moment it was left at. */
import type { Fact } from '../sim/index.ts';
import { sameThing, type Thing } from './geometry/thing.ts';
import type { Session } from './session.svelte.ts';

export interface Stop {
  readonly thing: Thing | null;
  readonly fact: Fact | null;
  readonly part: Session['part'];
  readonly question: string | null;
  readonly at: number;
}

const MOST = 30;

export class Trail {
  /** Oldest first; where one is now is not among them. */
  stops = $state.raw<readonly Stop[]>([]);
  private here: Pick<Stop, 'thing' | 'fact'> = { thing: null, fact: null };

  private stop({ selected, fact, part, question, t }: Session): Stop {
    return { thing: selected, fact, part, question, at: t };
  }

  /** Follows a link to a fact, at its moment, or to a thing, now. */
  follow(session: Session, to: { readonly fact: Fact } | { readonly thing: Thing }): void {
    this.stops = [...this.stops, this.stop(session)].slice(-MOST);
    session.pause();
    if ('fact' in to) {
      session.seek(to.fact.at);
      session.explain(to.fact);
    } else {
      session.select(to.thing);
      session.part = 'overview';
    }
    this.here = { thing: session.selected, fact: session.fact };
  }

  back(session: Session): void {
    const stop = this.stops.at(-1);
    if (stop === undefined) return;
    this.stops = this.stops.slice(0, -1);
    session.pause();
    session.seek(stop.at);
    session.select(stop.thing);
    session.explain(stop.fact);
    session.part = stop.part;
    session.question = stop.question;
    this.here = { thing: stop.thing, fact: stop.fact };
  }

  /** Something was chosen elsewhere: another way begins there. */
  notice({ selected, fact }: Session): void {
    if (sameThing(selected, this.here.thing) && fact?.id === this.here.fact?.id) return;
    this.stops = [];
    this.here = { thing: selected, fact };
  }
}

export const trail = new Trail();

/** Facts of a run handed on once each, in order, in slices of real time. When the run's past becomes another one, all begin anew. */
import type { Fact } from '../sim/index.ts';

export interface Eater {
  eat(fact: Fact): void;
  /** Everything eaten so far never happened. */
  forget(): void;
}

/** How many facts are eaten between two looks at the clock. */
const BITE = 64;

export class FactFeed {
  private readonly eater: Eater;
  private eaten = 0;
  private last: Fact | null = null;

  constructor(eater: Eater) {
    this.eater = eater;
  }

  /** How many facts were handed on. */
  get count(): number {
    return this.eaten;
  }

  /** Until when everything was handed on but what may share that moment, virtual ms. */
  get told(): number {
    return this.last?.at ?? 0;
  }

  /** Hands on what is new among `facts` until all is, or the time is over; whether all is. `isOver` is asked now and then. */
  feed(facts: readonly Fact[], isOver: () => boolean = () => false): boolean {
    if (this.last !== null && facts[this.eaten - 1] !== this.last) {
      this.eater.forget();
      this.eaten = 0;
    }
    while (this.eaten < facts.length) {
      const end = Math.min(facts.length, this.eaten + BITE);
      for (; this.eaten < end; this.eaten++) this.eater.eat(facts[this.eaten] as Fact);
      if (this.eaten < facts.length && isOver()) break;
    }
    this.last = facts[this.eaten - 1] ?? null;
    return this.eaten === facts.length;
  }
}

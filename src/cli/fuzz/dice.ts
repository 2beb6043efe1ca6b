/** Dice for making up scenes: every throw follows from the seed. */
import { draw, hash } from '../../sim/kernel/luck.ts';

export class Dice {
  private thrown = 0;
  private readonly seed: number;

  constructor(seed: number) {
    this.seed = hash(0x66757a7a, seed);
  }

  /** A fraction in [0, 1). */
  fraction(): number {
    return draw(this.seed, this.thrown++);
  }

  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.fraction() * (high - low + 1));
  }

  pick<T>(of: readonly T[]): T {
    const one = of[Math.floor(this.fraction() * of.length)];
    if (of.length === 0) throw new RangeError('nothing to pick from');
    return one as T;
  }

  some<T>(of: readonly T[], atLeast = 1): T[] {
    const left = [...of];
    const count = this.between(Math.min(atLeast, of.length), of.length);
    return Array.from({ length: count }, () => left.splice(this.between(0, left.length - 1), 1)[0] as T);
  }
}

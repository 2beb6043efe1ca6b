/** The rules of the simulator, compiled at build time and fetched when they are shown. */
import type { Section } from '../fidelity.ts';

export const loadFidelity = async (): Promise<readonly Section[]> =>
  (await import('../../sim/SPEC.md?rules')).default as readonly Section[];

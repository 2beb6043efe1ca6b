/** Section V: the Kafka versions a scenario can ask for, and those that come later. */
import type { ProfileName } from './types.ts';

export const profiles: readonly ProfileName[] = ['2.8', '4.3'];
export const LATEST: ProfileName = '4.3';
const LATER: readonly string[] = ['2.3', '3.9'];

/** The profile a scenario names, or why there is none. YAML reads `4.3` as a number. */
export function profileNamed(value: unknown): { readonly profile: ProfileName } | { readonly reason: string } {
  const name = String(value);
  const profile = profiles.find((it) => it === name);
  if (profile !== undefined) return { profile };
  if (LATER.includes(name)) return { reason: `the profile of Kafka ${name} comes later; use ${profiles.join(' or ')}` };
  return { reason: `there is no profile of Kafka ${name}; use ${profiles.join(' or ')}` };
}

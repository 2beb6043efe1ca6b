/** Section V: the Kafka versions a scenario can ask for, oldest first. */
import type { ProfileName } from './types.ts';

export const profiles: readonly ProfileName[] = ['2.3', '2.8', '3.9', '4.3'];
export const LATEST: ProfileName = '4.3';

const AGE: Readonly<Record<ProfileName, number>> = { '2.3': 0, '2.8': 1, '3.9': 2, '4.3': 3 };

/** Whether what came with `version` (or between it and the profile before) is there in `profile`. */
export const atLeast = (profile: ProfileName, version: ProfileName): boolean => AGE[profile] >= AGE[version];

/** Clusters of these are run by ZooKeeper, later ones by controllers of their own (KRaft). */
export const runsOnZooKeeper = (profile: ProfileName): boolean => !atLeast(profile, '3.9');

/** The profile a scenario names, or why there is none. YAML reads `4.3` as a number. */
export function profileNamed(value: unknown): { readonly profile: ProfileName } | { readonly reason: string } {
  const name = String(value);
  const profile = profiles.find((it) => it === name);
  return profile !== undefined ? { profile } : { reason: `there is no profile of Kafka ${name}; there are ${profiles.join(', ')}` };
}

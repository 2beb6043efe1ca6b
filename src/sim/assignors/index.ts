import { cooperativeSticky } from './cooperativeSticky.ts';
import { bring } from './registry.ts';
import { roundRobin } from './roundRobin.ts';
import { sticky } from './sticky.ts';
import type { Assignor } from './types.ts';

export { assignorNamed } from './registry.ts';
export type { Assignment, AssignmentInput, Assignor, MemberSubscription, TopicPartition } from './types.ts';

/** Every assignor. A new one is a file, a name in `registry.ts` and a word here. */
export const assignors: readonly Assignor[] = bring(roundRobin, sticky, cooperativeSticky);

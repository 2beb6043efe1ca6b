/** What readers of a scenario's parts need to know: whose defaults hold, and what has been named. */
import type { ProfileName } from '../config/index.ts';
import type { Names } from './names.ts';
import type { ConfigOverrides, GroupSpec } from './types.ts';

export interface ReadContext {
  readonly profile: ProfileName;
  /** The cluster's broker settings that differ from the defaults. */
  readonly cluster: ConfigOverrides;
  readonly names: Names;
  /** Groups read so far; members that come later take over what theirs says. */
  readonly groups: Map<string, GroupSpec>;
}

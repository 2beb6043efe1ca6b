/** Members the coordinator counts and no longer hears from: until their session ends the group is as settled as before (G7). */
import type { GroupModel } from './model.ts';

export interface Silence {
  readonly member: string;
  /** When the coordinator last heard from it, virtual ms. */
  readonly since: number;
  /** When its session ends, virtual ms: the coordinator's own deadline. */
  readonly endsAt: number;
  readonly timeoutMs: number;
}

/** Processes that send nothing any more. */
const MUTE: ReadonlySet<string> = new Set(['crashed', 'paused', 'stopped', 'failed', 'closed']);
/** In heartbeat intervals: a longer silence is more than a slow way. */
const LATE = 1.5;

/** At `now`; whose session ends first comes first. */
export function silencesOf({ members, sessions }: GroupModel, now: number): readonly Silence[] {
  return members
    .flatMap(({ id, state, settings }): readonly Silence[] => {
      const session = sessions[id];
      if (session === undefined || session.endsAt === null) return [];
      const every = Number(settings['heartbeat.interval.ms'] ?? 3000);
      const silent = MUTE.has(state) || now - session.heardAt > LATE * every;
      return silent ? [{ member: id, since: session.heardAt, endsAt: session.endsAt, timeoutMs: session.timeoutMs }] : [];
    })
    .toSorted((a, b) => a.endsAt - b.endsAt);
}

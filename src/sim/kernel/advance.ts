/** Time moves by whole instants: everything due at the next one, then the script's and the person's commands at it. */
import type { Fact } from '../facts.ts';
import type { Command } from '../scenario/types.ts';
import { Draft } from './draft.ts';
import { obey } from './command.ts';
import { nextAt, takeTurn } from './turn.ts';
import type { World } from './world.ts';

/** A person's command and when it was given. */
export interface LoggedCommand {
  readonly at: number;
  readonly command: Command;
}

/** Called with every world a turn or command leads to and the facts it added. */
export type Watcher = (world: World, facts: readonly Fact[]) => void;

/** A run of more turns is a scenario out of hand; scenes about hours shrink the settings instead. */
export const TURN_LIMIT = 200_000;
/** More turns than this at one instant is a loop that takes no time. */
const INSTANT_LIMIT = 20_000;

export class RunLimitError extends Error {
  override readonly name = 'RunLimitError';
}

/** The time of the next instant, or null if nothing is left to happen. */
export function nextInstant(world: World, log: readonly LoggedCommand[]): number | null {
  const times = [nextAt(world), world.scenario.script[world.scriptDone]?.at, log[world.commandsDone]?.at];
  return times.reduce<number | null>(
    (least, time) => (time === null || time === undefined ? least : least === null ? time : Math.min(least, time)),
    null,
  );
}

/** The world at the end of the next instant. `facts` collects what happened, or is null where that is known. */
export function advance(world: World, log: readonly LoggedCommand[], facts: Fact[] | null, watch?: Watcher): World {
  const at = nextInstant(world, log);
  if (at === null) throw new Error('nothing is left to happen');
  const firstTurn = world.turn;
  let current = world;
  let seen = facts?.length ?? 0;
  const checkLimits = ({ turn }: World): void => {
    if (turn - firstTurn > INSTANT_LIMIT)
      throw new RunLimitError(`more than ${INSTANT_LIMIT} turns at ${at} ms: something happens in a loop that takes no time`);
    if (turn > TURN_LIMIT)
      throw new RunLimitError(`more than ${TURN_LIMIT} turns: shorten the run or make it quieter (last instant ${at} ms)`);
  };
  const moved = (next: World): void => {
    current = next;
    checkLimits(next);
    if (watch !== undefined && facts !== null) watch(current, facts.slice(seen));
    seen = facts?.length ?? 0;
  };
  for (;;) {
    const scripted = current.scenario.script[current.scriptDone];
    const logged = log[current.commandsDone];
    if (nextAt(current) === at) {
      const draft = new Draft(current, facts);
      // Nobody can look between two turns of one instant, except a watcher: without one they make one world together.
      do {
        takeTurn(draft);
        checkLimits(draft.world);
      } while (watch === undefined && nextAt(draft.world) === at);
      moved(draft.world);
    } else if (scripted !== undefined && scripted.at <= at)
      moved({ ...obey(current, scripted, at, facts), scriptDone: current.scriptDone + 1 });
    else if (logged !== undefined && logged.at <= at)
      moved({ ...obey(current, logged.command, at, facts), commandsDone: current.commandsDone + 1 });
    else return current;
  }
}

/** Time moves by whole instants: everything due at the next one, then the script's and the person's commands at it. */
import type { Fact } from '../facts.ts';
import type { Command } from '../scenario/types.ts';
import type { CommandProblem } from '../scenario/verbs/refusal.ts';
import { nextAt, takeTurn } from './turn.ts';
import type { World } from './world.ts';

/** A person's command and when it was given. */
export interface LoggedCommand {
  readonly at: number;
  readonly command: Command;
}

/** Commands, judged and carried out. A run is given them, so that a page can show one that nobody commands yet before it fetches them. */
export interface Commands {
  /** Why a command could not be given in this world; empty if it can. */
  check(world: World, command: Command): readonly CommandProblem[];
  /** The world after it. What cannot be carried out says so in its fact and changes nothing. */
  obey(world: World, command: Command, at: number, facts: Fact[] | null): World;
  /** The assignors and partitioners that a setting may name. A plain scene (scenario/plain.ts) does without. */
  readonly choices: readonly { readonly name: string }[];
}

/** What moves a world besides its own queue: the log of commands, and who knows how to obey them. */
export interface Orders {
  readonly commands: Commands;
  readonly log: readonly LoggedCommand[];
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
export function advance(world: World, { commands, log }: Orders, facts: Fact[] | null, watch?: Watcher): World {
  const at = nextInstant(world, log);
  if (at === null) throw new Error('nothing is left to happen');
  const firstTurn = world.turn;
  let current = world;
  let seen = facts?.length ?? 0;
  const moved = (next: World): void => {
    current = next;
    if (current.turn - firstTurn > INSTANT_LIMIT)
      throw new RunLimitError(`more than ${INSTANT_LIMIT} turns at ${at} ms: something happens in a loop that takes no time`);
    if (current.turn > TURN_LIMIT)
      throw new RunLimitError(`more than ${TURN_LIMIT} turns: shorten the run or make it quieter (last instant ${at} ms)`);
    if (watch !== undefined && facts !== null) watch(current, facts.slice(seen));
    seen = facts?.length ?? 0;
  };
  for (;;) {
    const scripted = current.scenario.script[current.scriptDone];
    const logged = log[current.commandsDone];
    if (nextAt(current) === at) moved(takeTurn(current, facts));
    else if (scripted !== undefined && scripted.at <= at)
      moved({ ...commands.obey(current, scripted, at, facts), scriptDone: current.scriptDone + 1 });
    else if (logged !== undefined && logged.at <= at)
      moved({ ...commands.obey(current, logged.command, at, facts), commandsDone: current.commandsDone + 1 });
    else return current;
  }
}

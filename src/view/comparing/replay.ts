/**
 * The same story under another setting: a branch that begins where the group begins, in which all its members, present and to come, have
 * the setting, and every command of the branch it leaves is given again at its time. What comes of it is the simulator's to say.
 */
import type { Command, CommandProblem, LoggedCommand, SettingValue, Simulation } from '../../sim/index.ts';
import { argument } from '../argument.ts';

export interface Wish {
  readonly group: string;
  readonly setting: string;
  readonly value: SettingValue;
}

/** A command that was not given again. `problem`: why the new branch refused it; null: it only set what is set differently now. */
export interface LeftOut extends LoggedCommand {
  readonly problem: CommandProblem | null;
}

export interface Replay {
  readonly branch: number;
  /** Where the new branch begins, virtual ms. */
  readonly from: number;
  /** How many commands were given again. */
  readonly repeated: number;
  readonly leftOut: readonly LeftOut[];
}

type Config = Readonly<Record<string, unknown>>;
const configOf = (command: Readonly<Record<string, unknown>>): Config => (command['config'] ?? {}) as Config;
const without = (config: Config, setting: string): Config =>
  Object.fromEntries(Object.entries(config).filter(([name]) => name !== setting));

/** Goes back to where the group came to be: with the scenario, or with a command. Null: it does not exist in this branch. */
function birthOf(simulation: Simulation, group: string): number | null {
  if (simulation.scenario.groups.some(({ id }) => id === group)) return 0;
  const own = simulation.branches()[simulation.branch]?.commands ?? [];
  const script = simulation.scenario.script.map(({ at, ...command }): LoggedCommand => ({ at, command }));
  const births = [...own, ...script].filter(({ command }) => command.do === 'addGroup').map(({ at }) => at);
  const isThere = (at: number) => {
    simulation.seek(at);
    return simulation.read().groups.some(({ id }) => id === group);
  };
  return births.toSorted((a, b) => a - b).find(isThere) ?? null;
}

/** The command as it is to be given now; null: nothing is left of it. */
function adapted(command: Command, { group, setting, value }: Wish, members: ReadonlySet<string>): Command | null {
  const config = { ...configOf(command), [setting]: value };
  switch (command.do) {
    case 'addMember':
      return argument(command, 'group') === group ? { ...command, config } : command;
    case 'addGroup': {
      if (argument(command, 'id') !== group) return command;
      const own = (member: unknown) =>
        typeof member === 'object' && member !== null && 'config' in member
          ? { ...member, config: without(member.config as Config, setting) }
          : member;
      const given = command['members'];
      return { ...command, config, ...(Array.isArray(given) && { members: given.map(own) }) };
    }
    case 'setConfig': {
      if (!members.has(String(argument(command, 'target'))) || !(setting in configOf(command))) return command;
      const rest = without(configOf(command), setting);
      return Object.keys(rest).length === 0 ? null : { ...command, config: rest };
    }
    default:
      return command;
  }
}

const ENDED: ReadonlySet<string> = new Set(['crashed', 'closed', 'failed', 'stopped']);

/** Begins the branch, and leaves the run in it at the moment it was at. Null: there is no such group. */
export function replay(simulation: Simulation, wish: Wish): Replay | null {
  const { group, setting, value } = wish;
  const { now, scenario } = simulation;
  const commands = simulation.branches()[simulation.branch]?.commands ?? [];
  const from = birthOf(simulation, group);
  if (from === null) {
    simulation.seek(now);
    return null;
  }
  simulation.seek(from);
  simulation.fork();

  const told = new Set<string>();
  const leftOut: LeftOut[] = [];
  let repeated = 0;
  const give = (command: Command, original: Command): boolean => {
    const problem = simulation.check(command)[0];
    if (problem === undefined) simulation.dispatch(command);
    else leftOut.push({ at: simulation.now, command: original, problem });
    return problem === undefined;
  };
  const members = () => simulation.read().groups.find(({ id }) => id === group);
  /** Whoever has come with another value begins anew with this one. */
  const conform = () => {
    const { members: present = [], absent = [] } = members() ?? {};
    const others = present.filter(({ settings }) => JSON.stringify(settings[setting]) !== JSON.stringify(value));
    const all = [...others, ...absent].filter(({ id, state }) => !ENDED.has(state) && !told.has(id));
    for (const { id } of all) {
      const command = { do: 'setConfig', target: id, config: { [setting]: value } };
      told.add(id);
      give(command, command);
    }
  };

  const later = commands.filter(({ at }) => at >= from);
  // The script comes by itself; whom it brings is looked at when they have come.
  const moments = [from, ...later.map(({ at }) => at), ...scenario.script.map(({ at }) => at), now].filter((at) => at >= from);
  for (const at of [...new Set(moments)].toSorted((a, b) => a - b)) {
    simulation.seek(at);
    conform();
    for (const { command } of later.filter((it) => it.at === at)) {
      const known = new Set([...(members()?.members ?? []), ...(members()?.absent ?? [])].map(({ id }) => id));
      const next = adapted(command, wish, known);
      if (next === null) leftOut.push({ at, command, problem: null });
      else if (give(next, command)) repeated += 1;
    }
    conform();
  }
  simulation.seek(now);
  return { branch: simulation.branch, from, repeated, leftOut };
}

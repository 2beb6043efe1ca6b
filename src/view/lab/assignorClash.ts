/** G5: a member that has no assignor in common with the others of its group is refused. Seen before it is given; a warning, not a refusal. */
import type { Command, MemberModel, ReadModel } from '../../sim/index.ts';
import { argument } from '../argument.ts';
import { isLiving } from '../newMember.ts';

const STRATEGY = 'partition.assignment.strategy';

export interface Clash {
  /** The list of the one who comes. */
  readonly offered: readonly string[];
  /** What each of the others knows. */
  readonly others: readonly { readonly member: string; readonly knows: readonly string[] }[];
}

const listOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

/** Null: nothing stands in the way, or the command is about something else. */
export function assignorClash(command: Command, { groups }: ReadModel): Clash | null {
  const config = (command['config'] ?? {}) as Readonly<Record<string, unknown>>;
  const adds = command.do === 'addMember' && command['assign'] === undefined;
  const id = command.do === 'setConfig' ? argument(command, 'target') : '';
  const group = groups.find((it) => (adds ? it.id === argument(command, 'group') : it.members.some((member) => member.id === id)));
  if (group === undefined || (!adds && config[STRATEGY] === undefined)) return null;
  const offered = listOf(config[STRATEGY] ?? group.settings[STRATEGY]);
  const counts = (member: MemberModel) => member.id !== id && isLiving(member) && group.sessions[member.id] !== undefined;
  const others = group.members.filter(counts).map((member) => ({ member: member.id, knows: listOf(member.settings[STRATEGY]) }));
  const shared = offered.some((name) => others.every(({ knows }) => knows.includes(name)));
  return others.length === 0 || offered.length === 0 || shared ? null : { offered, others };
}

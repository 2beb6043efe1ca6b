/** One more member for a group: named after those that are there, and set as they are. */
import type { Command, GroupModel, MemberModel, ReadModel, SettingValue } from '../sim/index.ts';

/** Members must not share these. */
export const OWN_SETTINGS: ReadonlySet<string> = new Set(['group.instance.id', 'client.id']);

/** A process that has ended cannot be told anything. */
export const isLiving = ({ state }: Pick<MemberModel, 'state'>): boolean => !['crashed', 'closed', 'failed', 'stopped'].includes(state);

/** Ids share one namespace. */
const idsOf = ({ brokers, producers, groups }: ReadModel): ReadonlySet<string> =>
  new Set([
    ...brokers.map(({ id }) => String(id)),
    ...[...producers, ...groups].map(({ id }) => id),
    ...groups.flatMap(({ members, absent }) => [...members, ...absent].map(({ id }) => id)),
  ]);

/** `c4` after `c1`, `c2`, `c3`; `billing-1` where nobody has a number. */
export function nextName({ id: group, members, absent }: GroupModel, model: ReadModel): string {
  const taken = idsOf(model);
  const numbered = [...absent, ...members].flatMap(({ id }) => {
    const [, prefix, number] = /^(.*?)(\d+)$/.exec(id) ?? [];
    return prefix === undefined ? [] : [{ prefix, number: Number(number) }];
  });
  const prefix = numbered.at(-1)?.prefix ?? `${group}-`;
  let next = Math.max(0, ...numbered.filter((it) => it.prefix === prefix).map(({ number }) => number)) + 1;
  while (taken.has(`${prefix}${next}`)) next += 1;
  return `${prefix}${next}`;
}

/** What the living members agree on and a member would not get by itself: they were set anew since the group began. */
export function sharedSettings({ members, settings }: GroupModel): Readonly<Record<string, SettingValue>> {
  const [first, ...others] = members.filter(isLiving);
  const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
  const shared = Object.entries(first?.settings ?? {}).filter(
    ([name, value]) =>
      !OWN_SETTINGS.has(name) &&
      value !== null &&
      !same(value, settings[name]) &&
      others.every((member) => same(member.settings[name], value)),
  );
  return Object.fromEntries(shared) as Readonly<Record<string, SettingValue>>;
}

/** The command, as it is given by a press. `named`: it always says the name, so that a form begins with it. */
export function newMember(group: string, model: ReadModel, named = false): Command {
  const known = model.groups.find(({ id }) => id === group);
  if (known === undefined) return { do: 'addMember', group };
  const config = sharedSettings(known);
  const id = nextName(known, model);
  return {
    do: 'addMember',
    group,
    // Without a name the simulator counts on after the group's own.
    ...((named || !id.startsWith(`${group}-`)) && { id }),
    ...(Object.keys(config).length > 0 && { config }),
  };
}

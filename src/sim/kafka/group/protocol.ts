/** G5: how a group agrees on an assignor (Kafka's ClassicGroup.supportsProtocols and selectProtocol). */
import { javaStringOrder } from '../../assignors/javaHashMap.ts';
import type { MemberProtocol } from '../../messages.ts';
import type { GroupContext, GroupMember } from './state.ts';

const supports = (member: GroupMember, protocol: string): boolean => member.protocols.some(({ name }) => name === protocol);

/** A newcomer needs one protocol that every present member knows; the first of an Empty group needs any. */
export function supportsProtocols({ state, members }: GroupContext, protocols: readonly MemberProtocol[]): boolean {
  if (state === 'Empty') return protocols.length > 0;
  return protocols.some(({ name }) => Object.values(members).every((member) => supports(member, name)));
}

/** What every present member knows, in the order of the first one's list. */
export function commonProtocols({ members }: GroupContext): readonly string[] {
  const all = Object.values(members);
  const names = (all[0]?.protocols ?? []).map(({ name }) => name);
  return names.filter((name) => all.every((member) => supports(member, name)));
}

/** Among the protocols all members support, each member votes for the first of its own list; most votes win. */
export function selectProtocol({ members }: GroupContext): string | null {
  const all = Object.values(members);
  const votes = new Map<string, number>();
  for (const { protocols } of all) {
    const vote = protocols.find(({ name }) => all.every((member) => supports(member, name)))?.name;
    if (vote !== undefined) votes.set(vote, (votes.get(vote) ?? 0) + 1);
  }
  // Between equals the first in the JVM's HashMap order wins, as its stream's max() keeps the first.
  return javaStringOrder(votes.keys()).reduce<string | null>(
    (best, name) => (best !== null && (votes.get(best) ?? 0) >= (votes.get(name) ?? 0) ? best : name),
    null,
  );
}

/** Whether a member says the same as before, to every assignor: then its JoinGroup need not disturb the others (G6). */
export const sameProtocols = (a: readonly MemberProtocol[], b: readonly MemberProtocol[]): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

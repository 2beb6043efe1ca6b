import type { Effects, GroupContext, GroupState } from './state.ts';

/** G1: the group moves to another of Kafka's states, for everyone to see. */
export function changeState(group: GroupContext, to: GroupState, out: Effects): GroupContext {
  out.push({ kind: 'note', fact: { kind: 'group.changed', group: group.group, from: group.state, to, generation: group.generation } });
  return { ...group, state: to };
}

/** What can be done to a topic as a whole. On the stage one points at its partitions. */
import type { ReadModel } from '../../sim/index.ts';
import { actionsOf, type Action } from '../actions.ts';

export function topicActions(name: string, model: ReadModel): readonly Action[] {
  const ofOne = actionsOf({ kind: 'partition', topic: name, partition: 0 }, model);
  const isOfTopic = (action: Action) =>
    action.kind === 'form' || (action.kind === 'command' && action.command['topic'] === name && action.command['partition'] === undefined);
  return ofOne.filter(isOfTopic);
}

/** World → plain data for drawing and judging. One reader serves one run; what did not change keeps its identity from model to model. */
import type { FoldState } from './guarantees/state.ts';
import type { World } from './kernel/world.ts';
import type { ReadModel } from './model.ts';
import { readGroups } from './read/groups.ts';
import { seenController, seenOffice } from './read/look.ts';
import { Memo } from './read/memo.ts';
import { readBrokers, readLinks, readMessages, readProducers } from './read/processes.ts';
import { readTopics } from './read/topics.ts';

export type Reader = (world: World, now: number, fold: FoldState) => ReadModel;

export function createReader(): Reader {
  const memo = new Memo();
  return (world, now, { ledger, rebalances }) =>
    memo.get('model', [world, now, ledger, rebalances], () => {
      const controller = seenController(world);
      const { image } = controller.context;
      const office = seenOffice(world);
      const topics = readTopics(world, image.topics, memo);
      return {
        now,
        brokers: readBrokers(world, image, office.id, memo),
        controller: office,
        topics,
        producers: readProducers(world, memo),
        groups: readGroups(world, image, topics, rebalances, now, memo),
        ledger,
        messages: readMessages(world, memo),
        links: readLinks(world, memo),
      };
    });
}

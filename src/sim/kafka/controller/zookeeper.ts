/**
 * C1 in the ZooKeeper profiles: one of the brokers is the controller. Models the `/controller` node, which the first broker to create it
 * holds until its session ends, and KafkaController.onControllerFailover. What the controller decides is computed where the nodes are kept.
 */
import type { MetadataImage } from '../../messages.ts';
import { liveIn, reseat } from './change.ts';
import type { MetadataChange } from './change.ts';
import { seatWithout } from './election.ts';
import type { RulesOf } from './election.ts';

/** The cluster is run by ZooKeeper and nobody holds the controller node: nothing is decided until somebody does. */
export const isVacant = ({ brokerController }: MetadataImage): boolean =>
  brokerController !== undefined && brokerController.broker === null;

/** The session of the broker that held the node has ended, and the node went with it. */
export const vacate = (image: MetadataImage): MetadataImage =>
  image.brokerController === undefined ? image : { ...image, brokerController: { ...image.brokerController, broker: null } };

/** The first broker to create the node is the controller, in the next controller epoch; it begins with what happened meanwhile. */
export function takeOffice(image: MetadataImage, broker: number, rules: RulesOf): MetadataChange {
  const epoch = (image.brokerController?.epoch ?? 0) + 1;
  const taken: MetadataImage = { ...image, brokerController: { broker, epoch } };
  const isLive = liveIn(taken);
  const settled = reseat(
    taken,
    () => ({ reason: 'fenced' }),
    (partition, topic) => {
      const dead = partition.isr.filter((id) => !isLive(id));
      return dead.length > 0 ? seatWithout(partition, dead, isLive, rules(topic)) : null;
    },
  );
  return {
    image: settled.image,
    told: [{ fact: { kind: 'controller.elected', controller: String(broker), controllerEpoch: epoch } }, ...settled.told],
  };
}

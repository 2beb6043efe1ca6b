/** The processes of a run as lanes: who sends at the top, the cluster in the middle, who reads at the bottom. */
import type { ReadModel, Scenario } from '../../../sim/index.ts';
import type { WireLane } from '../../geometry/spaceTime.ts';
import { nodeName } from '../../i18n/names.ts';

export function wireLanesOf(model: ReadModel, scenario: Scenario): WireLane[] {
  const lane = (section: string) => (node: string) => ({ node, section, label: nodeName(node, true) });
  const brokers = model.brokers.map(({ id }) => String(id));
  return [
    ...model.producers.map(({ id }) => id).map(lane('producers')),
    ...brokers.map(lane('brokers')),
    ...scenario.controllers.filter((id) => !brokers.includes(id)).map(lane('controllers')),
    ...model.groups.flatMap(({ id, members, absent }) => [...members, ...absent].map((it) => it.id).map(lane(`group ${id}`))),
  ];
}

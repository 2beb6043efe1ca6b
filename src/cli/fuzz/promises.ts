/** What Kafka promises and a run must keep, told by the ledger: acks=all loses nothing, idempotence neither repeats nor reorders. */
import type { Simulation } from '../../sim/index.ts';
import { fateOf } from '../../sim/guarantees/index.ts';
import { createFold } from '../../sim/guarantees/fold.ts';
import { mayBeUnclean } from '../../sim/invariants/view.ts';
import { settingsFor } from '../../sim/config/index.ts';

export function brokenPromises(simulation: Simulation): string[] {
  const world = simulation.world();
  const facts = simulation.facts();
  const fold = createFold(facts).at(facts.length);
  const { ledger } = simulation.read();
  const broken: string[] = [];
  if (JSON.stringify({ ...fold.ledger, groups: null }) !== JSON.stringify({ ...ledger, groups: null }))
    broken.push('the ledger, folded at once, says something else');
  const settings = new Map(
    Object.values(world.producers).map(({ id, config }) => [id, settingsFor('producer', world.scenario.kafka, config)]),
  );
  for (const { guarantee, producer, topic, number } of ledger.breaches)
    if (guarantee === 'lost' && settings.get(producer)?.['acks'] === 'all' && !mayBeUnclean(world, topic))
      broken.push(`acks=all, but ${producer}'s record ${number} in ${topic} is lost`);
  for (const { name, partitions } of simulation.read().topics) {
    if (mayBeUnclean(world, name)) continue;
    for (const { partition, records } of partitions) {
      const latest = new Map<string, number>();
      for (const { producer, number, offset } of records) {
        if (settings.get(producer)?.['enable.idempotence'] !== true) continue;
        const sent = fateOf(fold, producer, number)?.sent ?? -1;
        const before = latest.get(producer) ?? -1;
        if (sent === before)
          broken.push(`idempotent, but ${producer}'s record ${number} lies twice in ${name}-${partition} (offset ${offset})`);
        if (sent < before)
          broken.push(`idempotent, but ${producer}'s record ${number} at ${name}-${partition} offset ${offset} overtook another`);
        latest.set(producer, sent);
      }
    }
  }
  return broken;
}

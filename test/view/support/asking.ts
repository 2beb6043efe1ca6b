/** Runs to ask "why?" in: scenes and situations, and everything in them one can point at. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Thing } from '../../../src/view/geometry/thing.ts';
import { createSimulation, parseScenarioValue, readYaml } from '../../../src/sim/index.ts';
import type { ReadModel, Scenario, Simulation } from '../../../src/sim/index.ts';
import type { Now } from '../../../src/view/why/index.ts';

const home = new URL('../../../', import.meta.url);

/** The scenario of a file: of a ready scene, or a situation. */
export function scenario(file: string): Scenario {
  const value = readYaml(readFileSync(new URL(file, home), 'utf8')).value as Readonly<Record<string, unknown>>;
  return parseScenarioValue(value['scenario'] ?? value);
}

/** Every scenario of `scenes/` and `test/scenarios/`, by its file. */
export function everyScenario(): readonly (readonly [file: string, scenario: Scenario])[] {
  const files = ['scenes/', 'test/scenarios/'].flatMap((folder) => readdirSync(new URL(folder, home)).map((file) => folder + file));
  return files.filter((file) => /(?<!\.expect)\.yaml$/.test(file)).map((file) => [file, scenario(file)] as const);
}

export const nowOf = (run: Simulation): Now => ({
  model: run.read(),
  facts: run.facts(),
  scenario: run.scenario,
  told: run.told(),
  look: (actor) => run.look(actor),
});

export const start = createSimulation;

/** Everything one can point at; of many records those at the ends and around the high watermark. */
export function everything(
  { brokers, topics, producers, groups, messages, links }: ReadModel,
  { controllers }: Scenario,
): readonly Thing[] {
  const places = topics.flatMap(({ name, partitions }) => partitions.map((it) => ({ ...it, topic: name })));
  const spots = ({ records, highWatermark: hw }: (typeof places)[number]) => {
    const telling = records.filter(({ offset }, i) => i === 0 || i === records.length - 1 || offset === hw || offset === hw - 1);
    return telling.map(({ offset }) => offset);
  };
  return [
    ...brokers.map(({ id }): Thing => ({ kind: 'broker', id })),
    ...controllers.map((id): Thing => ({ kind: 'controller', id })),
    ...places.map(({ topic, partition }): Thing => ({ kind: 'partition', topic, partition })),
    ...places.flatMap(({ topic, partition, replicas }) => replicas.map((broker): Thing => ({ kind: 'replica', topic, partition, broker }))),
    ...places.flatMap((it) => spots(it).map((offset): Thing => ({ kind: 'record', topic: it.topic, partition: it.partition, offset }))),
    ...producers.flatMap(({ id }) => [
      { kind: 'producer' as const, id },
      ...places.map(({ topic, partition }): Thing => ({ kind: 'batch', producer: id, topic, partition })),
    ]),
    ...groups.flatMap((group) => [
      { kind: 'group' as const, id: group.id },
      ...[...group.members, ...group.absent].map(({ id }): Thing => ({ kind: 'member', group: group.id, id })),
    ]),
    ...messages.slice(0, 12).map(({ id }): Thing => ({ kind: 'message', id })),
    ...links.map(({ between }): Thing => ({ kind: 'link', between })),
  ];
}

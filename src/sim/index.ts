/** The only door of the simulator: everything outside `sim` imports from here. What a bundle does not use (YAML, say) it does not carry. */
export type { ActorId, ActorKind, NodeId, TopicPartition } from './address.ts';
export {
  brokerActor,
  consumerActor,
  controllerActor,
  groupActor,
  kindOf,
  nameOf,
  nodeOf,
  partitionName,
  producerActor,
  replicaActor,
} from './address.ts';
export type { ProfileName, Setting, SettingScope, Settings, SettingValue } from './config/index.ts';
export { profiles, runsOnZooKeeper, settingNamed, settings, settingsFor, settingsIn, topicSettings } from './config/index.ts';
export type { Cell } from './csv.ts';
export { csvOf } from './csv.ts';
export { factKinds, isFactKind } from './factKinds.ts';
export type { Fact, FactBody, FactKind, FactOf, Weight } from './facts.ts';
export type { Anomaly, ExportedLedger, FateName, FoldState, RecordFate } from './guarantees/index.ts';
export { anomalyOf, exportLedger, fateOf, journeyOf, ledgerAsCsv } from './guarantees/index.ts';
export { machines } from './kernel/actors.ts';
export type { LoggedCommand } from './kernel/advance.ts';
export { RunLimitError } from './kernel/advance.ts';
export type { Branch, SavedRun } from './kernel/branches.ts';
export type { ActorView, Simulation, SimulationOptions } from './kernel/simulation.ts';
export { createSimulation, importRun } from './kernel/simulation.ts';
export type * from './model.ts';
export { listed, suggestion } from './nearest.ts';
export { explainKey } from './partitioners/index.ts';
export { coordinatorPartition, DEFAULT_OFFSETS_PARTITIONS, javaStringHash } from './kafka/javaHash.ts';
// What machines count, for who looks inside them (ActorView.context).
export type { ConsumerContext } from './kafka/consumer/state.ts';
export type { GroupContext } from './kafka/group/state.ts';
export type { ControllerContext } from './machines/controller/context.ts';
export type { ProducerContext } from './machines/producer/context.ts';
export type { ReplicaContext } from './machines/replica/context.ts';
export * from './scenario/index.ts';
export { parseScenario, readYaml } from './scenario/parseText.ts';
export { scenarioText } from './scenario/writeText.ts';

/** The scenario language. `parseText.ts` is apart: it brings the YAML library. */
export { formatDuration, parseDuration } from './durations.ts';
export { appParts, workloadParts } from './parameters.ts';
export { parseScenarioValue, scenarioKeys } from './parse.ts';
/** Reading untyped data with places and problems, for the other files people write (lessons, questions). */
export * as reading from './cursor.ts';
export { formatProblem, Problems, ScenarioError, type Locate, type Path, type Problem } from './problems.ts';
export type { Json, JsonRecord } from './plain.ts';
export { parseSetValue, PathError, setPath } from './setPath.ts';
export type { AppSpec, Command, CommitPolicy, GroupSpec, MemberSpec, ProducerSpec, Scenario, TopicSpec, WorkloadSpec } from './types.ts';
export { scenarioValue } from './write.ts';
export {
  checkCommand,
  CommandError,
  planCommand,
  verbNamed,
  verbs,
  type CommandProblem,
  type Parameter,
  type ParameterType,
  type Verb,
  type VerbView,
} from './verbs/index.ts';

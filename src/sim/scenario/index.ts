/** The scenario language. `parseText.ts` is apart: it brings the YAML library. */
export { formatDuration, parseDuration } from './durations.ts';
export { parseScenarioValue } from './parse.ts';
export { formatProblem, ScenarioError, type Problem } from './problems.ts';
export { parseSetValue, PathError, setPath } from './setPath.ts';
export type { AppSpec, Command, CommitPolicy, GroupSpec, MemberSpec, ProducerSpec, Scenario, TopicSpec, WorkloadSpec } from './types.ts';
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

/** Why a command is refused. Apart from the verbs, so that whoever only reports refusals does not carry the judges. */

/** `code`: Kafka's name where Kafka has one. */
export interface CommandProblem {
  readonly code: string;
  readonly message: string;
}

export class CommandError extends Error {
  readonly code: string;
  readonly problems: readonly CommandProblem[];

  constructor(problems: readonly CommandProblem[]) {
    super(problems.map(({ message }) => message).join('\n'));
    this.name = 'CommandError';
    this.code = problems[0]?.code ?? 'INVALID_REQUEST';
    this.problems = problems;
  }
}

/** What a command says, as its verb's table has it. */
import { verbNamed, type Command } from '../sim/index.ts';

/** An argument under its name or another that the verb knows it by. */
export function argument(command: Command, name: string): unknown {
  const parameter = verbNamed(command.do)?.parameters.find((it) => it.name === name);
  return [name, ...(parameter?.aliases ?? [])].map((it) => command[it]).find((it) => it !== undefined);
}

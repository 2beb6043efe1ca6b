/**
 * `npm run sim -- FILE [--until 30s] [--facts] [--json] [--ledger json|csv] [--set path=value …] [--seed n]` runs a scenario headlessly and
 * prints what there is at the end, or what became of every record (`--ledger`). The same file, settings and seed print the same bytes. A bad file prints all its problems and exits with 1.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import {
  createSimulation,
  exportLedger,
  ledgerAsCsv,
  parseDuration,
  parseScenarioValue,
  PathError,
  readYaml,
  RunLimitError,
  ScenarioError,
  setPath,
  type Scenario,
} from '../sim/index.ts';
import { factsAsText, modelAsText } from './modelText.ts';

const USAGE = 'Use: npm run sim -- FILE [--until 30s] [--facts] [--json] [--ledger json|csv] [--set path=value …] [--seed n]';
const say = (line: string) => process.stdout.write(`${line}\n`);
const complain = (line: string) => process.stderr.write(`${line}\n`);

interface Wishes {
  readonly file: string;
  readonly until: number;
  readonly facts: boolean;
  readonly json: boolean;
  readonly ledger: 'json' | 'csv' | null;
  /** Path and value, in the order given. */
  readonly set: readonly (readonly [string, string])[];
}

/** What the command line asks for, or what is wrong with it. */
function readWishes(argv: readonly string[]): Wishes | string {
  const options = {
    until: { type: 'string' },
    facts: { type: 'boolean' },
    json: { type: 'boolean' },
    ledger: { type: 'string' },
    set: { type: 'string', multiple: true },
    seed: { type: 'string' },
  } as const;
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true });
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) return 'name one scenario file';
    const until = parseDuration(values.until ?? '30s');
    if (until === null) return `--until takes a time like 30s, not ${values.until ?? ''}`;
    const { ledger = null } = values;
    if (ledger !== null && ledger !== 'json' && ledger !== 'csv') return `--ledger takes json or csv, not ${ledger}`;
    const set = (values.set ?? []).map((it): [string, string] => [it.slice(0, it.indexOf('=')), it.slice(it.indexOf('=') + 1)]);
    const wrong = (values.set ?? []).find((it) => it.indexOf('=') < 1);
    if (wrong !== undefined) return `--set takes path=value, like groups/billing/config/session.timeout.ms=6000, not ${wrong}`;
    if (values.seed !== undefined) set.push(['seed', values.seed]);
    return { file, until, facts: values.facts === true, json: values.json === true, ledger, set };
  } catch (error) {
    return messageOf(error);
  }
}

function load({ file, set }: Wishes): Scenario {
  const { value, locate, repeated } = readYaml(readFileSync(file, 'utf8'));
  const changed = set.reduce((raw, [path, to]) => setPath(raw, path, to), value);
  return parseScenarioValue(changed, locate, repeated);
}

export function main(argv: readonly string[]): number {
  const wishes = readWishes(argv);
  if (typeof wishes === 'string') {
    complain(`${wishes}\n${USAGE}`);
    return 2;
  }
  try {
    const simulation = createSimulation(load(wishes));
    const model = simulation.runUntil(wishes.until);
    if (wishes.ledger !== null) {
      const ledger = exportLedger(simulation.told(), simulation.facts());
      say(wishes.ledger === 'csv' ? ledgerAsCsv(ledger) : JSON.stringify(ledger, null, 2));
      return 0;
    }
    const facts = wishes.facts ? simulation.facts() : null;
    if (wishes.json) say(JSON.stringify(facts === null ? model : { ...model, facts }, null, 2));
    else say([modelAsText(model), ...(facts === null ? [] : ['', factsAsText(facts)])].join('\n'));
    return 0;
  } catch (error) {
    if (error instanceof ScenarioError) {
      const { problems } = error;
      complain(`${wishes.file} has ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}:`);
      for (const { path, line, reason } of problems)
        complain(`  ${wishes.file}${line === null ? '' : `:${line}`}: ${path === '' ? '' : `${path}: `}${reason}`);
      return 1;
    }
    // A file that cannot be read, a path that leads nowhere, a run without end: the message says it all. Anything else is our bug.
    if (!(error instanceof RunLimitError || isFileError(error) || error instanceof PathError)) throw error;
    complain(messageOf(error));
    return 1;
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
const isFileError = (error: unknown): boolean => error instanceof Error && 'code' in error;

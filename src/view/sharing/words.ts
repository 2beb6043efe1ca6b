/** What is wrong with a link or a file, in words, and what was kept. */
import { branchName } from '../i18n/branches.ts';
import { verbWords } from '../i18n/commands.ts';
import { clockTime, number } from '../i18n/format.ts';
import { m } from '../i18n/paraglide/messages.js';
import type { LinkFault, SharedProblem } from './problems.ts';

export interface ProblemWords {
  readonly what: string;
  /** Empty: nothing was. */
  readonly kept: string;
  /** The simulator's own reason, in English. */
  readonly detail: string;
}

const FAULTS: ReadonlySet<SharedProblem['kind']> = new Set<LinkFault['kind']>([
  'empty',
  'notALink',
  'notBase64',
  'cutOff',
  'damaged',
  'notJson',
  'tooBig',
  'tooNew',
  'notARun',
  'notYaml',
]);

/** Nothing can be opened because of it. */
export const isFault = (problem: SharedProblem): problem is LinkFault => FAULTS.has(problem.kind);

export function problemWords(problem: SharedProblem): ProblemWords {
  const reason = 'reason' in problem ? problem.reason : '';
  return isFault(problem) ? { what: faultWords(problem), kept: '', detail: reason } : { ...mendedWords(problem), detail: reason };
}

function faultWords(fault: LinkFault): string {
  switch (fault.kind) {
    case 'empty':
      return m.sharing_fault_empty();
    case 'notALink':
      return m.sharing_fault_not_a_link();
    case 'notBase64':
      return m.sharing_fault_not_base64();
    case 'cutOff':
      return m.sharing_fault_cut_off();
    case 'damaged':
      return m.sharing_fault_damaged();
    case 'notJson':
      return m.sharing_fault_not_json();
    case 'tooBig':
      return m.sharing_fault_too_big();
    case 'tooNew':
      return m.sharing_fault_too_new({ version: fault.version.slice(0, 12) });
    case 'notARun':
      return m.sharing_fault_not_a_run();
    case 'notYaml':
      return fault.line === null ? m.sharing_fault_not_yaml() : m.sharing_fault_not_yaml_at({ line: number(fault.line) });
  }
}

type Mended = Pick<ProblemWords, 'what' | 'kept'>;

function mendedWords(problem: Exclude<SharedProblem, LinkFault>): Mended {
  switch (problem.kind) {
    case 'scenario': {
      const { path, line } = problem;
      const what = line === null ? m.sharing_problem_scenario({ path }) : m.sharing_problem_scenario_at({ path, line: number(line) });
      return { what, kept: m.sharing_kept_scenario() };
    }
    case 'command': {
      const branch = nameOf(problem.branch);
      const command = problem.verb === null ? m.sharing_command_unnamed() : verbWords(problem.verb);
      const what =
        problem.at === null
          ? m.sharing_problem_command_untimed({ branch, command })
          : m.sharing_problem_command({ branch, command, time: clockTime(problem.at) });
      return { what, kept: m.sharing_kept_command() };
    }
    case 'branch':
      return branchWords(problem.what, problem.branch);
    case 'tooMany':
      return {
        what: problem.what === 'branches' ? m.sharing_problem_too_many_branches() : m.sharing_problem_too_many_commands(),
        kept: m.sharing_kept_too_many({ count: number(problem.kept) }),
      };
    case 'tooLong':
      return {
        what: m.sharing_problem_too_long({ branch: nameOf(problem.branch) }),
        kept: m.sharing_kept_too_long({ time: clockTime(problem.at) }),
      };
    case 'current':
      return { what: m.sharing_problem_current(), kept: m.sharing_kept_current() };
    case 'time':
      return { what: m.sharing_problem_time(), kept: m.sharing_kept_time({ time: clockTime(problem.at) }) };
  }
}

const nameOf = (branch: number): string => branchName({ id: branch, name: '' });

function branchWords(what: Extract<SharedProblem, { kind: 'branch' }>['what'], id: number): Mended {
  const branch = nameOf(id);
  switch (what) {
    case 'lost':
      return { what: m.sharing_problem_branch_lost({ branch: number(id + 1) }), kept: m.sharing_kept_branch_lost() };
    case 'parent':
      return { what: m.sharing_problem_branch_parent({ branch }), kept: m.sharing_kept_branch_parent() };
    case 'fork':
      return { what: m.sharing_problem_branch_fork({ branch }), kept: m.sharing_kept_branch_fork() };
    case 'end':
      return { what: m.sharing_problem_branch_end({ branch }), kept: m.sharing_kept_branch_end() };
    case 'order':
      return { what: m.sharing_problem_branch_order({ branch }), kept: m.sharing_kept_branch_order() };
  }
}

/** Lines of history as they are told and as they are saved. */
import type { Scenario } from '../scenario/types.ts';
import type { LoggedCommand } from './advance.ts';

/** One line of history. Branch 0 is the first; a command in the past of a branch with later commands begins another. */
export interface Branch {
  readonly id: number;
  readonly name: string;
  readonly parent: number | null;
  readonly forkedAt: number | null;
  /** How far it was simulated, virtual ms. */
  readonly end: number;
  readonly commands: readonly LoggedCommand[];
}

/** The save file: everything else follows from it. */
export interface SavedRun {
  readonly partita: 1;
  readonly scenario: Scenario;
  readonly branches: readonly {
    readonly name: string;
    readonly parent: number | null;
    readonly forkedAt: number | null;
    readonly commands: readonly LoggedCommand[];
    /** How far it was simulated: a branch is judged as it stood. */
    readonly end?: number;
  }[];
  readonly current: number;
  readonly at: number;
}

/** What can be wrong with a link or a file, as data; `words.ts` says it, and what became of the rest. */

/** Nothing could be read. */
export type LinkFault =
  | { readonly kind: 'empty' | 'notALink' | 'notBase64' | 'cutOff' | 'damaged' | 'notJson' | 'tooBig' }
  /** Written by a later Partita. */
  | { readonly kind: 'tooNew'; readonly version: string }
  /** It is data, but not of a run: `reason` says what is missing. */
  | { readonly kind: 'notARun'; readonly reason: string }
  /** A script whose text is no YAML. */
  | { readonly kind: 'notYaml'; readonly line: number | null; readonly reason: string };

export type SharedProblem =
  | LinkFault
  /** A part of the scenario that this simulator cannot read was left out. */
  | { readonly kind: 'scenario'; readonly path: string; readonly line: number | null; readonly reason: string }
  /** A command that cannot be given any more was left out; the others follow. */
  | { readonly kind: 'command'; readonly branch: number; readonly at: number | null; readonly verb: string | null; readonly reason: string }
  /** The branch was kept, but something about it was put right. */
  | { readonly kind: 'branch'; readonly branch: number; readonly what: 'lost' | 'parent' | 'fork' | 'end' | 'order' }
  /** More than can be shown: the rest was left out. */
  | { readonly kind: 'tooMany'; readonly what: 'branches' | 'commands'; readonly kept: number }
  /** The run grows out of hand there. */
  | { readonly kind: 'tooLong'; readonly branch: number; readonly at: number }
  | { readonly kind: 'current' }
  /** The moment could not be shown; another is. */
  | { readonly kind: 'time'; readonly at: number };

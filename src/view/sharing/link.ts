/** A run in an address: scenario, the commands of every branch, where one is and when. Nothing is sent anywhere but by whoever passes it on. */
import { scenarioValue, type SavedRun } from '../../sim/index.ts';
import { pack } from './pack.ts';

/** What goes with a run but is not part of the simulation: read by those whose it is. */
export interface Extras {
  readonly bookmarks?: unknown;
  readonly arrangement?: unknown;
}

/** Longer ones do not survive chats, mails and some browsers. */
export const LONG_LINK = 8000;

/** `#/run/<payload>`. The scenario goes along in the words of its language, which are short and can be judged. */
export const linkOf = ({ scenario, ...saved }: SavedRun, extras: Extras = {}): string =>
  `#/run/${pack({ ...saved, scenario: scenarioValue(scenario), ...extras })}`;

/** Giving commands in the Lab: while time stands still it goes on by itself until what was asked for stands, so that one can build on it. */
import type { Command, Fact } from '../../sim/index.ts';
import { findNext } from '../explore.ts';
import { preferences } from '../preferences.svelte.ts';
import type { Session } from '../session.svelte.ts';

/** Which facts tell that it stands. */
const STANDS: Readonly<Record<string, string>> = { addBroker: 'broker.unfenced', createTopic: 'topic.created' };
/** What is not there by then will not come by itself, virtual ms. */
const LONGEST = 10_000;

/** Whether it could be given; if not, the notice says why. */
export function give(session: Session, command: Command): boolean {
  if (!session.dispatch(command)) return false;
  const wanted = STANDS[command.do];
  if (wanted !== undefined) goOnUntil(session, ({ kind }) => kind === wanted);
  return true;
}

/** Lets time go on until such a fact, if it comes by itself. */
export function goOnUntil(session: Session, counts: (fact: Fact) => boolean): void {
  if (session.playing && session.goal === null) return;
  const found = session.judge((simulation) => findNext(simulation, session.t, LONGEST, () => performance.now(), counts));
  if (found === null) return;
  if (preferences.still) session.seek(found.at);
  else session.playTo(found.at);
}

/** Moves in time that both keys and buttons make. */
import type { Fact } from '../sim/index.ts';
import type { KeyAction } from './keys.ts';
import { lazy } from './lazy.ts';
import type { Session } from './session.svelte.ts';

export function pivotalAhead(session: Session): void {
  session.whenBegun(() => {
    session.pause();
    if (!session.seekNext((fact) => fact.weight === 'pivotal')) session.say({ kind: 'nothingAhead' });
  });
}

async function ofSelected(session: Session, forward: boolean): Promise<void> {
  const { selected } = session;
  if (selected === null) return forward ? session.step() : session.stepBack();
  const { isAbout } = await lazy.using();
  const counts = (fact: Fact) => isAbout(fact, selected);
  if (forward) session.seekNext(counts);
  else session.seekPrevious(counts);
}

/** "Why?" of what is selected, or else of what has the focus on the stage. */
function why(session: Session): void {
  if (session.selected === null) document.activeElement?.closest('[data-thing]')?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
  if (session.selected === null) return;
  session.pause();
  session.explain(null);
  session.part = 'overview';
  session.question = 'first';
}

/** Carries out what a key stands for; `help` is the page's own affair. */
export function steer(session: Session, action: Exclude<KeyAction, 'help'>): void {
  switch (action) {
    case 'toggle':
      return session.toggle();
    case 'step':
      session.pause();
      return session.step();
    case 'stepBack':
      session.pause();
      return session.stepBack();
    case 'nextOfActor':
      session.pause();
      return void ofSelected(session, true);
    case 'previousOfActor':
      session.pause();
      return void ofSelected(session, false);
    case 'start':
      return session.seek(0);
    case 'latest':
      return session.seek(session.horizon);
    case 'nextPivotal':
      return pivotalAhead(session);
    case 'bookmark':
      return session.bookmark();
    case 'why':
      return why(session);
    case 'undo':
      return session.undo();
    case 'redo':
      return session.redo();
  }
}

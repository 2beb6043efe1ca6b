/** "See it happen": the scene of a question, played to the moment that decides it, in at most ten seconds. */
import { watchingSpeed, type Verdict } from '../lesson/quizRun.ts';
import type { Quiz } from '../lesson/types.ts';
import { page } from './page.svelte.ts';
import { preferences } from './preferences.svelte.ts';
import type { Session } from './session.svelte.ts';
import { stageView } from './stageView.svelte.ts';

/** The scene as the question finds it. */
export function setScene(session: Session, quiz: Quiz): void {
  page.autosave.release();
  session.load(quiz.scene);
  session.seek(quiz.from);
  stageView.reveal(quiz.reveal);
  stageView.arrangement = 'topic';
  session.paced = false;
  session.speed = 1;
}

/** Plays it to the end; with less motion wished for, shows the end at once. */
export function watch(session: Session, quiz: Quiz, { at }: Verdict): void {
  setScene(session, quiz);
  session.speed = watchingSpeed(at - quiz.from);
  if (preferences.still) session.seek(at);
  else session.playTo(at);
}

/**
 * Parts of the page that a lesson just opened does without. Each is fetched when it is first shown, or all of them when somebody begins to
 * use the page, so that nobody waits for a click. What can give commands comes with them (later.svelte.ts).
 */
import { fetchLater } from './later.svelte.ts';

const commanding = async <T>(part: Promise<T>): Promise<T> => (await Promise.all([part, fetchLater()]))[0];

export const lazy = {
  about: () => import('./about.ts'),
  actionMenu: () => commanding(import('./panels/ActionMenu.svelte')),
  eventLog: () => import('./panels/EventLog.svelte'),
  flights: () => import('./marks/Flights.svelte'),
  glossary: () => import('./panels/Glossary.svelte'),
  home: () => import('./panels/Home.svelte'),
  inspector: () => commanding(import('./panels/Inspector.svelte')),
  keySheet: () => import('./panels/KeySheet.svelte'),
  ledger: () => import('./panels/Ledger.svelte'),
  lessonEnd: () => import('./panels/LessonEnd.svelte'),
  narrator: () => import('./panels/Narrator.svelte'),
  question: () => commanding(import('./panels/LessonQuestion.svelte')),
  quiz: () => commanding(import('./panels/Quiz.svelte')),
  seldom: () => import('./marks/seldom.ts'),
  tables: () => import('./panels/StageTable.svelte'),
  timeline: () => import('./panels/Timeline.svelte'),
  toast: () => import('./panels/Toast.svelte'),
  zoom: () => import('./behaviours/zoom.ts'),
};

/** What is fetched in advance stays in the browser's own list of modules; a failure shows when the part is needed. */
export function fetchAll(): void {
  for (const fetch of Object.values(lazy)) void fetch().catch(() => undefined);
}

/** When the picture that stands now has been painted. */
export const painted = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

const SIGNS = ['pointermove', 'pointerdown', 'keydown', 'focusin', 'click'] as const;

/** Calls back at the first sign that somebody uses the page; the returned function stops waiting. */
export function onFirstUse(begin: () => void): () => void {
  const stop = () => SIGNS.forEach((sign) => removeEventListener(sign, used, true));
  const used = () => {
    stop();
    begin();
  };
  for (const sign of SIGNS) addEventListener(sign, used, true);
  return stop;
}

/**
 * Parts of the page that a lesson just opened does without: `painted` follows when its picture stands, `using` when somebody begins to use the
 * page, so that nobody waits for a click, or else when it is first shown. What can give commands comes with it (later.svelte.ts).
 */
import { fetchLater } from './later.svelte.ts';

/** Longest wait for a first picture, ms: not every place has one, and on a phone another pane may lie over it. */
const PATIENCE = 1000;

let pictured: () => void = () => undefined;
const picture = new Promise<void>((resolve) => {
  pictured = resolve;
  setTimeout(resolve, PATIENCE);
});

/** To be called when the first picture stands. */
export const pictureStands = (): void => pictured();

/** When it has been painted, too, and the browser has nothing better to do. */
const afterPaint = async (): Promise<void> => {
  await picture;
  await new Promise<void>((resolve) => {
    requestAnimationFrame(() => {
      if ('requestIdleCallback' in globalThis) requestIdleCallback(() => resolve(), { timeout: 500 });
      else setTimeout(resolve);
    });
  });
};

async function using() {
  const [parts] = await Promise.all([import('./using.ts'), fetchLater()]);
  return parts;
}

export const lazy = {
  /** Only runs with hundreds of messages on their way need it. */
  crowd: () => import('./marks/FlightCrowd.svelte'),
  elsewhere: () => using().then((parts) => parts.elsewhere()),
  fonts: () => afterPaint().then(() => import('./fonts.ts')),
  /** What is in it comes with what is used anyway. */
  help: () => using().then(() => import('./panels/Help.svelte')),
  home: async () => (await Promise.all([import('./panels/Home.svelte'), fetchLater()]))[0],
  painted: () => afterPaint().then(() => import('./painted.ts')),
  simulator: () => afterPaint().then(fetchLater),
  seldom: () => import('./marks/seldom.ts'),
  using,
};

const SIGNS = ['pointermove', 'dragenter', 'pointerdown', 'keydown', 'focusin', 'click'] as const;

/** Resolves at the first sign that somebody uses the page; never where there is none, as in tests of a run alone. */
export const firstUse = new Promise<void>((resolve) => void ('addEventListener' in globalThis && onFirstUse(resolve)));

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

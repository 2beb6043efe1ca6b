/**
 * The places of the page and their addresses. Addresses live behind `#`, so that the built page works from any folder of any server.
 * `#/` · `#/learn/03-groups/one-owner/step` · `#/quiz` · `#/quiz/id` · `#/scenes` · `#/scene/id` · `#/fidelity` · `#/fidelity/G7`
 * · `#/lab` · `#/lab/id` · `#/run` · `#/run/1.eJyr…`
 */
export type Route =
  | { readonly place: 'home' }
  | { readonly place: 'lesson'; readonly chapter: string; readonly lesson: string; readonly step: string | null }
  | { readonly place: 'quizzes' }
  | { readonly place: 'quiz'; readonly id: string }
  | { readonly place: 'scene'; readonly id: string }
  | { readonly place: 'scenes' }
  /** `id`: a rule or a section. */
  | { readonly place: 'fidelity'; readonly id: string | null }
  /** `payload`: a run packed into the address; null: one from a file. */
  | { readonly place: 'run'; readonly payload: string | null }
  /** `id`: an experiment; null: all of them, and what a new one can begin with. */
  | { readonly place: 'lab'; readonly id: string | null }
  | { readonly place: 'unknown'; readonly address: string };

const decode = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};

export function parseRoute(hash: string): Route {
  const address = hash.replace(/^#/, '');
  const [place, ...rest] = address
    .split('/')
    .filter((part) => part !== '')
    .map(decode);
  const [first, second, third] = rest;
  if (place === undefined || (place === 'learn' && first === undefined)) return { place: 'home' };
  if (place === 'learn' && first !== undefined && second !== undefined && rest.length <= 3)
    return { place: 'lesson', chapter: first, lesson: second, step: third ?? null };
  // Whatever became of a shared link, its place says what is wrong with it.
  if (place === 'run') return { place, payload: first === undefined ? null : rest.join('/') };
  if (second === undefined) {
    if (place === 'fidelity' || place === 'lab') return { place, id: first ?? null };
    if (place === 'scenes' && first === undefined) return { place };
    if (place === 'quiz' && first === undefined) return { place: 'quizzes' };
    if ((place === 'quiz' || place === 'scene') && first !== undefined) return { place, id: first };
  }
  return { place: 'unknown', address };
}

export function hrefOf(route: Route): string {
  const path = (...parts: (string | null)[]) =>
    `#/${parts
      .filter((part) => part !== null)
      .map(encodeURIComponent)
      .join('/')}`;
  switch (route.place) {
    case 'home':
      return path();
    case 'lesson':
      return path('learn', route.chapter, route.lesson, route.step);
    case 'quizzes':
      return path('quiz');
    case 'scenes':
      return path('scenes');
    case 'quiz':
    case 'scene':
    case 'fidelity':
    case 'lab':
      return path(route.place, route.id);
    case 'run':
      return path('run', route.payload);
    case 'unknown':
      return `#${route.address}`;
  }
}

/** A lesson's id as its folder names it: `03-groups/one-owner`. */
export const lessonIdOf = (route: Extract<Route, { place: 'lesson' }>): string => `${route.chapter}/${route.lesson}`;

/** The address of a lesson by its id. */
export function lessonHref(lessonId: string, step: string | null = null): string {
  const [chapter = '', lesson = ''] = lessonId.split('/');
  return hrefOf({ place: 'lesson', chapter, lesson, step });
}

/** Places with a stage beside the text. */
export const hasStage = (route: Route): boolean =>
  route.place === 'lab' ? route.id !== null : /^(home|lesson|quiz|scene|run)$/.test(route.place);
/** Places whose text speaks of what is on the stage: one wants to see both at once. */
export const speaksOfStage = (route: Route): boolean => /^(home|lesson|quiz|scene)$/.test(route.place);

/** What goes with the run that is shown: its bookmarks, and how it is drawn. */
import { session } from '../session.svelte.ts';
import { stageView } from '../stageView.svelte.ts';
import type { Extras } from './link.ts';

export const extrasOf = (): Extras => ({ bookmarks: session.bookmarks.all, arrangement: stageView.arrangement });

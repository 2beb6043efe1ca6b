/** What each setting means, in one sentence. Loaded when somebody looks at settings. */
import en from './meanings/en.json';
import ko from './meanings/ko.json';
import { locale } from './locale.svelte.ts';
import type { Locale } from './locale.svelte.ts';

export const meanings: Readonly<Record<Locale, Readonly<Record<string, string>>>> = { ko, en };

export const meaningOf = (setting: string): string => meanings[locale.value][setting] ?? '';

// The language in which the page speaks. It is a rune, so every `m.some_key()` in a template is read again when it
// changes: no reload, no lost state. Who keeps the choice between visits is not this file's affair.
import { baseLocale, isLocale, locales, overwriteGetLocale, overwriteSetLocale, type Locale } from './paraglide/runtime.js';

export type { Locale };
export { baseLocale, isLocale, locales };

let current = $state<Locale>(baseLocale);

overwriteGetLocale(() => current);
overwriteSetLocale((next) => {
  current = next;
});

export const locale = {
  get value(): Locale {
    return current;
  },
  set value(next: Locale) {
    current = next;
  },
};

/** The first of the wished-for languages (say `navigator.languages`) that the page speaks. */
export function preferredLocale(wishes: readonly string[]): Locale {
  for (const wish of wishes) {
    const language = wish.toLowerCase().split('-')[0];
    if (isLocale(language)) return language;
  }
  return baseLocale;
}

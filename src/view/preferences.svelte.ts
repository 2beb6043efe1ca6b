/** What a person chose about the page itself, kept between visits. */
import { isLocale, locale, preferredLocale } from './i18n/locale.svelte.ts';
import type { Locale } from './i18n/locale.svelte.ts';
import type { Keeper } from './storage.ts';

export type Theme = 'system' | 'light' | 'dark';
export const themes: readonly Theme[] = ['system', 'light', 'dark'];

interface Chosen {
  readonly locale: Locale;
  readonly theme: Theme;
  readonly narrate: boolean;
}

const KEY = 'preferences';

class Preferences {
  theme = $state<Theme>('system');
  /** Whether notable facts are read out by screen readers. */
  narrate = $state(true);
  /** Whether the system asks for less motion. */
  still = $state(false);

  load(keeper: Keeper, wishes: readonly string[]): void {
    const chosen = keeper.get<Partial<Chosen>>(KEY) ?? {};
    locale.value = isLocale(chosen.locale) ? chosen.locale : preferredLocale(wishes);
    this.theme = themes.find((it) => it === chosen.theme) ?? 'system';
    this.narrate = chosen.narrate ?? true;
  }

  get chosen(): Chosen {
    return { locale: locale.value, theme: this.theme, narrate: this.narrate };
  }

  save(keeper: Keeper): void {
    keeper.set(KEY, this.chosen);
  }

  /** Follows the system's wish; the returned function stops that. */
  followMotion(query: MediaQueryList): () => void {
    const read = () => (this.still = query.matches);
    read();
    query.addEventListener('change', read);
    return () => query.removeEventListener('change', read);
  }
}

export const preferences = new Preferences();

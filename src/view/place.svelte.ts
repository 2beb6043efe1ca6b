/** Where the page is now: the address bar as a rune. Back and forward work because only the address decides. */
import { hrefOf, parseRoute } from './routes.ts';
import type { Route } from './routes.ts';

class Place {
  route = $state.raw<Route>(parseRoute(globalThis.location?.hash ?? ''));
  /** Where one was before reading the rules; null: nowhere on this page. */
  before = $state.raw<Route | null>(null);

  /** Follows the address bar; the returned function stops that. */
  follow(): () => void {
    const read = () => {
      if (this.route.place !== 'fidelity') this.before = this.route;
      this.route = parseRoute(location.hash);
    };
    this.route = parseRoute(location.hash);
    addEventListener('hashchange', read);
    return () => removeEventListener('hashchange', read);
  }

  go(route: Route): void {
    location.hash = hrefOf(route);
  }

  /** Names the present step in the address without a new entry in the history: back leaves the lesson, not the step. */
  rename(route: Route): void {
    history.replaceState(history.state, '', hrefOf(route));
    this.route = route;
  }
}

export const place = new Place();

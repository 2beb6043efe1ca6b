/** What was done in lessons and questions, kept between visits. The rules are src/lesson's; here is only the log. */
import { EMPTY, type ProgressLog } from '../lesson/progress.ts';
import { page } from './page.svelte.ts';

const KEY = 'progress';

class Progress {
  private given = $state.raw<ProgressLog | null>(null);

  get log(): ProgressLog {
    return this.given ?? { ...EMPTY, ...page.keeper.get<Partial<ProgressLog>>(KEY) };
  }

  change(rule: (log: ProgressLog) => ProgressLog): void {
    const before = this.log;
    const after = rule(before);
    if (after === before) return;
    this.given = after;
    page.keeper.set(KEY, after);
  }
}

export const progress = new Progress();

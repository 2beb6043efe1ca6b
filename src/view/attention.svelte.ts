/** What a person looks at, and what the page has to say to them. */
import type { Fact } from '../sim/index.ts';
import { sameThing, type Thing } from './geometry/thing.ts';
import type { Notice, NoticeBody } from './notice.ts';

export class Attention {
  selected = $state.raw<Thing | null>(null);
  /** Which part of what is selected is shown. */
  part = $state<'overview' | 'settings' | 'internals' | 'chart'>('overview');
  /** The question about it whose answer is open; `first`: whichever comes first. */
  question = $state<string | null>(null);
  /** The fact that is explained. */
  fact = $state.raw<Fact | null>(null);
  notice = $state.raw<Notice | null>(null);
  private notices = 0;

  select(thing: Thing | null): void {
    if (!sameThing(thing, this.selected)) this.question = null;
    this.selected = thing;
    if (thing !== null) this.fact = null;
  }

  explain(fact: Fact | null): void {
    this.fact = fact;
  }

  say(notice: NoticeBody): void {
    this.notice = { ...notice, id: ++this.notices };
  }

  dismiss(): void {
    this.notice = null;
  }

  protected forget(): void {
    this.selected = null;
    this.part = 'overview';
    this.question = null;
    this.fact = null;
    this.notice = null;
  }
}

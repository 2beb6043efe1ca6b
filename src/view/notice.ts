/** What the page has to say about a command or a run; panels find the words. */
import type { Command } from '../sim/index.ts';

export type NoticeBody =
  | { readonly kind: 'forked'; readonly branch: number; readonly at: number }
  | { readonly kind: 'rewritten'; readonly at: number }
  | { readonly kind: 'refused'; readonly command: Command; readonly code: string; readonly message: string }
  | { readonly kind: 'limit'; readonly message: string }
  /** `fresh`: there was no bookmark at this moment yet. */
  | { readonly kind: 'bookmarked'; readonly at: number; readonly fresh: boolean }
  | { readonly kind: 'nothingAhead' }
  /** A story told again in a branch that begins `at`: how many commands came again, and how many did not. */
  | { readonly kind: 'retold'; readonly branch: number; readonly at: number; readonly repeated: number; readonly leftOut: number };

export type Notice = NoticeBody & { readonly id: number };

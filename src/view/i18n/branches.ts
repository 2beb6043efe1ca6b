/** `A`, `B`, …: what a branch is called until somebody names it. */
import type { Branch } from '../../sim/index.ts';

export const branchName = ({ id, name }: Pick<Branch, 'id' | 'name'>): string =>
  name !== '' ? name : id < 26 ? String.fromCharCode(65 + id) : String(id + 1);

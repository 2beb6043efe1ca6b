/** `A`, `B`, …: what a branch is called until somebody names it. */
import type { Branch } from '../../sim/index.ts';
import { m } from './paraglide/messages.js';

export const branchName = ({ id, name }: Pick<Branch, 'id' | 'name'>): string =>
  name !== '' ? name : id < 26 ? String.fromCharCode(65 + id) : String(id + 1);

/** `갈래 B`, or its own name: where it stands without the word around it. */
export const branchTitle = (branch: Pick<Branch, 'id' | 'name'>): string =>
  branch.name === '' ? m.transport_branch_name({ name: branchName(branch) }) : branch.name;

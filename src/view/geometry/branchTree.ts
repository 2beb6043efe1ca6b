/** Branches as a tree over time: a row each, children under their parent in the order in which they left it. */
import type { Branch } from '../../sim/index.ts';
import { linear } from './timeScale.ts';

export interface BranchRow {
  readonly branch: Branch;
  /** How many ancestors it has. */
  readonly depth: number;
  readonly from: number;
  readonly to: number;
  readonly y: number;
  /** From the parent's row down to its own; null: the first branch. */
  readonly stem: string | null;
  /** Commands given on it, x. */
  readonly commands: readonly number[];
}

export interface BranchTree {
  readonly rows: readonly BranchRow[];
  readonly x: (t: number) => number;
}

export function branchTreeOf(
  branches: readonly Branch[],
  horizonOf: (branch: number) => number,
  { whole, left, right, rowHeight }: { readonly whole: number; readonly left: number; readonly right: number; readonly rowHeight: number },
): BranchTree {
  const x = linear(0, whole, left, right);
  const rows: BranchRow[] = [];
  const yOf = new Map<number, number>();
  const visit = (branch: Branch, depth: number) => {
    const y = rowHeight * (rows.length + 0.5);
    yOf.set(branch.id, y);
    const since = branch.forkedAt ?? 0;
    const from = x(since);
    const above = branch.parent === null ? undefined : yOf.get(branch.parent);
    rows.push({
      branch,
      depth,
      from,
      to: Math.max(from + 4, x(horizonOf(branch.id))),
      y,
      stem: above === undefined ? null : `M${from},${above}V${y}`,
      // Those from before it left are drawn on its parent.
      commands: branch.commands.filter(({ at }) => branch.parent === null || at >= since).map(({ at }) => x(at)),
    });
    const children = branches.filter(({ parent }) => parent === branch.id);
    for (const child of children.toSorted((a, b) => (a.forkedAt ?? 0) - (b.forkedAt ?? 0) || a.id - b.id)) visit(child, depth + 1);
  };
  for (const branch of branches) if (branch.parent === null) visit(branch, 0);
  return { rows, x };
}

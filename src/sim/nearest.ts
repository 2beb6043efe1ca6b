/** "Did you mean …?": the candidate that differs from a name by the fewest typing slips, if few enough. */

/** Edits (insert, delete, replace, swap neighbours) that turn one word into the other. */
function slips(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, (beforeLast[j - 2] ?? 0) + 1);
      row.push(least);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

const plain = (name: string) => name.toLowerCase().replace(/[\s._-]/g, '');

/** The nearest candidate, or null when nothing is near: case, dots, dashes and underscores cost nothing, a word contained in another little. */
export function nearest(name: string, candidates: Iterable<string>): string | null {
  const wanted = plain(name).slice(0, 80);
  if (wanted === '') return null;
  let best: string | null = null;
  let least = Math.floor(wanted.length / 3) + 0.5;
  for (const candidate of candidates) {
    const offered = plain(candidate);
    const contained = wanted.length >= 4 && (offered.includes(wanted) || (offered.length >= 4 && wanted.includes(offered)));
    const distance = Math.min(slips(wanted, offered), contained ? 1 : Infinity);
    if (distance < least) {
      best = candidate;
      least = distance;
    }
  }
  return best;
}

/** ` Did you mean "linger.ms"?`, or nothing. */
export function suggestion(name: string, candidates: Iterable<string>): string {
  const near = nearest(name, candidates);
  return near === null ? '' : ` Did you mean "${near}"?`;
}

/** `a, b and 3 more`: what exists, for messages. */
export function listed(names: Iterable<string>, most = 12): string {
  const all = [...names];
  if (all.length === 0) return 'nothing';
  return all.length <= most ? all.join(', ') : `${all.slice(0, most).join(', ')} and ${all.length - most} more`;
}

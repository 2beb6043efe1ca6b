/** What the simulator does, rule by rule: src/sim/SPEC.md as the page shows it. Plain data; the words are SPEC.md's own. */
export const statuses = ['exact', 'as Kafka', 'simplified', 'in part', 'later', 'ours'] as const;
export type Status = (typeof statuses)[number];

/** Something that a search finds or does not. */
interface Findable {
  /** What it says, in small letters. */
  readonly text: string;
}

export interface RuleBlock extends Findable {
  readonly kind: 'rule';
  /** `G7` */
  readonly id: string;
  readonly status: Status;
  /** The part of Kafka it models; may be empty. */
  readonly kafka: string;
  readonly html: string;
  /** Test files whose titles quote the rule, as SPEC.md names them: `sim/log`. */
  readonly tests: readonly string[];
}

export interface Row extends Findable {
  /** Rules without an entry of their own that this row is about. */
  readonly rules: readonly string[];
  readonly cells: readonly string[];
}

export type Block =
  | RuleBlock
  | (Findable & { readonly kind: 'text'; readonly html: string })
  | { readonly kind: 'list'; readonly items: readonly (Findable & { readonly html: string })[] }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly Row[] };

export interface Section {
  /** As in links inside SPEC.md: `not-built-yet`. */
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

export interface Wanted {
  /** All words of it must occur. */
  readonly query: string;
  readonly status: Status | null;
}

/** The sections with what is wanted of them; those of which nothing is left are gone. A status asks for rules only. */
export function wantedOf(sections: readonly Section[], { query, status }: Wanted): readonly Section[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0 && status === null) return sections;
  const has = ({ text }: Findable) => words.every((word) => text.includes(word));
  const left = (block: Block): Block | null => {
    if (block.kind === 'rule') return has(block) && (status === null || block.status === status) ? block : null;
    if (status !== null) return null;
    if (block.kind === 'text') return has(block) ? block : null;
    if (block.kind === 'list') return some(block.items.filter(has), (items) => ({ ...block, items }));
    return some(block.rows.filter(has), (rows) => ({ ...block, rows }));
  };
  return sections.flatMap((section) => {
    const blocks = section.blocks.flatMap((block) => left(block) ?? []);
    return blocks.length === 0 ? [] : [{ ...section, blocks }];
  });
}

const some = <T>(found: readonly T[], make: (found: readonly T[]) => Block): Block | null => (found.length === 0 ? null : make(found));

/** Every place that has an address of its own: sections, rules, rows that stand for rules not built yet. */
export const placesIn = (sections: readonly Section[]): ReadonlySet<string> =>
  new Set(
    sections.flatMap(({ id, blocks }) => [
      id,
      ...blocks.flatMap((it) => (it.kind === 'rule' ? [it.id] : it.kind === 'table' ? it.rows.flatMap(({ rules }) => rules) : [])),
    ]),
  );

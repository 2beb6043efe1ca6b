// SPEC.md and the tests speak of the same rules: every number a title quotes is explained there, and every built rule names tests that quote it.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const RULE = /^(?:[NCTLRPFOGADX]\d{1,2}|[VKX])$/;
const NUMBER = '[A-Z]\\d{0,2}';

/** Every rule there is to simulate of the classic protocol, by section: section → its numbers ('' where the section has none). */
const CONTRACT: Readonly<Record<string, string>> = {
  N: '1–4', // time, network, faults
  C: '1–5', // cluster and controller
  T: '1–4', // topics
  L: '1–5', // log
  R: '1–6', // replication
  P: '1–11', // producer
  F: '1–5', // consumer
  O: '1–5', // offsets
  G: '1–13', // groups
  A: '1–4, 6', // assignors (A5 belongs to KIP-848)
  V: '', // versions
  D: '1–3', // delivery
};

const LIST = `${NUMBER}(?:(?:, |–)${NUMBER})*`;

/** Rules a title quotes: in front (`A1–A3, V: …`, `F4, every N: …`) or in brackets at its end (`sessions (G7)`). */
function rulesIn(title: string): string[] {
  const list = new RegExp(`^(${LIST})(?:, [^:]+)?:`).exec(title)?.[1] ?? new RegExp(`\\((${LIST})\\)$`).exec(title)?.[1] ?? '';
  return list
    .split(', ')
    .flatMap(expand)
    .filter((rule) => RULE.test(rule));
}

/** `A1–A3` are three rules. */
function expand(item: string): string[] {
  const [first = '', last = first] = item.split('–');
  const [from, to] = [Number(first.slice(1)), Number(last.slice(1))];
  return from < to ? Array.from({ length: to - from + 1 }, (_, i) => `${first[0]}${from + i}`) : [first];
}

/** What stands in the quotes of every test and describe of a file that is not skipped. */
function titlesOf(file: string): string[] {
  const titles: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && /^(it|test|describe)\b(?!.*\.(skip|todo)\b)/s.test(node.expression.getText())) {
      const [title] = node.arguments;
      if (title !== undefined && (ts.isStringLiteralLike(title) || ts.isTemplateExpression(title)))
        titles.push(title.getText().slice(1, -1));
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true));
  return titles;
}

/** Rule → files under test/ with a title that quotes it. */
function quotedRules(): ReadonlyMap<string, ReadonlySet<string>> {
  const quoted = new Map<string, Set<string>>();
  const folder = join(root, 'test');
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!/\.(test|spec)\.ts$/.test(name)) continue;
    const file = name.replaceAll('\\', '/');
    for (const rule of titlesOf(join(folder, name)).flatMap(rulesIn)) quoted.set(rule, (quoted.get(rule) ?? new Set()).add(file));
  }
  return quoted;
}

interface Entry {
  readonly rule: string;
  readonly status: string;
  readonly tests: readonly string[];
}

/** `- **G7** (as Kafka; …): …` and, further down, `Tests: …`. Rules only listed under "Not built yet" have no tests to name. */
function readSpec(text: string): { readonly entries: readonly Entry[]; readonly known: ReadonlySet<string> } {
  const [built = '', later = ''] = text.split('## Not built yet');
  const entries = built
    .split(/^- (?=\*\*)/m)
    .slice(1)
    .map((entry) => {
      const [, rule = '', status = ''] = /^\*\*(\w+)\*\* \(([^;)]+)/.exec(entry) ?? [];
      const named = /^ {2}Tests: ([^.]+)\.$/m.exec(entry)?.[1] ?? '';
      return { rule, status, tests: [...named.matchAll(/`([^`]+)`/g)].map(([, name]) => `${name}.test.ts`) };
    });
  const listed = [...later.matchAll(/^\| ([^|]+?) +\|/gm)].flatMap(([, rules = '']) => rules.split(', ')).filter((rule) => RULE.test(rule));
  return { entries, known: new Set([...entries.map(({ rule }) => rule), ...listed]) };
}

/** `1–4, 6` of section A: A1, A2, A3, A4, A6. */
const contracted = (contract: typeof CONTRACT): readonly string[] =>
  Object.entries(contract).flatMap(([section, numbers]) =>
    numbers.split(', ').flatMap((range) => expand(range.replace(/\d+/g, (number) => section + number) || section)),
  );

type Quoted = ReadonlyMap<string, ReadonlySet<string>>;

const unexplained = (text: string, quoted: Quoted): string[] =>
  [...quoted].flatMap(([rule, files]) =>
    readSpec(text).known.has(rule)
      ? []
      : [`${rule} is quoted in test/${[...files].join(', test/')}: explain it in src/sim/SPEC.md or mend the title`],
  );

const misnamed = (text: string, quoted: Quoted): string[] =>
  readSpec(text).entries.flatMap(({ rule, tests }) =>
    tests.flatMap((file) => {
      if (!existsSync(join(root, 'test', file)))
        return [`${rule} names test/${file}, which does not exist: name another in src/sim/SPEC.md`];
      if (quoted.get(rule)?.has(file)) return [];
      return [`${rule} names test/${file}, where no title quotes it: write "${rule}: …" there, or take the file out of src/sim/SPEC.md`];
    }),
  );

const unproven = (text: string): string[] =>
  readSpec(text).entries.flatMap(({ rule, status, tests }) =>
    status === 'later' || tests.length > 0
      ? []
      : [
          `${rule || 'an entry without a number'} is built, but no test is named: end its entry in src/sim/SPEC.md with "  Tests: \`sim/…\`."`,
        ],
  );

/** A rule is built and proven, or SPEC.md says openly that it is not there. */
const incomplete = (text: string, quoted: Quoted, contract: typeof CONTRACT): string[] => {
  const { entries, known } = readSpec(text);
  return contracted(contract).flatMap((rule) => {
    if (!known.has(rule)) return [`${rule} has no entry in src/sim/SPEC.md and does not stand under "Not built yet"`];
    const entry = entries.find((it) => it.rule === rule);
    if (entry === undefined || entry.status === 'later' || quoted.has(rule)) return [];
    return [`${rule} is built, but no test title quotes it: write one that begins with "${rule}: "`];
  });
};

describe('SPEC.md', () => {
  const text = readFileSync(join(root, 'src/sim/SPEC.md'), 'utf8');
  const quoted = quotedRules();

  test('every rule a test title quotes is explained', () => {
    expect(unexplained(text, quoted)).toEqual([]);
  });

  test('every test it names exists and quotes the rule in a title', () => {
    expect(misnamed(text, quoted)).toEqual([]);
  });

  test('every built rule names a test', () => {
    expect(readSpec(text).entries.length).toBeGreaterThan(50);
    expect(unproven(text)).toEqual([]);
  });

  test('every rule of the contract is built and quoted by a test title, or named as not built', () => {
    expect(contracted(CONTRACT)).toHaveLength(67);
    expect(incomplete(text, quoted, CONTRACT)).toEqual([]);
  });

  test('no rule has two entries, and every status is one of the list', () => {
    const { entries } = readSpec(text);
    const rules = entries.map(({ rule }) => rule);
    expect(rules.filter((rule, i) => rules.indexOf(rule) !== i || !RULE.test(rule))).toEqual([]);
    const statuses = ['exact', 'as Kafka', 'simplified', 'in part', 'later', 'ours'];
    expect(entries.filter(({ status }) => !statuses.includes(status))).toEqual([]);
  });
});

describe('what is noticed', () => {
  const entry = (rule: string, more = '') => `- **${rule}** (as Kafka; Log): It logs.\n${more}`;
  const quoted = new Map([['L1', new Set(['sim/log.test.ts'])]]);

  test('quotes in front of a title and at its end, one by one and from … to', () => {
    const titles = ['A1–A3, V: dealt', 'F4, every N: commits', 'sessions (G7)', 'P2: 4.3: a (K1)', 'no rule: (at all)', 'QUIZ: O or X'];
    expect(titles.flatMap(rulesIn)).toEqual(['A1', 'A2', 'A3', 'V', 'F4', 'G7', 'P2']);
  });

  test('a rule that nobody explains', () => {
    expect(unexplained(entry('L2'), quoted).map((it) => it.split(':')[0])).toEqual(['L1 is quoted in test/sim/log.test.ts']);
    expect(unexplained('## Not built yet\n| L1, L3 | logs |', quoted)).toEqual([]);
  });

  test('a test that does not exist, and one that quotes something else', () => {
    const text = entry('L2', '  Tests: `sim/log`, `sim/nothing`.\n');
    expect(misnamed(text, quoted).map((it) => it.split(':')[0])).toEqual([
      'L2 names test/sim/log.test.ts, where no title quotes it',
      'L2 names test/sim/nothing.test.ts, which does not exist',
    ]);
  });

  test('a built rule without a test', () => {
    expect(unproven(entry('L2') + entry('L1', '  Tests: `sim/log`.\n')).map((it) => it.split(',')[0])).toEqual(['L2 is built']);
    expect(unproven(entry('L2').replace('as Kafka', 'later'))).toEqual([]);
  });

  test('a rule of the contract that is missing, or built without a title', () => {
    const contract = { L: '1–2, 4', V: '' };
    const text = `${entry('L1')}${entry('L2')}- **L4** (later): x\n## Not built yet\n| V | versions |`;
    expect(incomplete(text, quoted, contract).map((it) => it.split(',')[0])).toEqual(['L2 is built']);
    expect(incomplete(entry('L1'), quoted, contract).map((it) => it.split(' ')[0])).toEqual(['L2', 'L4', 'V']);
  });
});

// SPEC.md as the page shows it: nothing is left out, every rule has an address, and what is searched for is found.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compileFidelity } from '../../src/lesson/compile/fidelity.ts';
import { placesIn, statuses, wantedOf, type RuleBlock, type Section } from '../../src/lesson/fidelity.ts';

const TEXT = `# What it does

How to read it.

| status | meaning |
| ------ | ------- |

## The log

- **L1** (as Kafka; UnifiedLog, Partition (KIP-1)): A log of \`acks\`
  and [versions](#versions), see R2 and Z9.
  Tests: \`sim/log\`,
  \`sim/replica\`.
- **R2** (later): Not yet; \`R2\` in code stays.

## Versions

Cluster

- Nothing takes time (L1).
- Leaders stay.

## Not built yet

| rules  | what  |
| ------ | ----- |
| R2, X3 | a \`b\` |
`;
const rulesOf = (sections: readonly Section[]) =>
  sections.flatMap(({ blocks }) => blocks.filter((it): it is RuleBlock => it.kind === 'rule'));
const ids = (sections: readonly Section[]) => rulesOf(sections).map(({ id }) => id);
const told = (sections: readonly Section[]) => sections.map(({ id, blocks }) => `${id}: ${blocks.map(({ kind }) => kind).join(' ')}`);

describe('SPEC.md compiled', () => {
  const sections = compileFidelity(TEXT);

  test('a rule has its number, status, classes of Kafka, text and tests', () => {
    expect(rulesOf(sections)[0]).toMatchObject({
      id: 'L1',
      status: 'as Kafka',
      kafka: 'UnifiedLog, Partition (KIP-1)',
      html: 'A log of <code>acks</code> and <a href="#/fidelity/versions">versions</a>, see <a href="#/fidelity/R2">R2</a> and Z9.',
      tests: ['sim/log', 'sim/replica'],
    });
    expect(rulesOf(sections)[1]).toMatchObject({
      id: 'R2',
      status: 'later',
      kafka: '',
      tests: [],
      html: 'Not yet; <code>R2</code> in code stays.',
    });
  });

  test('a line, a list and a table between them keep their kind', () => {
    expect(told(sections)).toEqual(['the-log: rule rule', 'versions: text list', 'not-built-yet: table']);
    expect(sections[1]?.blocks[0]).toMatchObject({ html: '<h3>Cluster</h3>' });
    expect(sections[2]?.blocks[0]).toMatchObject({
      head: ['rules', 'what'],
      rows: [{ rules: ['X3'], cells: [expect.any(String), 'a <code>b</code>'] }],
    });
  });

  test('sections, rules, and rows of rules without an entry have an address', () => {
    expect([...placesIn(sections)]).toEqual(['the-log', 'L1', 'R2', 'versions', 'not-built-yet', 'X3']);
  });

  test('an entry that cannot be read is an error that shows it', () => {
    expect(() => compileFidelity(TEXT.replace('(later)', '(someday)'))).toThrow('not: **R2** (someday)');
  });
});

describe('looking for rules', () => {
  const sections = compileFidelity(TEXT);

  test('all words must occur, in any order and case, in what is read', () => {
    expect(ids(wantedOf(sections, { query: 'partition ACKS', status: null }))).toEqual(['L1']);
    expect(wantedOf(sections, { query: 'acks nowhere', status: null })).toEqual([]);
  });

  test('lists and tables are thinned out to what fits', () => {
    const found = wantedOf(sections, { query: 'leaders', status: null });
    expect(told(found)).toEqual(['versions: list']);
    expect(JSON.stringify(found)).not.toContain('Nothing takes time');
  });

  test('a status asks for its rules only', () => {
    expect(told(wantedOf(sections, { query: '', status: 'later' }))).toEqual(['the-log: rule']);
    expect(wantedOf(sections, { query: 'acks', status: 'later' })).toEqual([]);
    expect(wantedOf(sections, { query: ' ', status: null })).toBe(sections);
  });
});

describe('the real SPEC.md', () => {
  const text = readFileSync('src/sim/SPEC.md', 'utf8');
  const sections = compileFidelity(text);

  test('every entry of it is there, once, with a known status', () => {
    const entries = [...text.matchAll(/^- \*\*(\w+)\*\* \(/gm)].map(([, id]) => id);
    expect(ids(sections)).toEqual(entries);
    expect(rulesOf(sections).filter(({ status, html }) => !statuses.includes(status) || html === '')).toEqual([]);
  });

  test('every address in it leads somewhere', () => {
    const places = placesIn(sections);
    const dead = [...JSON.stringify(sections).matchAll(/#\/fidelity\/([\w-]+)/g)]
      .filter(([, id = '']) => !places.has(id))
      .map(([it]) => it);
    expect(dead).toEqual([]);
  });
});

// Who may import whom, what src/sim may not touch, and how long a file may be. The rules are in architecture/rules.ts.
import { describe, expect, test } from 'vitest';
import { readProject, readSources } from './architecture/read.ts';
import { rules } from './architecture/rules.ts';

const project = readProject();

describe('architecture', () => {
  test('the whole project is read', () => {
    expect([...project.keys()]).toContain('test/architecture.test.ts');
  });

  for (const { claim, breaches, broken } of rules) {
    test(claim, () => {
      expect(breaches(readSources(broken)), 'This rule does not notice its own example of a breach.').not.toEqual([]);
      const found = breaches(project);
      expect(found, `Broken rule: ${claim}.\n${found.join('\n')}\n`).toEqual([]);
    });
  }

  test('a local name, a property and a type of its own are not taken for the page', () => {
    const fine = readSources({
      'src/sim/kafka/fine.ts': `
        interface Element { window: number }
        export const width = (document: { window: number }, it: Element) => document.window + it.window;
        export const api = { fetch: 1, performance: 2, setTimeout() { return 3; } };`,
    });
    expect(rules.flatMap((rule) => rule.breaches(fine))).toEqual([]);
  });
});

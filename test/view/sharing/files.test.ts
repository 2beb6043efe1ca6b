// Runs and scripts as files.
import { describe, expect, test } from 'vitest';
import { createSimulation, importRun, parseScenario, scenarioText } from '../../../src/sim/index.ts';
import { readFile, readText } from '../../../src/view/sharing/readFile.ts';

const script = `partita: 1
topics: { orders: { partitions: 2 } }
producers: { web-1: { workload: { topic: orders, everyMs: 100 } } }
`;

describe('a file', () => {
  test('with a run opens at the moment it was saved', async () => {
    const simulation = createSimulation(parseScenario(script));
    simulation.seek(500);
    simulation.dispatch({ do: 'crash', target: 1 });
    simulation.seek(1234.5);
    const text = JSON.stringify({ ...simulation.export(), bookmarks: [] }, null, 2);
    const { saved, problems, extras } = await readFile(new File([text], 'run.partita.json'));
    expect(problems).toEqual([]);
    expect(extras).toEqual({ bookmarks: [] });
    expect(saved === null ? null : JSON.stringify(importRun(saved).read())).toBe(JSON.stringify(simulation.read()));
  });

  test('with a script opens at its beginning', () => {
    const { saved, problems } = readText(scenarioText(parseScenario(script)));
    expect(problems).toEqual([]);
    expect(saved).toMatchObject({ at: 0, current: 0, scenario: parseScenario(script) });
  });

  test('with a script that is partly unknown opens the rest, and says in which line', () => {
    const { saved, problems } = readText(`${script}weather: rain\n`);
    expect(problems).toMatchObject([{ kind: 'scenario', path: 'weather', line: 4 }]);
    expect(saved?.scenario.topics).toHaveLength(1);
  });

  test('that is no YAML says where it stops being one', () => {
    expect(readText('partita: 1\ntopics: [\n').problems).toMatchObject([{ kind: 'notYaml', line: 3 }]);
  });

  test.each(['', 'a sentence', '[1, 2]', '42', '{"partita": 1, "branches": []}', '<svg/>', '\u0000\u0001'])(
    'with %j opens nothing and says so',
    (text) => {
      const { saved, problems } = readText(text);
      expect(saved).toBeNull();
      expect(problems.length).toBeGreaterThan(0);
    },
  );

  test('larger than any run is not even read', async () => {
    const film = { size: 5e9, text: () => Promise.reject(new Error('read')) } as unknown as File;
    expect((await readFile(film)).problems).toEqual([{ kind: 'tooBig' }]);
  });
});

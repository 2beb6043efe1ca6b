// Ready scenes: what reading and running find wrong with one, and those of `scenes/`, played with every invariant watched.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { inspectInvariants } from '../../src/cli/lessons-check.ts';
import { readLessonFiles } from '../../src/cli/lessonFiles.ts';
import { checkScenes } from '../../src/lesson/check/scenes.ts';
import { compileFidelity } from '../../src/lesson/compile/fidelity.ts';
import { compileScenes } from '../../src/lesson/compile/readyScene.ts';
import { formatSceneProblem } from '../../src/lesson/compile/source.ts';
import { placesIn } from '../../src/lesson/fidelity.ts';
import { momentsIn, SCENE_LENGTH } from '../../src/lesson/readyScene.ts';
import { createSimulation, type Scenario } from '../../src/sim/index.ts';

const WHOLE = `title: { ko: 중단, en: A crash }
about:
  ko: |
    한 브로커가
    죽어요. \`acks=all\`

    둘째 문단
  en: |
    A broker dies.

    The second paragraph
rules: [C2]
reveal: [tape, replicas]
arrangement: broker
start: 1s
moments:
  - title: { ko: 중단, en: The crash }
    text: { ko: "**죽어요**", en: It dies }
    fact: node.crashed
    where: { node: "2" }
  - title: { ko: 격리, en: Fenced }
    text: { ko: 격리돼요, en: It is fenced }
    fact: broker.fenced
variants:
  - title: { ko: 빨리, en: Sooner }
    text: { ko: 빨라요, en: It takes less }
    set: { cluster/config/broker.session.timeout.ms: 2000 }
scenario:
  partita: 1
  kafka: "4.3"
  seed: 1
  brokers: 2
  cluster: { config: { broker.session.timeout.ms: 6000, broker.heartbeat.interval.ms: 500 } }
  topics: { orders: { partitions: 1 } }
  script: [{ at: 2s, do: crash, target: 2 }]
`;
const checked = (text: string, file = '01-crash.yaml') => checkScenes(new Map([[file, text]])).problems.map(formatSceneProblem);
const complaints = (from: string, to: string) => {
  expect(WHOLE).toContain(from);
  return checked(WHOLE.replace(from, to));
};

describe('a ready scene', () => {
  test('compiles to plain data: the scenario parsed, the prose as HTML, its first paragraph for the list', () => {
    const { scenes, problems } = compileScenes(new Map([['01-crash.yaml', WHOLE]]));
    expect(problems).toEqual([]);
    const scene = scenes[0]?.scene;
    expect(scene?.id).toBe('crash');
    expect(scene?.lead).toEqual({ ko: '한 브로커가 죽어요. <code>acks=all</code>', en: 'A broker dies.' });
    expect(scene?.about.en).toBe('<p>A broker dies.</p>\n<p>The second paragraph</p>');
    expect(scene?.moments.map(({ text }) => text.ko)).toEqual(['<strong>죽어요</strong>', '격리돼요']);
    expect(scene?.scenario.brokers.length).toBe(2);
    expect(scene?.variants[0]?.scenario.cluster.config['broker.session.timeout.ms']).toBe(2000);
    expect(JSON.parse(JSON.stringify(scene))).toEqual(scene);
  });

  test('is proven by its moments coming in order', () => {
    expect(checked(WHOLE)).toEqual([]);
  });

  test('a text in one language only, and an unknown key', () => {
    expect(complaints('title: { ko: 격리, en: Fenced }', 'title: { ko: 격리 }')[0]).toBe(
      'scenes/01-crash.yaml:21: moments/1/title: the title of the moment lacks "en": add it',
    );
    expect(complaints('arrangement:', 'arangement:')[0]).toMatch(/01-crash.yaml:14: .*Did you mean "arrangement"\?/);
  });

  test('a mistake in the scenario keeps its line', () => {
    expect(complaints('target: 2', 'target: 7')[0]).toMatch(/^scenes\/01-crash.yaml:35: scenario\/script\/0\/target: /);
  });

  test('a moment that never comes, or only before the one it follows', () => {
    expect(complaints('node: "2"', 'node: "1"')).toEqual([
      'scenes/01-crash.yaml:17: this moment never comes, or not after the one before it: mend "fact" and "where"',
    ]);
    expect(complaints('fact: broker.fenced', 'fact: controller.elected')[0]).toMatch(/^scenes\/01-crash.yaml:21: this moment never comes/);
  });

  test('a moment that is over when the scene opens', () => {
    expect(complaints('start: 1s', 'start: 3s')).toEqual([
      'scenes/01-crash.yaml:17: this moment is over when the scene opens: let "start" be earlier',
    ]);
  });

  test('a kind of fact, a field of it or a setting that does not exist', () => {
    expect(complaints('fact: node.crashed', 'fact: node.crash')[0]).toMatch(
      /there is no fact "node.crash"\. Did you mean "node.crashed"\?/,
    );
    expect(complaints('{ node: "2" }', '{ nod: "2" }')[0]).toMatch(/01-crash.yaml:16: a fact node.crashed has no "nod"/);
    expect(complaints('It dies }', '"`linger.millis`" }')[0]).toMatch(/there is no setting "linger.millis"\. Did you mean "linger.ms"\?/);
  });

  test('a variant whose path leads nowhere, or whose scenario is refused', () => {
    expect(complaints('cluster/config/broker.session.timeout.ms: 2000', 'seed/x: 1')[0]).toMatch(/variants\/0\/set\/seed\/x: /);
    expect(complaints('timeout.ms: 2000', 'timeout.ms: never')[0]).toMatch(/^scenes\/01-crash.yaml:\d+: variants\/0\//);
  });

  test('a file that nobody reads, and two of one name', () => {
    expect(checked(WHOLE, 'crash.yml')).toEqual(['scenes/crash.yml: nobody reads this file: scenes/ has NN-name.yaml only']);
    const twice = compileScenes(new Map(['01-crash.yaml', '02-crash.yaml'].map((file) => [file, WHOLE]))).problems;
    expect(twice.map(formatSceneProblem)).toEqual(['scenes/02-crash.yaml: there is another scene "crash": name this file differently']);
  });
});

describe('the ready scenes', () => {
  const files = readLessonFiles('scenes');
  const { scenes } = compileScenes(files);
  const scene = (id: string) => {
    const found = scenes.find((it) => it.scene.id === id)?.scene;
    if (found === undefined) throw new Error(`there is no scene ${id}`);
    return found;
  };
  const after = (scenario: Scenario) => {
    const simulation = createSimulation(scenario);
    simulation.seek(SCENE_LENGTH);
    return simulation;
  };
  /** What the ledger says in the scene and in each variant. */
  const ledgers = (id: string) => [scene(id).scenario, ...scene(id).variants.map((it) => it.scenario)].map((it) => after(it).read().ledger);

  test('all moments come, and no invariant breaks, variants included', () => {
    const { problems, scenes: count } = checkScenes(files, inspectInvariants);
    expect(problems.map(formatSceneProblem), problems.map(formatSceneProblem).join('\n')).toEqual([]);
    expect(count).toBeGreaterThanOrEqual(8);
  });

  test('every rule a scene names is in SPEC.md', () => {
    const known = placesIn(compileFidelity(readFileSync('src/sim/SPEC.md', 'utf8')));
    const unknown = scenes.flatMap(({ file, scene: { rules } }) =>
      rules.filter((rule) => !known.has(rule)).map((rule) => `${file}: ${rule}`),
    );
    expect(unknown).toEqual([]);
  });

  test('R5, D3: what acks=1 acknowledged is lost with the leader, what acks=all acknowledged is not', () => {
    expect(ledgers('acknowledged-vanishes').map(({ lost }) => lost)).toEqual([2, 0]);
  });

  test('C3, D3: an unclean election loses acks=all records; forbidding it or a minimum of two does not', () => {
    expect(ledgers('unclean-election').map(({ lost }) => lost)).toEqual([18, 0, 0]);
  });

  test('R2: the high watermark leaps when the follower is back, and only then', () => {
    const leaps = [scene('accepted-invisible'), ...scene('accepted-invisible').variants].map(({ scenario }) =>
      momentsIn(scene('accepted-invisible').moments, after(scenario).facts()).map((fact) => fact !== null),
    );
    expect(leaps[0]).toEqual([true, true, true, true]);
    expect(leaps[1]?.at(-1)).toBe(false);
    expect(leaps[2]?.[2]).toBe(false);
  });

  test('P6, P7: a retry reorders; with idempotence or one request in flight it does not', () => {
    expect(ledgers('reordered-by-retry').map(({ groups }) => (groups['billing']?.outOfOrder ?? 0) > 0)).toEqual([true, false, false]);
  });

  test('G8: a cooperative rebalance stops the two partitions that move, Range all four', () => {
    const { scenario, variants } = scene('only-movers-stop');
    const stopped = [scenario, ...variants.map((it) => it.scenario)].map((it) => after(it).read().groups[0]?.rebalances.at(-1)?.stopped);
    expect(stopped).toEqual([2, 4]);
  });

  test('G10: a named consumer back within its session leaves the generation alone, one without a name does not', () => {
    const { scenario, variants } = scene('static-restart');
    const generations = [scenario, ...variants.map((it) => it.scenario)].map((it) => {
      const simulation = createSimulation(it);
      simulation.seek(19_000);
      return simulation.read().groups[0]?.generation;
    });
    expect(generations).toEqual([1, 2]);
  });

  test('L3, F2: a consumer that retention overtakes skips records; one whose records are kept does not', () => {
    expect(ledgers('retention-overtakes').map(({ groups }) => (groups['audit']?.skipped ?? 0) > 0)).toEqual([true, true, false]);
  });
});

// A member that is silent is counted until its session ends, and the page says so.
import { describe, expect, test } from 'vitest';
import { createSimulation, type Simulation } from '../../src/sim/index.ts';
import { locale } from '../../src/view/i18n/locale.svelte.ts';
import { silencesOf } from '../../src/view/geometry/silence.ts';
import { stageWords } from '../../src/view/marks/words.ts';
import { summaryOf } from '../../src/view/summary.ts';
import { questionsOf } from '../../src/view/why/index.ts';
import { clauseText } from '../../src/view/why/say.ts';
import { groupScene } from './support/scene.ts';

const silences = (run: Simulation) => {
  const { groups, now } = run.read();
  return groups.flatMap((group) => silencesOf(group, now));
};

/** Sessions of 6 s; billing-2 stops at 8 s in this way. */
function stopped(how: { readonly do: string; readonly [name: string]: unknown }): Simulation {
  const run = createSimulation(groupScene());
  run.seek(8000);
  expect(silences(run)).toEqual([]);
  run.dispatch(how);
  return run;
}

describe('a silent member', () => {
  test.each([
    { do: 'crash', target: 'billing-2' },
    { do: 'pause', target: 'billing-2' },
  ])('is told with the moment at which the coordinator really removes it: %j', (how) => {
    const run = stopped(how);
    run.seek(9000);
    const [silence] = silences(run);
    expect(silence).toMatchObject({ member: 'billing-2', timeoutMs: 6000 });
    expect(run.read().groups[0]?.state).toBe('Stable');
    run.seek(20_000);
    expect(run.facts().find(({ kind }) => kind === 'member.expired')?.at).toBe(silence?.endsAt);
    expect(silences(run)).toEqual([]);
  });

  test('behind a cut link is told once a heartbeat is missing, though its process runs', () => {
    const run = stopped({ do: 'cut', between: ['billing-2', [1, 2, 3]] });
    expect(silences(run)).toEqual([]);
    run.seek(11_500);
    expect(silences(run).map(({ member }) => member)).toEqual(['billing-2']);
  });

  test('has no session while its JoinGroup or SyncGroup waits', () => {
    const run = createSimulation(groupScene());
    const ends = () => Object.values(run.read().groups[0]?.sessions ?? {}).map(({ endsAt }) => endsAt);
    run.runUntil(() => ends().includes(null), 2000);
    expect(run.read().groups[0]?.state).not.toBe('Stable');
    expect(ends()).toContain(null);
    run.seek(2000);
    expect(ends()).not.toContain(null);
  });

  test.each(['ko', 'en'] as const)('is named in the inspector and in "why?" (%s)', (language) => {
    locale.value = language;
    const run = stopped({ do: 'crash', target: 'billing-2' });
    run.seek(9000);
    const thing = { kind: 'group', id: 'billing' } as const;
    const note = summaryOf(thing, run.read(), stageWords())?.note ?? '';
    expect(note).toContain('billing-2');
    const facts = run.facts();
    const now = { model: run.read(), facts, scenario: run.scenario, told: run.told(), look: (actor: string) => run.look(actor) };
    const question = questionsOf(thing, now).find(({ id }) => id === 'ask_silent');
    const answer = (question?.answer() ?? []).map((clause) => clauseText(clause, facts)).join(' ');
    expect(answer).toContain('billing-2');
    expect(answer).toContain('session.timeout.ms');
  });
});

import { beforeEach, describe, expect, test } from 'vitest';
import { Autosave } from '../../src/view/autosave.ts';
import { Session } from '../../src/view/session.svelte.ts';
import type { Keeper } from '../../src/view/storage.ts';
import { pivotalAhead } from '../../src/view/steering.ts';
import { groupScene } from './support/scene.ts';

let session: Session;

beforeEach(() => {
  session = new Session(() => 0);
  session.load(groupScene());
});

const members = () => session.model?.groups[0]?.members.map(({ id }) => id);

describe('the session', () => {
  test('shows the moment it is asked for, and only what is known by then', () => {
    session.seek(3000);
    expect(session.t).toBe(3000);
    expect(session.facts.at(-1)?.at).toBeLessThanOrEqual(3000);
    session.seek(1000);
    expect(session.horizon).toBe(3000);
    expect(session.facts.length).toBeLessThan(session.known.length);
    expect(session.known.at(-1)?.at).toBeLessThanOrEqual(3000);
  });

  test('looking ahead for the pace does not tell the future', () => {
    session.seek(1000);
    const { known, horizon, t } = session;
    session.lookAhead(2000, 100);
    expect([session.known, session.horizon, session.t]).toEqual([known, horizon, t]);
  });

  test('between instants time moves and the model stays the same object', () => {
    session.seek(1000);
    session.step();
    const { model, t } = session;
    session.seek(t + 0.01);
    expect(session.t).toBe(t + 0.01);
    expect(session.model).toBe(model);
  });

  test('a step goes to the next instant, a step back returns', () => {
    session.seek(1000);
    session.step();
    const after = session.t;
    expect(after).toBeGreaterThan(1000);
    session.step();
    session.stepBack();
    expect(session.t).toBe(after);
  });

  test('listeners hear of every instant on the way forward, in order', () => {
    const heard: number[] = [];
    const stop = session.onInstant(({ t }) => heard.push(t));
    session.advance(500, 1000);
    stop();
    session.advance(600, 1000);
    expect(heard.length).toBeGreaterThan(10);
    expect(heard).toEqual(heard.toSorted((a, b) => a - b));
    expect(Math.max(...heard)).toBeLessThanOrEqual(500);
  });

  test('playing ends at its goal', () => {
    session.playTo(700);
    expect(session.advance(650, 1000)).toBe(650);
    expect(session.advance(5000, 1000)).toBeNull();
    expect(session.t).toBe(700);
    session.ended();
    expect([session.playing, session.goal]).toEqual([false, null]);
  });

  test('the next pivotal moment is found even if it was not simulated yet', () => {
    session.seek(2000);
    session.dispatch({ do: 'crash', target: 'billing-2' });
    expect(session.seekNext((fact) => fact.kind === 'member.expired')).toBe(true);
    expect(session.t).toBeGreaterThan(6000);
    expect(session.facts.at(-1)?.at).toBe(session.t);
    expect(session.seekPrevious((fact) => fact.kind === 'node.crashed')).toBe(true);
    expect(session.t).toBe(2000);
  });
});

describe('a preview', () => {
  test('stands before there is a run, and what was asked meanwhile is done when one has begun', () => {
    const scene = groupScene();
    const { model, facts } = session.present ?? { model: null, facts: [] };
    if (model === null) throw new Error('no run');
    const early = new Session(() => 0);
    early.preview(scene, { model, facts });
    expect([early.model, early.facts, early.known, early.t]).toEqual([model, facts, facts, 0]);
    expect(early.scenario).toBe(scene);
    pivotalAhead(early);
    early.play();
    expect([early.t, early.playing, early.notice]).toEqual([0, false, null]);
    early.load(scene);
    early.catchUp();
    expect(early.facts.some(({ at, weight }) => at === early.t && at > 0 && weight === 'pivotal')).toBe(true);
    expect(early.playing).toBe(true);
  });
});

describe('a command', () => {
  test('at the latest moment just happens', () => {
    session.seek(2000);
    expect(session.dispatch({ do: 'addMember', group: 'billing' })).toBe(true);
    expect(session.notice).toBeNull();
    expect(members()).toContain('billing-3');
  });

  test('in the past without later commands says that the future is computed anew', () => {
    session.seek(5000);
    session.seek(2000);
    session.dispatch({ do: 'crash', target: 'billing-2' });
    expect(session.notice).toMatchObject({ kind: 'rewritten', at: 2000 });
    expect([session.horizon, session.branches.length]).toEqual([2000, 1]);
  });

  test('before later commands begins a branch, says so, and keeps the old one', () => {
    session.seek(4000);
    session.dispatch({ do: 'crash', target: 'billing-2' });
    session.seek(9000);
    session.seek(2000);
    session.dispatch({ do: 'crash', target: 'billing-1' });
    expect(session.notice).toMatchObject({ kind: 'forked', branch: 1, at: 2000 });
    expect(session.branches.map(({ forkedAt }) => forkedAt)).toEqual([null, 2000]);
    session.seek(3000);
    session.checkout(0);
    expect([session.horizon, session.branch]).toEqual([9000, 0]);
    session.seek(4500);
    expect(session.facts.some((fact) => fact.kind === 'node.crashed' && fact.node === 'billing-2')).toBe(true);
    expect(session.facts.some((fact) => fact.kind === 'node.crashed' && fact.node === 'billing-1')).toBe(false);
  });

  test('that cannot be carried out changes nothing and says why', () => {
    session.seek(2000);
    const { facts, revision } = session;
    expect(session.ask?.check({ do: 'restart', target: 'billing-1' })).toHaveLength(1);
    expect(session.dispatch({ do: 'restart', target: 'billing-1' })).toBe(false);
    expect(session.notice).toMatchObject({ kind: 'refused', code: 'wrongState' });
    expect([session.facts, session.revision]).toEqual([facts, revision]);
  });

  test('can be taken back and given again', () => {
    session.seek(2000);
    session.dispatch({ do: 'crash', target: 'billing-2' });
    session.seek(2500);
    const crashed = () => session.facts.some(({ kind }) => kind === 'node.crashed');
    session.undo();
    expect([crashed(), session.canUndo, session.canRedo, session.t]).toEqual([false, false, true, 2500]);
    session.redo();
    expect([crashed(), session.canUndo, session.canRedo]).toEqual([true, true, false]);
  });
});

describe('autosave', () => {
  function keeper(): Keeper {
    const kept = new Map<string, string>();
    return {
      blocked: false,
      get: <T>(key: string) => (kept.has(key) ? (JSON.parse(kept.get(key) as string) as T) : undefined),
      set: (key, value) => kept.set(key, JSON.stringify(value)),
      remove: (key) => kept.delete(key),
      keys: () => [...kept.keys()],
      settled: () => Promise.resolve(),
    };
  }

  test('brings back commands, branches, the moment and how far it was watched', () => {
    const disk = keeper();
    const save = new Autosave(session, disk);
    expect(save.open('one', groupScene())).toBe(false);
    session.seek(3000);
    session.dispatch({ do: 'crash', target: 'billing-2' });
    session.seek(8000);
    session.seek(5000);
    session.speed = 0.25;
    save.flush();

    const again = new Session(() => 0);
    expect(new Autosave(again, disk).open('one', groupScene())).toBe(true);
    expect([again.t, again.horizon, again.speed, again.canUndo]).toEqual([5000, 8000, 0.25, true]);
    expect(again.known).toEqual(session.known);
    expect(again.model).toEqual(session.model);
  });

  test('begins anew where the scene has changed, and on demand', () => {
    const disk = keeper();
    const save = new Autosave(session, disk);
    save.open('one', groupScene());
    session.seek(3000);
    save.flush();
    const again = new Session(() => 0);
    expect(new Autosave(again, disk).open('one', { ...groupScene(), seed: 8 })).toBe(false);
    expect(again.t).toBe(0);
    save.restart('one', groupScene());
    expect(session.t).toBe(0);
  });

  test('does not keep what was released', () => {
    const disk = keeper();
    const save = new Autosave(session, disk);
    save.open('one', groupScene());
    save.release();
    session.load({ ...groupScene(), seed: 9 });
    session.seek(1000);
    save.flush();
    expect(disk.get<{ run: { scenario: { seed: number } } }>('run:one')?.run.scenario.seed).toBe(7);
  });
});

import { describe, expect, test } from 'vitest';
import { goOn, Playback, type FrameClock, type Playable } from '../../src/view/playback.ts';

/** A clock whose frames come when the test says so. */
function fakeClock() {
  let time = 0;
  let waiting: ((time: number) => void) | null = null;
  const clock: FrameClock = {
    now: () => time,
    request: (frame) => {
      waiting = frame;
      return 1;
    },
    cancel: () => (waiting = null),
  };
  return {
    clock,
    frame(ms: number) {
      time += ms;
      const frame = waiting;
      waiting = null;
      frame?.(time);
    },
    get waits() {
      return waiting !== null;
    },
  };
}

function fakePlayer(more: Partial<{ speed: number; pace: (t: number) => number; end: number; slowest: number }> = {}) {
  const { speed = 1, pace = () => 1, end = Infinity, slowest = Infinity } = more;
  const player = {
    t: 0,
    speed,
    ahead: 0,
    done: false,
    lookAhead: (to: number) => (player.ahead = to),
    paceAt: pace,
    advance(to: number) {
      player.t = Math.min(to, end, player.t + slowest);
      return player.t >= end ? null : player.t;
    },
    ended: () => (player.done = true),
  };
  return player satisfies Playable & object;
}

describe('playback', () => {
  test('moves virtual time by real time, times speed', () => {
    const { clock, frame } = fakeClock();
    const player = fakePlayer({ speed: 0.25 });
    new Playback(player, clock).start();
    for (let i = 0; i < 60; i++) frame(1000 / 60);
    expect(player.t).toBeCloseTo(250);
  });

  test('goes through a slow stretch slowly even if a frame could jump over it', () => {
    const pace = (t: number) => (t >= 100 && t < 200 ? 0.05 : 4);
    expect(goOn(0, 25, 16, pace)).toBeGreaterThanOrEqual(100);
    expect(goOn(0, 25, 16, pace)).toBeLessThan(130);
  });

  test('gives the same place whether time passed in one frame or in many', () => {
    const pace = (t: number) => (t < 100 ? 4 : 0.5);
    let t = 0;
    for (let i = 0; i < 100; i++) t = goOn(t, 1, 1, pace);
    expect(Math.abs(goOn(0, 100, 1, pace) - t)).toBeLessThan(10);
  });

  test('looks as far ahead as pace can see', () => {
    const { clock, frame } = fakeClock();
    const player = fakePlayer();
    new Playback(player, clock).start();
    frame(16);
    expect(player.ahead).toBeGreaterThan(300);
  });

  test('does not leap after a stall', () => {
    const { clock, frame } = fakeClock();
    const player = fakePlayer();
    new Playback(player, clock).start();
    frame(60_000);
    expect(player.t).toBeLessThanOrEqual(100);
  });

  test('runs slower where the simulator falls behind, and goes on', () => {
    const { clock, frame } = fakeClock();
    const player = fakePlayer({ slowest: 2 });
    new Playback(player, clock).start();
    for (let i = 0; i < 5; i++) frame(16);
    expect(player.t).toBe(10);
  });

  test('stops at a goal and says so once', () => {
    const timer = fakeClock();
    const player = fakePlayer({ end: 40 });
    const playback = new Playback(player, timer.clock);
    playback.start();
    for (let i = 0; i < 10; i++) timer.frame(16);
    expect(player).toMatchObject({ t: 40, done: true });
    expect([playback.running, timer.waits]).toEqual([false, false]);
  });

  test('started twice it still takes one frame at a time; stopped it takes none', () => {
    const { clock, frame } = fakeClock();
    const player = fakePlayer();
    const playback = new Playback(player, clock);
    playback.start();
    playback.start();
    frame(10);
    expect(player.t).toBeCloseTo(10);
    playback.stop();
    frame(10);
    expect(player.t).toBeCloseTo(10);
  });
});

/**
 * JS per frame while the stage plays a crowded run, beside the plainest thing a frame can do with as many marks: set a transform on each.
 * Layout and painting are the browser's own and left out. `npm run bench` builds this page, opens it and calls `measureFrames`.
 */
import { flushSync, mount } from 'svelte';
import '../../src/view/theme.css';
import { parseScenario } from '../../src/sim/index.ts';
import { fetchLater } from '../../src/view/later.svelte.ts';
import { Session } from '../../src/view/session.svelte.ts';
import Frames from './Frames.svelte';
import crowded from './crowded.yaml?raw';

const MARKS = 200;
const ROUNDS = 16;
const FRAMES = 60;
const FRAME_MS = 1000 / 60;
/** Virtual ms at which the links are full. */
const FULL = 12_000;
const SPEED = 0.25;

const session = new Session();
const target = document.getElementById('app') as HTMLElement;
let bare: Element[] = [];
let turn = 0;

/** 200 marks on straight ways. */
function moveBare(): void {
  turn += 1;
  for (let index = 0; index < bare.length; index++) {
    const way = ((turn + index * 7) % 100) / 100;
    const x = 20 + way * 900;
    const y = 10 + (index % 20) * 9 + way * 5;
    bare[index]?.setAttribute('transform', `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
  }
}

/** A frame of playing: the simulator goes on, and everything that follows from it is drawn. */
function playFrame(): void {
  session.advance(session.t + FRAME_MS * SPEED, Infinity);
  flushSync();
}

/** A frame in which nothing happened in the world: marks move and clocks tick. */
function moveFrame(): void {
  session.t += FRAME_MS * SPEED * 0.01;
  flushSync();
}

const nextFrame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));

/** The mean frame of a round, ms. */
async function round(work: () => void): Promise<number> {
  let spent = 0;
  for (let index = 0; index < FRAMES; index++) {
    await nextFrame();
    const begun = performance.now();
    work();
    spent += performance.now() - begun;
  }
  return spent / FRAMES;
}

/** Rounds of each kind in turn. */
async function measureFrames() {
  const play: number[] = [];
  const move: number[] = [];
  const bareMarks: number[] = [];
  const marks: number[] = [];
  // What is compiled while it runs is not what a frame costs.
  for (let warmth = 0; warmth < 4; warmth++) for (const work of [moveBare, playFrame, moveFrame]) await round(work);
  for (let index = 0; index < ROUNDS; index++) {
    bareMarks.push(await round(moveBare));
    play.push(await round(playFrame));
    marks.push(target.querySelectorAll('.flight:not([visibility])').length);
    move.push(await round(moveFrame));
  }
  return { play, move, bare: bareMarks, marks };
}

// Not awaited at the top: the simulator's file imports from this one.
void fetchLater().then(() => {
  session.load(parseScenario(crowded));
  session.seek(FULL);
  mount(Frames, { target, props: { session, marks: MARKS } });
  flushSync();
  bare = [...target.querySelectorAll('.bare circle')];
  Object.assign(globalThis, { measureFrames });
});

/**
 * JS per frame while the stage plays a crowded run, beside the plainest thing a frame can do with as many marks on the same page. Where SVG
 * draws (`?crowded`) that is: compute a place and set a transform, for each of as many circles; where a canvas paints (`?flood`): clear
 * it, compute a place and fill a circle, for each of as many. Layout, and painting beyond what a call does, are the browser's own and left out.
 * `npm run bench` builds this page, opens it and calls `measureFrames`; `longRun` gives it a run to drag through.
 */
import { flushSync, mount } from 'svelte';
import '../../src/view/theme.css';
import { createSimulation, parseScenario } from '../../src/sim/index.ts';
import { fetchLater } from '../../src/view/later.svelte.ts';
import { Session } from '../../src/view/session.svelte.ts';
import { linkOf } from '../../src/view/sharing/link.ts';
import Frames from './Frames.svelte';
import crowded from './crowded.yaml?raw';
import flood from './flood.yaml?raw';
import standard from './standard.yaml?raw';

/** `full`: the virtual ms at which the links are full. `frames`: as many as lie between two drawings of what rests (picture.svelte.ts). */
const scenes = {
  crowded: { scenario: crowded, full: 12_000, canvas: false, frames: 11 },
  flood: { scenario: flood, full: 20_000, canvas: true, frames: 15 },
};
const { scenario, full, canvas, frames } = scenes[location.search === '?flood' ? 'flood' : 'crowded'];

const ROUNDS = 80;
const WARMING = 12;
const FRAME_MS = 1000 / 60;
const SPEED = 0.25;

/** Real time as it passes at sixty frames a second: how often the picture is drawn anew must not depend on how busy this computer is. */
let time = 0;
const session = new Session(() => time);
const target = document.getElementById('app') as HTMLElement;
const bare: Element[] = [];
let sheet: CanvasRenderingContext2D | null = null;
let marks = 0;
let turn = 0;

const nextFrame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));

/** How many marks are on their way now. */
const marksNow = (): number => {
  const said = document.querySelector('.moving')?.textContent?.replace(/\D/g, '');
  return said === undefined ? target.querySelectorAll('.flight:not([visibility])').length : Number(said);
};

const place = (index: number) => {
  const way = ((turn + index * 7) % 100) / 100;
  return { x: 20 + way * 900, y: 10 + (index % 70) * 9 + way * 5 };
};

/** As many marks on straight ways. */
function moveBare(): void {
  turn += 1;
  if (sheet === null) {
    for (let index = 0; index < bare.length; index++) {
      const { x, y } = place(index);
      bare[index]?.setAttribute('transform', `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
    }
    return;
  }
  sheet.clearRect(0, 0, sheet.canvas.width, sheet.canvas.height);
  for (let index = 0; index < marks; index++) {
    const { x, y } = place(index);
    sheet.beginPath();
    sheet.arc(x, y, 5, 0, Math.PI * 2);
    sheet.fill();
  }
}

/** A frame of playing: the simulator goes on, and everything that follows from it is drawn. */
function playFrame(): void {
  time += FRAME_MS;
  session.advance(session.t + FRAME_MS * SPEED, Infinity);
  flushSync();
}

/** A frame in which nothing happened in the world: marks move and clocks tick. */
function moveFrame(): void {
  session.t += FRAME_MS * SPEED * 0.01;
  flushSync();
}

/** The mean frame of a round, ms. */
async function round(work: () => void): Promise<number> {
  let spent = 0;
  for (let index = 0; index < frames; index++) {
    await nextFrame();
    const begun = performance.now();
    work();
    spent += performance.now() - begun;
  }
  return spent / frames;
}

/** Rounds of each kind in turn. */
async function measureFrames() {
  const play: number[] = [];
  const move: number[] = [];
  const bareMarks: number[] = [];
  const moving: number[] = [];
  // What is compiled while it runs is not what a frame costs.
  for (let warmth = 0; warmth < WARMING; warmth++) for (const work of [moveBare, playFrame, moveFrame]) await round(work);
  for (let index = 0; index < ROUNDS; index++) {
    bareMarks.push(await round(moveBare));
    play.push(await round(playFrame));
    moving.push(marksNow());
    move.push(await round(moveFrame));
  }
  return { play, move, bare: bareMarks, marks: moving };
}

/** The standard scene, played for so many turns, as a link. */
function longRun(turns = 10_000): string {
  const simulation = createSimulation(parseScenario(standard));
  while (simulation.turns.all < turns) simulation.seek(simulation.now + 100);
  return linkOf(simulation.export());
}

/** Waits until those who paint have come. */
async function begin(): Promise<void> {
  await fetchLater();
  session.load(parseScenario(scenario));
  session.seek(full);
  mount(Frames, { target, props: { session } });
  const painter = canvas ? '.moving' : '.flight';
  while (target.querySelector(painter) === null) await nextFrame();
  marks = marksNow();
  const circles = document.querySelector('svg.bare') as SVGSVGElement;
  if (canvas) sheet = document.querySelector<HTMLCanvasElement>('canvas.bare')?.getContext('2d') ?? null;
  else for (let index = 0; index < marks; index++) bare.push(circles.appendChild(circles.firstElementChild?.cloneNode() as Element));
  Object.assign(globalThis, { measureFrames, longRun });
}

// Not awaited at the top: the simulator's file imports from this one.
void begin();

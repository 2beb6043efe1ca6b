/**
 * One seed: a scene, trouble, mending, and judgement. While things go wrong every invariant holds after every turn (safety); in the healed
 * world everything comes to rest as it should (liveness); and the whole can be told again, fact by fact (replay).
 */
import type { Command, Fact, Simulation } from '../../sim/index.ts';
import { CommandError, createSimulation, importRun } from '../../sim/index.ts';
import { createChecker } from '../../sim/invariants/index.ts';
import { verbView } from '../../sim/kernel/verbView.ts';
import { TROUBLE_MS } from './clients.ts';
import { Dice } from './dice.ts';
import { brokenPromises } from './promises.ts';
import type { SceneValue } from './scene.ts';
import { sceneOf, sceneValue } from './scene.ts';
import { unsettled } from './settled.ts';
import { mending, trouble, undoing } from './trouble.ts';

export interface SeedReport {
  readonly seed: number;
  readonly turns: number;
  /** Virtual ms from mending to rest. */
  readonly settledAfterMs: number | null;
  readonly facts: Readonly<Record<string, number>>;
  /** Commands that were carried out, by verb. */
  readonly verbs: Readonly<Record<string, number>>;
  /** What went wrong, in sentences; empty if nothing did. */
  readonly failures: readonly string[];
  /** The scene and the commands given, to run it again by hand. */
  readonly scene: SceneValue;
  readonly commands: readonly Command[];
}

/** After this the world has had every chance to come to rest. */
const PATIENCE_MS = 240_000;

class Broken extends Error {}

export function runSeed(seed: number): SeedReport {
  const dice = new Dice(seed);
  const scene = sceneValue(dice, seed);
  const check = createChecker();
  const failures: string[] = [];
  let simulation: Simulation | null = null;
  let settledAfterMs: number | null = null;
  try {
    simulation = createSimulation(sceneOf(scene), {
      watch: (world, facts) => {
        const broken = check(world, facts);
        if (broken.length > 0)
          throw new Broken(
            broken.map(({ invariant, detail }) => `at ${world.at} ms (turn ${world.turn}) ${invariant}: ${detail}`).join('\n'),
          );
      },
    });
    const seen = makeTrouble(simulation, dice);
    for (const command of mending(verbView(simulation.world()))) give(simulation, command);
    settledAfterMs = settle(simulation, failures);
    failures.push(...brokenPromises(simulation), ...sameAgain(simulation, seen, dice));
  } catch (error) {
    failures.push(error instanceof Broken ? error.message : String(error instanceof Error ? error.stack : error));
  }
  const facts = simulation?.facts(-Infinity, Infinity) ?? [];
  return {
    seed,
    turns: simulation?.turns.all ?? 0,
    settledAfterMs,
    facts: counted(facts.map(({ kind }) => kind)),
    verbs: counted(facts.flatMap((fact) => (fact.kind === 'command.issued' && fact.args['error'] === undefined ? [fact.do] : []))),
    failures,
    scene,
    commands: simulation?.branches()[0]?.commands.map(({ at, command }) => ({ ...command, at })) ?? [],
  };
}

function counted(names: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

/** A command that cannot be given now is refused and changes nothing: that is right too. */
function give(simulation: Simulation, command: Command): void {
  try {
    simulation.dispatch(command);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
  }
}

/** Models as they were shown, by time. */
type Seen = ReadonlyMap<number, string>;

function makeTrouble(simulation: Simulation, dice: Dice): Seen {
  const seen = new Map<number, string>();
  const plan: { readonly at: number; readonly command: Command | null }[] = [];
  for (let count = dice.between(5, 24); count > 0; count--) plan.push({ at: dice.between(500, TROUBLE_MS - 2), command: null });
  while (plan.length > 0) {
    const { at, command } = plan.sort((a, b) => b.at - a.at).pop() as (typeof plan)[number];
    simulation.seek(at);
    const given = command ?? trouble(dice, verbView(simulation.world()));
    if (given === null) continue;
    give(simulation, given);
    seen.delete(at + 0.5);
    if (dice.chance(0.15)) {
      // Between two commands, which come at whole milliseconds.
      simulation.seek(at + 0.5);
      seen.set(at + 0.5, JSON.stringify(simulation.read()));
    }
    // Many faults are short: an answer is lost, a process is back before anybody missed it.
    const mended = command === null ? undoing(given) : null;
    if (mended !== null && dice.chance(0.5)) plan.push({ at: Math.min(TROUBLE_MS - 1, at + dice.between(20, 2500)), command: mended });
  }
  simulation.seek(TROUBLE_MS);
  return seen;
}

/** Runs the healed world until nothing is left to happen that should; says what did not. */
function settle(simulation: Simulation, failures: string[]): number | null {
  let left: readonly string[] = [];
  for (let t = TROUBLE_MS + 6000; t <= TROUBLE_MS + PATIENCE_MS; t += 1000) {
    const model = simulation.runUntil(t);
    // One that was about to leave when everything was mended has gone since.
    for (const { id, state } of model.brokers) if (state === 'stopped') give(simulation, { do: 'restart', target: id });
    left = unsettled(simulation, model);
    if (left.length === 0) return t - TROUBLE_MS;
    // Policies that need not have committed the last records yet: a person does it for them.
    if (left.every((it) => it.includes(' lags ')) && (t / 1000) % 5 === 0)
      for (const { members } of model.groups) for (const { id } of members) give(simulation, { do: 'commit', member: id });
  }
  failures.push(...left.map((it) => `not settled ${PATIENCE_MS / 1000} s after mending: ${it}`));
  return null;
}

/** Going back shows what was seen then; the saved run tells the same facts. */
function sameAgain(simulation: Simulation, seen: Seen, dice: Dice): string[] {
  const failures: string[] = [];
  const end = simulation.now;
  const last = JSON.stringify(simulation.read());
  for (const [at, model] of seen) {
    simulation.seek(at);
    if (JSON.stringify(simulation.read()) !== model) failures.push(`going back to ${at} ms shows another model than at first`);
  }
  const facts = simulation.facts(-Infinity, Infinity);
  const saved = JSON.parse(JSON.stringify(simulation.export())) as ReturnType<Simulation['export']>;
  const again = importRun({ ...saved, at: end });
  failures.push(...differences(facts, again.facts(-Infinity, Infinity)));
  if (JSON.stringify(again.read()) !== last) failures.push('the saved run ends in another model');
  // A fork in the past leaves the line it left as it was.
  const past = dice.between(0, TROUBLE_MS - 1);
  again.seek(past);
  give(again, { do: 'crash', target: 1 });
  again.seek(past + 3000);
  again.checkout(0);
  again.seek(end);
  if (JSON.stringify(again.read()) !== last) failures.push(`a fork at ${past} ms changed the line it left`);
  simulation.seek(end);
  if (JSON.stringify(simulation.read()) !== last) failures.push('going back and forward again ends in another model');
  return failures;
}

function differences(facts: readonly Fact[], again: readonly Fact[]): string[] {
  const first = facts.findIndex((fact, index) => JSON.stringify(fact) !== JSON.stringify(again[index]));
  if (first >= 0) return [`replay differs at fact ${first}: ${JSON.stringify(facts[first])} ≠ ${JSON.stringify(again[first])}`];
  return again.length === facts.length ? [] : [`replay tells ${again.length} facts instead of ${facts.length}`];
}

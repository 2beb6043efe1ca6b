/** Tells a story again under another setting, in a branch of that name, and opens the comparison with the branch it leaves. */
import { replay, type Replay, type Wish } from '../../comparing/replay.ts';
import { place } from '../../place.svelte.ts';
import type { Session } from '../../session.svelte.ts';
import { dockView } from '../dock/dockView.svelte.ts';
import { typedText } from './settingWords.ts';

const ASSIGNORS = 'partition.assignment.strategy';

/** Assignors are known by their names. */
function nameOf({ setting, value }: Wish, taken: readonly string[]): string {
  const plain = setting === ASSIGNORS ? typedText(value) : `${setting}=${typedText(value)}`;
  const numbered = taken.map((_, i) => `${plain} (${i + 2})`);
  return [plain, ...numbered].find((name) => !taken.includes(name)) ?? plain;
}

/** Null: the run came to nothing, and the notice says why. */
export function retell(session: Session, wish: Wish): Replay | null {
  session.pause();
  const told = session.change((simulation) => {
    const name = nameOf(
      wish,
      simulation.branches().map((branch) => branch.name),
    );
    const result = replay(simulation, wish);
    if (result !== null) simulation.rename(result.branch, name);
    return result;
  });
  if (told === null) return null;
  session.say({ kind: 'retold', branch: told.branch, at: told.from, repeated: told.repeated, leftOut: told.leftOut.length });
  dockView.show(place.route.place, 'branches');
  return told;
}

/** The left part of a partition's row: its name, the brokers that hold it, and how well they keep up. */
import { chipsOf, type Chip } from './chips.ts';
import type { Draft } from './draft.ts';
import { label, type Label } from './label.ts';
import type { RowInput } from './row.ts';

export interface Face {
  readonly labels: readonly Label[];
  readonly chips: readonly Chip[];
}

/** `y` and `height`: of the tape beside it. */
export function faceOf(input: RowInput, y: number, height: number, draft: Draft): Face {
  const { box, partition, density } = input;
  const { scale, measure, words, layers } = draft;
  const tall = density === 'full' || density === 'medium';
  const nameSize = density === 'full' ? scale.title : scale.name;
  const name = label(
    box.x,
    tall ? y + (density === 'full' ? nameSize - 1 : nameSize - 2) : y + height / 2 + nameSize * 0.36,
    `P${partition.partition}`,
    nameSize,
    { mono: true, weight: 700 },
  );
  const labels: Label[] = [name];
  const withReplicas = layers.has('replicas');
  const chipsX = tall ? box.x : box.x + measure('P00', name) + 6;
  const chipsY = tall ? y + height - scale.tiny - 3 : y + (height - scale.tiny - 5) / 2;
  const prefixed = input.prefix && tall && withReplicas;
  const prefix = prefixed ? Math.ceil(measure(words.brokerWord, { size: scale.tiny, weight: 400, mono: false })) + 5 : 0;
  if (prefixed) labels.push(label(box.x, chipsY + scale.tiny + 0.5, words.brokerWord, scale.tiny, { tone: 'muted' }));
  const shown = withReplicas
    ? chipsOf(partition, input.down, chipsX + prefix, chipsY, box.x + input.labelWidth - chipsX - prefix - 6, draft)
    : { chips: [], rest: null };
  if (shown.rest !== null) labels.push(shown.rest);
  if (tall) {
    const x = box.x + measure(name.text, name) + 8;
    const state = stateOf(input, draft).find((it) => measure(it.text, it) <= box.x + input.labelWidth - 6 - x);
    if (state !== undefined) labels.push({ ...state, x, y: name.y - (density === 'medium' ? 2 : 0) });
  }
  return { labels, chips: shown.chips };
}

/** What is wrong with its replicas, beside the name: from much to little, as much as there is room for. Nothing while all keep up. */
function stateOf({ partition, down }: RowInput, { scale, words, layers }: Draft): Label[] {
  const say = (text: string, tone: Label['tone']) => label(0, 0, text, scale.tiny, { tone, weight: 600 });
  if (!layers.has('replicas') || partition.replicas.length === 0) return partition.leader === null ? [say(words.leaderless, 'alert')] : [];
  const elr = partition.elr.length > 0 ? words.elr(partition.elr) : '';
  if (partition.leader === null)
    return [...(elr === '' ? [] : [say(`${words.leaderless} · ${elr}`, 'alert')]), say(words.leaderless, 'alert')];
  const out = partition.isr.length < partition.replicas.length;
  const isr = words.isr(partition.isr.length, partition.replicas.length);
  const behind = behindOf(partition, down);
  const parts = [out ? isr : '', elr, behind > 0 ? words.behind(behind) : ''].filter((it) => it !== '');
  return parts.map((_, index) => say(parts.slice(0, parts.length - index).join(' · '), out ? 'alert' : 'muted'));
}

/** How many records the running follower that is furthest behind still lacks. */
export function behindOf({ copies, leader, logEndOffset }: RowInput['partition'], down: ReadonlySet<number>): number {
  return copies.reduce(
    (most, copy) => (copy.broker === leader || down.has(copy.broker) ? most : Math.max(most, logEndOffset - copy.logEndOffset)),
    0,
  );
}

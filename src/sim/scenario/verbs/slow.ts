/** N4: what does not fail but takes longer. */
import type { NodeId } from '../../address.ts';
import { duration, int } from '../cursor.ts';
import { process, sides } from './arguments.ts';
import { defineVerb, type Verb } from './types.ts';

/** What a menu asks for, where nobody says how slow. */
const USUAL_LATENCY_MS = 200;
const USUAL_APPEND_MS = 200;

/** `latencyMs` comes on top of the link's own; `heal` ends it. */
const slowLink = defineVerb<{
  readonly pairs: readonly (readonly [NodeId, NodeId])[];
  readonly latencyMs: number;
  readonly bandwidthBytesPerMs: number | null;
}>({
  name: 'slowLink',
  parameters: [
    { name: 'between', type: 'processes' },
    { name: 'latencyMs', type: 'time', optional: true },
    { name: 'bandwidthBytesPerMs', type: 'int', optional: true },
  ],
  read(command, context) {
    const pairs = sides(command.at('between'), context);
    const bandwidthBytesPerMs = int(command.at('bandwidthBytesPerMs'), null, 1);
    const latencyMs = duration(command.at('latencyMs'), bandwidthBytesPerMs === null ? USUAL_LATENCY_MS : 0);
    return pairs === null ? null : { pairs, latencyMs, bandwidthBytesPerMs };
  },
  check: ({ latencyMs, bandwidthBytesPerMs }) => [
    latencyMs > 0 || bandwidthBytesPerMs !== null
      ? null
      : {
          code: 'INVALID_REQUEST',
          message: 'a slow link needs latencyMs above 0 or bandwidthBytesPerMs; "heal" makes it as fast as before',
        },
  ],
  plan: ({ pairs, ...slowness }) => pairs.map((between) => ({ op: 'slowLink', link: { between, ...slowness } })),
});

/** `appendMs: 0` ends it. */
const slowDisk = defineVerb<{ readonly node: NodeId; readonly appendMs: number }>({
  name: 'slowDisk',
  parameters: [
    { name: 'target', type: 'process' },
    { name: 'appendMs', type: 'time', optional: true },
  ],
  read(command, context) {
    const node = process(command.at('target'), context);
    const appendMs = duration(command.at('appendMs'), USUAL_APPEND_MS);
    if (node !== null && context.names.ids.get(node) !== 'broker')
      return command.at('target').fail(`"${node}" keeps no log: only a broker's disk can be slow`, null, { code: 'unknownTarget' });
    return node === null ? null : { node, appendMs };
  },
  check: () => [],
  plan: (disk) => [{ op: 'slowDisk', disk }],
});

export const slow: readonly Verb[] = [slowLink, slowDisk];

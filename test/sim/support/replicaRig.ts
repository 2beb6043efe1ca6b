// A replica without its broker: told what brokers tell, asked what it then says and notes.
import type { AnyMachineSnapshot } from 'xstate';
import type { ProfileName } from '../../../src/sim/config/types.ts';
import { settingsFor } from '../../../src/sim/config/index.ts';
import type { FactBody } from '../../../src/sim/facts.ts';
import { toArray } from '../../../src/sim/kafka/log.ts';
import { beginMachine, react } from '../../../src/sim/kernel/transition.ts';
import type { AnyMessage } from '../../../src/sim/machines/contract.ts';
import { replicaMachine } from '../../../src/sim/machines/replica.ts';
import type { ReplicaContext } from '../../../src/sim/machines/replica.ts';
import type { LogRecord, MessageOf, PartitionMetadata, ProduceBatch, ProducerRecord, ReplicaMessage } from '../../../src/sim/messages.ts';

export const orders0 = { topic: 'orders', partition: 0 } as const;

export const metadata = (more: Partial<PartitionMetadata> = {}): PartitionMetadata => ({
  partition: 0,
  leader: 1,
  leaderEpoch: 0,
  partitionEpoch: 0,
  replicas: [1, 2, 3],
  isr: [1, 2, 3],
  ...more,
});

export const records = (...numbers: number[]): ProducerRecord[] =>
  numbers.map((number) => ({ producer: 'web', number, key: null, value: `v${number}`, bytes: 80, timestamp: 0 }));

export const batch = (numbers: readonly number[], more: Partial<ProduceBatch> = {}): ProduceBatch => ({
  ...orders0,
  records: records(...numbers),
  producerId: null,
  producerEpoch: -1,
  baseSequence: -1,
  ...more,
});

export interface Reply {
  readonly said: readonly ReplicaMessage[];
  readonly noted: readonly FactBody[];
}

/** What it said of one kind. */
export const only = <T extends ReplicaMessage['type']>({ said }: Reply, type: T): MessageOf<T>[] =>
  said.flatMap((it) => (it.type === type ? [it as MessageOf<T>] : []));

export class ReplicaRig {
  private snapshot: AnyMachineSnapshot;
  private ticket = 0;

  constructor({ profile = '4.3', broker = 1, topic = 'orders' }: { profile?: ProfileName; broker?: number; topic?: string } = {}) {
    const input = { topic, partition: 0, broker, profile, settings: settingsFor('broker', profile) };
    this.snapshot = beginMachine(replicaMachine, input).snapshot;
  }

  get state(): unknown {
    return this.snapshot.value as unknown;
  }

  get context(): ReplicaContext {
    return this.snapshot.context as ReplicaContext;
  }

  get log(): readonly LogRecord[] {
    return toArray(this.context.log);
  }

  tell(message: ReplicaMessage | AnyMessage, at = 0): Reply {
    const event = { type: message.type, message, from: 'broker:1', connection: null, at, luck: 1 };
    const { snapshot, intents } = react(replicaMachine, this.snapshot, event);
    this.snapshot = snapshot;
    return {
      said: intents.flatMap((it) => (it.type === 'send' ? [it.message as ReplicaMessage] : [])),
      noted: intents.flatMap((it) => (it.type === 'note' ? [it.fact] : [])),
    };
  }

  lead(
    more: Partial<PartitionMetadata> = {},
    { at = 0, live = [1, 2, 3], config = {} }: { at?: number; live?: number[]; config?: Record<string, number> } = {},
  ): Reply {
    return this.tell({ type: 'replica.lead', metadata: metadata(more), config, live }, at);
  }

  follow(more: Partial<PartitionMetadata> = {}, at = 0): Reply {
    return this.tell({ type: 'replica.follow', metadata: metadata({ leader: 2, ...more }), config: {} }, at);
  }

  append(
    numbers: readonly number[],
    {
      acks = -1,
      at = 0,
      seen = {},
      ...more
    }: { acks?: -1 | 0 | 1; at?: number; seen?: Record<number, number> } & Partial<ProduceBatch> = {},
  ): Reply {
    this.ticket += 1;
    return this.tell({ type: 'replica.append', ticket: this.ticket, acks, batch: batch(numbers, more), seen }, at);
  }

  /** The answers to the writers in a reply. */
  answers(reply: Reply) {
    return only(reply, 'replica.advanced').flatMap((it) => it.answers.map(({ ticket: _, ...answer }) => answer));
  }

  /** A follower's fetch at this offset arrives. */
  fetchBy(replicaId: number, fetchOffset: number, at = 0): Reply {
    return fetchOffset < this.context.log.endOffset
      ? this.read({ replicaId, fetchOffset, at })
      : this.tell({ type: 'replica.fetched', replicaId, fetchOffset }, at);
  }

  read({ replicaId = null as number | null, fetchOffset = 0, lastFetchedEpoch = -1, maxBytes = 1e6, at = 0 } = {}): Reply {
    const fetch = { ...orders0, fetchOffset, currentLeaderEpoch: this.context.leaderEpoch, lastFetchedEpoch, maxBytes };
    return this.tell({ type: 'replica.read', ticket: 1, replicaId, arrived: true, fetch }, at);
  }

  /** Copies from another rig as a follower's broker does: fetch, truncate where told so, until there is nothing left. */
  copyFrom(leader: ReplicaRig, id: number): void {
    for (let round = 0; round < 20; round++) {
      const { log, epochs, leaderEpoch } = this.context;
      const lastFetchedEpoch = epochs.at(-1)?.epoch ?? -1;
      const answer = only(leader.read({ replicaId: id, fetchOffset: log.endOffset, lastFetchedEpoch }), 'replica.records')[0];
      if (answer === undefined || answer.fetched.error !== null)
        throw new Error(`the leader answered ${answer?.fetched.error ?? 'nothing'}`);
      const { divergingEpoch, records: copied, highWatermark } = answer.fetched;
      if (divergingEpoch !== undefined) this.tell({ type: 'replica.truncate', leaderEpoch, divergingEpoch });
      else {
        this.tell({ type: 'replica.copy', leaderEpoch, fetchOffset: log.endOffset, records: copied, highWatermark });
        if (copied.length === 0) return;
      }
    }
    throw new Error('it never caught up');
  }
}

/**
 * The closed union of what happened. Facts are codes and numbers; the words live in `view/i18n`. The picture's captions, the timeline, the
 * ledger, predicates of lessons and "why?" all read facts, never a machine's inside.
 * `member` is the scenario's id of a process (`billing-2`); `memberId` is what the coordinator knows it by.
 */
import type { ActorId } from './address.ts';
import type { BrokerFact } from './facts/brokers.ts';
import type { ConsumerFact } from './facts/consumer.ts';
import type { ControllerFact } from './facts/controller.ts';
import type { FaultFact } from './facts/faults.ts';
import type { GroupFact } from './facts/group.ts';
import type { ProducerFact } from './facts/producer.ts';

export type { RecordRun } from './facts/brokers.ts';
export type { RebalanceReason } from './facts/group.ts';
export { weightOf } from './facts/weights.ts';

/** routine: playback runs past it · notable: shown · pivotal: playback slows down around it. */
export type Weight = 'routine' | 'notable' | 'pivotal';

export type FactBody = FaultFact | ControllerFact | BrokerFact | ProducerFact | ConsumerFact | GroupFact;
export type FactKind = FactBody['kind'];

/** A fact of a run. `id` counts from 0 within a branch; `cause` is the id of the fact that led here, null for the first ones. */
export type Fact = FactBody & {
  readonly id: number;
  readonly at: number;
  readonly actor: ActorId;
  readonly weight: Weight;
  readonly cause: number | null;
};
export type FactOf<K extends FactKind> = Extract<Fact, { readonly kind: K }>;

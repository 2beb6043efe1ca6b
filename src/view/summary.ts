/** The numbers of a thing that matter, in words, for the inspector's first page. */
import type { GroupModel, MemberModel, PartitionModel, ProducerModel, ReadModel } from '../sim/index.ts';
import type { Thing } from './geometry/thing.ts';
import { silencesOf } from './geometry/silence.ts';
import type { StateWords, Words } from './geometry/words.ts';
import { termOf } from './geometry/words.ts';
import { messageKind } from './marks/messageWords.ts';
import { clockTime, duration, number } from './i18n/format.ts';
import { actorName, nodeName } from './i18n/names.ts';
import { verdictWords } from './i18n/verdicts.ts';
import { m } from './i18n/paraglide/messages.js';

export type Row = readonly [label: string, value: string, mono?: boolean];

export interface SummaryText {
  readonly state: StateWords | null;
  /** Kafka's own name of the state, where the machine's own does not do. */
  readonly term?: string;
  readonly note: string | null;
  readonly rows: readonly Row[];
}

const none = (): string => m.inspector_null();
const several = (items: readonly (string | number)[]): string => (items.length === 0 ? none() : items.join(', '));

const owned = (assignment: MemberModel['assignment']): string[] =>
  Object.entries(assignment).flatMap(([topic, partitions]) => partitions.map((partition) => `${topic}-${partition}`));

function producerRows(producer: ProducerModel): Row[] {
  const waiting = producer.buffered.reduce((sum, batch) => sum + batch.records.length, 0);
  return [
    [m.inspector_sent(), number(producer.sent)],
    [m.inspector_acknowledged(), number(producer.acknowledged)],
    [m.inspector_failed(), number(producer.failed)],
    [m.inspector_waiting(), number(waiting)],
    [m.inspector_batches(), number(producer.batches)],
    [m.inspector_requests(), number(producer.requests)],
    [m.inspector_retries(), number(producer.retries)],
    [m.inspector_results(), several(producer.results.slice(-4)), true],
  ];
}

function partitionRows(partition: PartitionModel): Row[] {
  return [
    [m.inspector_leader(), partition.leader === null ? none() : nodeName(String(partition.leader))],
    [m.inspector_replicas(), several(partition.replicas)],
    [m.inspector_isr(), several(partition.isr)],
    [m.inspector_epoch(), number(partition.leaderEpoch)],
    [m.inspector_start(), number(partition.logStartOffset)],
    [m.inspector_hw(), number(partition.highWatermark)],
    [m.inspector_leo(), number(partition.logEndOffset)],
  ];
}

/** Who serves the group; of a broker that should and does not, whether it was not asked yet (or still reads what is stored) or does not answer. */
function coordinatorWords({ coordinator, coordinated }: GroupModel, brokers: ReadModel['brokers']): string {
  if (coordinator === null) return none();
  const broker = nodeName(String(coordinator));
  if (coordinated) return broker;
  const runs = brokers.some(({ id, state }) => id === coordinator && state === 'running');
  return (runs ? m.inspector_coordinator_not_yet : m.inspector_coordinator_silent)({ broker });
}

function groupRows(group: GroupModel, { ledger, brokers }: ReadModel): Row[] {
  const verdict = (ledger.groups[group.id]?.processed ?? 0) > 0 ? ledger.verdicts[group.id] : undefined;
  const last = group.rebalances.at(-1);
  const lag = (value: number | null) => (value === null ? '–' : number(value));
  return [
    [m.inspector_generation(), number(group.generation)],
    [m.inspector_assignor(), group.protocol ?? none(), true],
    [m.inspector_coordinator(), coordinatorWords(group, brokers)],
    [m.inspector_leader(), group.leader ?? none()],
    [m.inspector_members(), several(group.members.map(({ id }) => id))],
    ...group.offsets.map((it): Row => [
      `${it.topic}-${it.partition}`,
      m.inspector_offset_line({ partition: '', committed: lag(it.committed), lag: lag(it.lag) }).replace(/^:\s*/, ''),
    ]),
    ...(verdict === undefined ? [] : [[m.dock_diff_verdict(), verdictWords(verdict)] satisfies Row]),
    ...(last === undefined
      ? []
      : [
          [
            m.inspector_last_rebalance(),
            m.inspector_rebalance_line({ moved: number(last.moved), stopped: number(last.stopped), paused: duration(last.pausedMs) }),
          ] satisfies Row,
        ]),
  ];
}

/** The coordinator waits: what a settled group hides. */
function silenceNote(group: GroupModel, now: number): string | null {
  const lines = silencesOf(group, now).map(({ member, since, endsAt }) =>
    m.inspector_silent({ member, since: duration(now - since), until: clockTime(endsAt), left: duration(Math.max(0, endsAt - now)) }),
  );
  return lines.length === 0 ? null : [...lines, m.inspector_silent_state()].join(' ');
}

function memberRows(member: MemberModel): Row[] {
  const positions = Object.entries(member.position).flatMap(([topic, by]) =>
    Object.entries(by).map(([partition, offset]) => `${topic}-${partition}@${offset}`),
  );
  const { processing } = member;
  return [
    [m.inspector_owns(), several(owned(member.assignment))],
    [m.inspector_position(), several(positions), true],
    [
      m.inspector_processing(),
      processing === null ? none() : `${processing.topic}-${processing.partition}@${processing.offset}`,
      processing !== null,
    ],
    [m.inspector_prefetched(), number(member.prefetched)],
    [m.inspector_generation(), number(member.generation)],
    [m.inspector_member_id(), member.memberId === '' ? none() : member.memberId, true],
  ];
}

/** Null: the thing does not exist at this moment. */
export function summaryOf(thing: Thing, model: ReadModel, words: Words): SummaryText | null {
  switch (thing.kind) {
    case 'broker': {
      const broker = model.brokers.find(({ id }) => id === thing.id);
      if (broker === undefined) return null;
      const leads = model.topics.flatMap(({ name, partitions }) =>
        partitions.filter(({ leader }) => leader === thing.id).map(({ partition }) => `${name}-${partition}`),
      );
      const rows: Row[] = [[m.inspector_leader(), several(leads)]];
      if (broker.rack !== null) rows.push([m.inspector_rack(), broker.rack]);
      return { state: words.brokerState(broker.state), note: null, rows };
    }
    case 'controller': {
      const active = model.controller.id === thing.id;
      const epoch: Row = [m.inspector_controller_epoch(), number(model.controller.epoch)];
      return {
        state: { text: active ? m.inspector_controller_active() : m.inspector_controller_standby(), tone: active ? 'ok' : 'muted' },
        note: null,
        rows: [epoch],
      };
    }
    case 'producer': {
      const producer = model.producers.find(({ id }) => id === thing.id);
      if (producer === undefined) return null;
      return {
        state: words.producerState(producer.state) ?? { text: producer.state, tone: 'ok' },
        note: null,
        rows: producerRows(producer),
      };
    }
    case 'partition': {
      const partition = partitionOf(thing, model);
      return partition === null ? null : { state: null, note: null, rows: partitionRows(partition) };
    }
    case 'replica': {
      const copy = partitionOf(thing, model)?.copies.find(({ broker }) => broker === thing.broker);
      if (copy === undefined) return null;
      const role = copy.role === 'leader' ? words.leader : copy.role === 'follower' ? words.follower : copy.role;
      return {
        state: { text: role, tone: copy.inSync ? 'ok' : 'alert' },
        note: null,
        rows: [
          [m.inspector_isr(), copy.inSync ? m.inspector_yes() : m.inspector_no()],
          [m.inspector_start(), number(copy.logStartOffset)],
          [m.inspector_hw(), number(copy.highWatermark)],
          [m.inspector_leo(), number(copy.logEndOffset)],
        ],
      };
    }
    case 'group': {
      const group = model.groups.find(({ id }) => id === thing.id);
      return group === undefined
        ? null
        : {
            state: words.groupState(termOf(group)),
            term: termOf(group),
            note: silenceNote(group, model.now),
            rows: groupRows(group, model),
          };
    }
    case 'member':
      return memberSummary(thing, model, words);
    case 'batch': {
      const batches =
        model.producers
          .find(({ id }) => id === thing.producer)
          ?.buffered.filter((it) => it.topic === thing.topic && it.partition === thing.partition) ?? [];
      const rows = batches
        .slice(0, 4)
        .flatMap((batch, i): Row[] => [
          [
            batches.length > 1 ? `${i + 1}. ${m.inspector_batches()}` : m.inspector_waiting(),
            m.count_records({ count: batch.records.length }),
          ],
          [`${m.inspector_bytes()}${mark(i)}`, `${number(batch.bytes)} B · ${m.inspector_full()} ${number(batch.full * 100)} %`],
          [`${m.inspector_opened()}${mark(i)}`, clockTime(batch.createdAt), true],
          ...(batch.attempts > 0 ? [[`${m.inspector_attempts()}${mark(i)}`, number(batch.attempts)] satisfies Row] : []),
        ]);
      return { state: null, note: batches.length === 0 ? m.inspector_empty() : null, rows };
    }
    case 'message': {
      const message = model.messages.find(({ id }) => id === thing.id);
      if (message === undefined) return null;
      return {
        state: { text: messageKind(message.type), tone: 'petrol' },
        term: message.type,
        note: null,
        rows: [
          [m.inspector_from(), actorName(message.from)],
          [m.inspector_to(), actorName(message.to)],
          [m.inspector_sent_at(), clockTime(message.sentAt), true],
          [m.inspector_arrives_at(), clockTime(message.arrivesAt), true],
          ...carriedBy(message.message),
        ],
      };
    }
    case 'link':
      return { state: { text: words.cutShort, tone: 'alert' }, note: m.inspector_link_cut(), rows: [] };
    case 'record':
      return null;
  }
}

function memberSummary(thing: Extract<Thing, { kind: 'member' }>, model: ReadModel, words: Words): SummaryText | null {
  const group = model.groups.find(({ id }) => id === thing.group);
  const member = group?.members.find(({ id }) => id === thing.id);
  if (member === undefined) {
    const gone = group?.absent.find(({ id }) => id === thing.id);
    return gone === undefined ? null : { state: words.absentState(gone.state), term: gone.state, note: null, rows: [] };
  }
  const owns = owned(member.assignment).length > 0;
  return { state: words.memberState(member, owns, group?.state === 'Stable' && !owns), note: null, rows: memberRows(member) };
}

const partitionOf = (thing: { readonly topic: string; readonly partition: number }, model: ReadModel): PartitionModel | null =>
  model.topics.find(({ name }) => name === thing.topic)?.partitions[thing.partition] ?? null;

/** Rows are told apart by their labels. */
const mark = (i: number): string => (i === 0 ? '' : ` (${i + 1})`);

/** What a message brings, as far as it can be said in a line: partitions with the keys of their records, and an error. */
function carriedBy(message: Readonly<Record<string, unknown>>): Row[] {
  const parts = [message['batches'], message['partitions'], message['results'], message['offsets']].find(Array.isArray) as
    | readonly { readonly topic?: string; readonly partition?: number; readonly records?: readonly { readonly key: string | null }[] }[]
    | undefined;
  const lines = (parts ?? []).slice(0, 4).map(({ topic, partition, records = [] }) => {
    const keys = records.slice(0, 4).map(({ key }) => key ?? none());
    return `${topic ?? ''}-${partition ?? ''}${keys.length > 0 ? `: ${keys.join(', ')}${records.length > 4 ? ' …' : ''}` : ''}`;
  });
  const error = message['error'];
  return [
    ...(lines.length > 0 ? [[m.inspector_carries(), lines.join(' · '), true] satisfies Row] : []),
    ...(typeof error === 'string' ? [[m.inspector_answer_error(), error, true] satisfies Row] : []),
  ];
}

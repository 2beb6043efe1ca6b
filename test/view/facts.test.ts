import { afterAll, describe, expect, test } from 'vitest';
import { factKinds, settings } from '../../src/sim/index.ts';
import type { Fact, FactKind } from '../../src/sim/index.ts';
import { causesOf, effectsOf, toldCauses } from '../../src/view/causes.ts';
import { factWords } from '../../src/view/i18n/facts.ts';
import { locale, locales } from '../../src/view/i18n/locale.svelte.ts';
import { meanings } from '../../src/view/i18n/meanings.ts';
import { Session } from '../../src/view/session.svelte.ts';
import { groupScene } from './support/scene.ts';

const tp = { topic: 'orders', partition: 3 };
const run = { ...tp, producer: 'web-1', numbers: [4, 5, 6] };
const who = { group: 'billing', member: 'billing-2', memberId: 'billing-2-uuid' };
const offsets = [{ ...tp, offset: 9 }];

/** One of each kind. The type makes the list complete. */
const samples: { readonly [K in FactKind]: Omit<Extract<Fact, { kind: K }>, 'id' | 'at' | 'actor' | 'weight' | 'cause' | 'kind'> } = {
  'command.issued': { do: 'crash', args: { target: 2 } },
  'command.refused': { do: 'crash', args: { target: 2 }, error: 'wrongState' },
  'node.crashed': { node: 'billing-2' },
  'node.stopped': { node: '2' },
  'node.restarted': { node: '1' },
  'node.paused': { node: '1' },
  'node.resumed': { node: '1', pausedMs: 1500 },
  'link.cut': { between: ['1', '2'] },
  'link.healed': { between: ['1', 'web-1'] },
  'link.slowed': { between: ['1', 'web-1'], latencyMs: 200, bandwidthBytesPerMs: 50 },
  'disk.slowed': { broker: 1, appendMs: 200 },
  'message.dropped': { from: 'producer:web-1', to: 'broker:1', message: 'Produce', reason: 'cut' },
  'controller.elected': { controller: 'controller-1', controllerEpoch: 2 },
  'zookeeper.led': { node: 'zookeeper-2', epoch: 2 },
  'broker.registered': { broker: 1, brokerEpoch: 1 },
  'broker.fenced': { broker: 1, silentMs: 9000 },
  'broker.unfenced': { broker: 1 },
  'broker.leaving': { broker: 2, leaders: 3 },
  'topic.created': { topic: 'orders', replicas: [[1, 2]] },
  'partitions.added': { topic: 'orders', from: 3, to: 4 },
  'topic.deleted': { topic: 'orders' },
  'config.altered': { topic: 'orders', config: { 'retention.ms': 1000 }, removed: ['cleanup.policy'] },
  'leader.elected': { ...tp, leader: 2, previousLeader: 1, leaderEpoch: 3, isr: [2], unclean: false, reason: 'fenced' },
  'isr.changed': { ...tp, isr: [1], removed: [2], added: [] },
  'metadata.learned': { node: '1', version: 4 },
  'replica.led': { ...tp, broker: 1, leaderEpoch: 2, logEndOffset: 8, highWatermark: 7 },
  'replica.followed': { ...tp, broker: 1, leaderEpoch: 2, leader: 2 },
  'replica.truncated': { ...tp, broker: 1, from: 8, to: 6 },
  'replica.copied': { ...tp, broker: 1, from: 6, to: 8 },
  'highWatermark.advanced': { ...tp, broker: 1, from: 6, to: 8 },
  'log.rolled': { ...tp, broker: 1, baseOffset: 8 },
  'log.deleted': { ...tp, broker: 1, from: 0, to: 6, by: 'time' },
  'log.cleaned': { ...tp, broker: 1, from: 0, to: 8, removed: [0, 2, 3] },
  'batch.appended': { ...run, broker: 1, leaderEpoch: 2, baseOffset: 8, bytes: 300 },
  'batch.duplicate': { ...run, broker: 1, baseOffset: 8 },
  'produce.refused': { ...run, broker: 1, error: 'NOT_ENOUGH_REPLICAS' },
  'record.sent': { ...tp, producer: 'web-1', number: 4, key: 'user_7', bytes: 100, by: 'key' },
  'record.rejected': { producer: 'web-1', number: 4, topic: 'orders', error: 'TimeoutException' },
  'batch.ready': { ...run, reason: 'linger', bytes: 300, waitedMs: 20 },
  'produce.requested': { producer: 'web-1', broker: 1, correlationId: 3, acks: -1, batches: [run] },
  'batch.acknowledged': { ...run, baseOffset: 8, acks: -1, latencyMs: 62 },
  'batch.retried': { ...run, error: 'NOT_LEADER_OR_FOLLOWER', attempt: 2, backoffMs: 100 },
  'callback.called': { ...run, error: null },
  'idempotence.disabled': { producer: 'web-1' },
  'batch.split': { ...run, into: 2, bytes: 2000 },
  'batch.failed': { ...run, error: 'TimeoutException' },
  'batch.forgotten': run,
  'producer.closed': { producer: 'web-1' },
  'producer.failed': { producer: 'web-1', error: 'ConfigException' },
  'consumer.joining': { ...who, reason: 'start' },
  'heartbeat.sent': { group: 'billing', member: 'billing-2', generation: 3 },
  'rebalance.noticed': { group: 'billing', member: 'billing-2', by: 'heartbeat' },
  'assignment.computed': { group: 'billing', member: 'billing-1', assignor: 'sticky', generation: 3, assignment: {} },
  'partitions.revoked': { group: 'billing', member: 'billing-2', partitions: [tp] },
  'partitions.assigned': { group: 'billing', member: 'billing-2', generation: 3, added: [tp], owned: [tp] },
  'partitions.lost': { group: 'billing', member: 'billing-2', partitions: [tp] },
  'partitions.chosen': { group: 'audit', member: 'auditor', partitions: [tp] },
  'position.set': { ...tp, group: 'billing', member: 'billing-2', offset: 9, by: 'committed' },
  'poll.returned': { group: 'billing', member: 'billing-2', count: 5, ranges: [] },
  'record.processed': { ...tp, group: 'billing', member: 'billing-2', offset: 9, producer: 'web-1', number: 4 },
  'processing.failed': { ...tp, group: 'billing', member: 'billing-2', offset: 9, then: 'close' },
  'poll.failed': { ...tp, group: 'billing', member: 'billing-2', offset: 9, error: 'RecordDeserializationException', then: 'retry' },
  'commit.sent': { group: 'billing', member: 'billing-2', generation: 3, offsets, by: 'auto' },
  'commit.completed': { group: 'billing', member: 'billing-2', offsets },
  'commit.failed': { group: 'billing', member: 'billing-2', error: 'ILLEGAL_GENERATION', exception: 'CommitFailedException', offsets },
  'poll.expired': { group: 'billing', member: 'billing-2', silentMs: 300_000 },
  'consumer.closed': { group: 'billing', member: 'billing-2' },
  'consumer.failed': { group: 'billing', member: 'billing-2', error: 'x' },
  'coordinator.loaded': { group: 'billing', broker: 1, generation: 3, members: 2 },
  'group.changed': { group: 'billing', from: 'Stable', to: 'PreparingRebalance', generation: 3 },
  'rebalance.started': { group: 'billing', reason: 'expired', member: 'billing-2', generation: 3 },
  'rebalance.completed': { group: 'billing', generation: 4, protocol: 'sticky', leader: 'billing-1', assignment: {} },
  'member.idGiven': who,
  'member.joined': { ...who, members: 1 },
  'offsets.expired': { group: 'billing', partitions: [tp] },
  'member.replaced': { ...who, instance: 'rack-a', replaced: 'rack-a-1' },
  'member.left': { ...who, reason: 'close' },
  'member.expired': { ...who, silentMs: 6000, reason: 'session' },
  'heartbeat.received': { group: 'billing', member: 'billing-2', generation: 3, error: null },
  'join.refused': { group: 'billing', member: 'billing-2', error: 'INCONSISTENT_GROUP_PROTOCOL' },
  'offsets.committed': { group: 'billing', member: 'billing-2', generation: 3, offsets },
  'commit.refused': { group: 'billing', member: 'billing-2', generation: 3, error: 'ILLEGAL_GENERATION', offsets },
};

const fact = (kind: FactKind): Fact =>
  ({ ...samples[kind], kind, id: 0, at: 0, actor: 'broker:1', weight: 'routine', cause: null }) as unknown as Fact;

afterAll(() => {
  locale.value = 'ko';
});

describe('facts in words', () => {
  test.each(locales)('every kind has a sentence in %s that leaves nothing unsaid', (language) => {
    locale.value = language;
    for (const kind of factKinds) {
      const words = factWords(fact(kind));
      expect(words, kind).not.toMatch(/undefined|null|NaN|\[object|\{|\}|^\s*$/);
    }
  });

  test('Korean and English differ for every kind, and no two kinds say the same', () => {
    const say = (language: (typeof locales)[number]) => {
      locale.value = language;
      return factKinds.map((kind) => factWords(fact(kind)));
    };
    const [ko, en] = [say('ko'), say('en')];
    expect(ko.filter((words, i) => words === en[i])).toEqual([]);
    expect(new Set(ko).size).toBe(ko.length);
  });

  test('English counts its nouns', () => {
    locale.value = 'en';
    expect(factWords(fact('batch.forgotten'))).toContain('3 records');
    expect(factWords({ ...fact('batch.forgotten'), numbers: [1] } as Fact)).toContain('1 record ');
  });

  test('a refused command says so', () => {
    locale.value = 'en';
    expect(factWords(fact('command.refused'))).toContain('not carried out');
    expect(factWords(fact('command.issued'))).toContain('broker 2');
  });
});

describe('why?', () => {
  const session = new Session(() => 0);
  session.load(groupScene());
  session.seek(2000);
  session.dispatch({ do: 'crash', target: 'billing-2' });
  session.seek(12_000);

  test('a rebalance after a crash leads back to the crash and the command', () => {
    const completed = session.known.findLast(({ kind }) => kind === 'rebalance.completed') as Fact;
    const kinds = causesOf(completed, session.known).map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['rebalance.started', 'member.expired', 'node.crashed']));
    expect(kinds.at(-1)).toBe('command.issued');
  });

  test('every cause lies before its effect', () => {
    for (const it of session.known) if (it.cause !== null) expect(it.cause).toBeLessThan(it.id);
  });

  test('a long chain is told with both ends and says how much was left out', () => {
    const longest = session.known.map((it) => causesOf(it, session.known)).reduce((a, b) => (b.length > a.length ? b : a));
    const { shown, left } = toldCauses(longest, 4);
    expect(shown.length).toBeLessThanOrEqual(4);
    expect([shown[0], shown.at(-1)]).toEqual([longest[0], longest.at(-1)]);
    expect(shown.length + left).toBe(longest.length);
  });

  test('what a crash led to is found among what is known', () => {
    const crash = session.known.find(({ kind }) => kind === 'node.crashed') as Fact;
    const effects = effectsOf(crash, session.known);
    expect(effects.map(({ kind }) => kind)).toContain('member.expired');
  });
});

describe('settings', () => {
  test('each has a meaning in both languages, and no meaning is for a setting that does not exist', () => {
    const names = [...new Set(settings.map(({ name }) => name))].sort();
    for (const language of locales) expect(Object.keys(meanings[language]).sort()).toEqual(names);
  });
});

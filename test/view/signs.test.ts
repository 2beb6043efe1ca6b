// States said by shape: of brokers, of producers, of links, of members; and what delivery came to for a group.
import { describe, expect, test } from 'vitest';
import { createKeep } from '../../src/view/geometry/keep.ts';
import { layers } from '../../src/view/geometry/layer.ts';
import type { BatchModel, ProducerModel, ReadModel } from '../../src/view/geometry/model.ts';
import { sceneOf, type Arrangement } from '../../src/view/geometry/scene.ts';
import { brokerSigns } from '../../src/view/geometry/signs.ts';
import { memoryShare, troubleOf } from '../../src/view/geometry/trouble.ts';
import { stageWords } from '../../src/view/marks/words.ts';
import { modelOf } from './fixtures/model.ts';
import { measure, rooms, seldom } from './fixtures/stage.ts';

const plain = modelOf({ groups: { billing: 2 } });
const producer = plain.producers[0] as ProducerModel;
const idle: ProducerModel = { ...producer, buffered: [], inFlight: [] };
const batch = (number: number, attempts: number, partition = 0): BatchModel => ({
  topic: 'orders',
  partition,
  records: [{ number, key: null }],
  bytes: 100,
  full: 0.5,
  createdAt: 0,
  lingerUntil: null,
  attempts,
});
const flying = (...batches: BatchModel[]) => [{ broker: 1, correlationId: 1, sentAt: 0, batches }];

function drawn(model: ReadModel, arrangement: Arrangement = 'topic') {
  const [width, height] = rooms.large;
  const words = stageWords();
  return sceneOf({ model, arrangement, layers: new Set(layers), width, height, measure, words, keep: createKeep(), seldom });
}

describe('a broker', () => {
  const running = { id: 1, rack: null, state: 'running', isController: false } as const;

  test('every state has its own sign, and one that is well has none', () => {
    expect(brokerSigns(running, false)).toEqual([]);
    const signs = (['fenced', 'crashed', 'paused', 'stopped'] as const).map((state) => brokerSigns({ ...running, state }, false)[0]);
    expect(signs).toEqual(['fenced', 'crashed', 'paused', 'stopped']);
    expect(brokerSigns({ ...running, leaving: true, appendMs: 50 }, false)).toEqual(['leaving', 'slow']);
  });

  test('its offices are signs as well: the controller, the coordinator of a group', () => {
    expect(brokerSigns({ ...running, isController: true }, true)).toEqual(['controller', 'coordinator']);
  });

  test.each(['topic', 'broker'] as const)('by %s a slow disk is said where the broker is', (arrangement) => {
    const scene = drawn({ ...plain, brokers: plain.brokers.map((it) => (it.id === 2 ? { ...it, appendMs: 250 } : it)) }, arrangement);
    const card = [...scene.chips, ...scene.brokers].find((it) => it.key === '2');
    expect(card?.signs.map((it) => it.kind)).toContain('slow');
    expect(card?.labels.map((it) => it.text).join()).toContain('느린 디스크 250 ms');
    expect(card?.name).toContain('느린 디스크');
  });
});

describe('a producer', () => {
  test('waits for memory or for metadata', () => {
    expect(troubleOf({ ...idle, blocked: { since: 0, waitsFor: 'memory', calls: 1 } })).toBe('memory');
    expect(troubleOf({ ...idle, blocked: { since: 0, waitsFor: 'metadata', calls: 1 } })).toBe('metadata');
    expect(troubleOf(idle)).toBeNull();
  });

  test('tries again; out of order only if a younger batch of the same partition is on its way', () => {
    expect(troubleOf({ ...idle, retries: 1, buffered: [batch(1, 1)] })).toBe('retrying');
    expect(troubleOf({ ...idle, retries: 1, buffered: [batch(1, 1)], inFlight: flying(batch(2, 0, 1)) })).toBe('retrying');
    expect(troubleOf({ ...idle, retries: 1, buffered: [batch(1, 1)], inFlight: flying(batch(2, 0)) })).toBe('reordering');
    expect(troubleOf({ ...idle, retries: 1, buffered: [batch(3, 0)], inFlight: flying(batch(2, 1)) })).toBe('retrying');
  });

  test('a full buffer is a bar on its card, an empty one is not', () => {
    const full = { ...producer, memoryUsed: 900, settings: { ...producer.settings, 'buffer.memory': 1000 } };
    expect(memoryShare(full)).toBe(0.9);
    expect(drawn({ ...plain, producers: [full] }).producers[0]?.memory?.share).toBe(0.9);
    expect(drawn({ ...plain, producers: [producer] }).producers[0]?.memory).toBeNull();
  });
});

test('a slow link is drawn as one that gets through late, not as a cut', () => {
  const links = [{ between: ['1', '2'] as const, cut: false, slow: { latencyMs: 300, bandwidthBytesPerMs: null } }];
  const [link] = drawn({ ...plain, links }).cuts;
  expect(link?.slow).toBe(true);
  expect(link?.label.text).toBe('느림');
  expect(link?.name).toContain('300 ms');
});

describe('a group', () => {
  const judged = (verdict: 'exactlyOnce' | 'atMostOnce', processed = 3): ReadModel => ({
    ...plain,
    ledger: {
      ...plain.ledger,
      groups: { billing: { processed, duplicates: 0, skipped: 0, outOfOrder: 0 } },
      verdicts: { billing: verdict },
    },
  });
  const textsOf = (model: ReadModel) => drawn(model).groups[0]?.labels.map((it) => it.text) ?? [];

  test('says how far it is behind in all, and what delivery came to once it has processed something', () => {
    const lag = plain.groups[0]?.offsets.reduce((sum, it) => sum + (it.lag ?? 0), 0);
    expect(textsOf(judged('exactlyOnce'))).toContain(`밀림 ${lag}`);
    expect(textsOf(judged('exactlyOnce'))).toContain('지금까지 한 번씩');
    expect(textsOf(judged('atMostOnce'))).toContain('빠짐 있음');
    expect(textsOf(judged('exactlyOnce', 0))).not.toContain('지금까지 한 번씩');
  });

  test('a static member has a square badge', () => {
    const groups = plain.groups.map((group) => ({
      ...group,
      members: group.members.map((it, i) => (i === 0 ? { ...it, settings: { ...it.settings, 'group.instance.id': 'seat-1' } } : it)),
    }));
    expect(drawn({ ...plain, groups }).members.map((it) => it.badge.fixed)).toEqual([true, false]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  assignorNamed,
  assignors,
  type Assignment,
  type AssignmentInput,
  type Assignor,
  type MemberSubscription,
} from '../../src/sim/assignors';

/** The rules every assignor keeps, whatever the group looks like. A new assignor joins by being in the registry. */

const topicNames = ['orders', 'payments', 'refunds', 'constructor'];
const topicCounts = fc.dictionary(fc.constantFrom(...topicNames), fc.integer({ min: 0, max: 7 }), { minKeys: 1 });
const memberIds = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 7 });

function member(memberId: string, topics: readonly string[], more: Partial<MemberSubscription> = {}): MemberSubscription {
  return { memberId, groupInstanceId: null, topics, owned: [], generation: null, ...more };
}

/** Everybody reads the same topics and nobody remembers anything. */
const equalGroups = fc
  .tuple(topicCounts, memberIds, fc.subarray([...topicNames, 'missing']))
  .map(([partitionsPerTopic, ids, topics]): AssignmentInput => ({ partitionsPerTopic, members: ids.map((id) => member(id, topics)) }));

const claims = fc.array(fc.record({ topic: fc.constantFrom(...topicNames, 'gone'), partition: fc.nat(8) }), { maxLength: 8 });

/** Anybody reads anything and claims anything: conflicting, outdated, of topics long gone. */
const wildGroups = fc
  .tuple(topicCounts, memberIds)
  .chain(([partitionsPerTopic, ids]) =>
    fc.record({
      partitionsPerTopic: fc.constant(partitionsPerTopic),
      members: fc.tuple(
        ...ids.map((memberId) =>
          fc.record({
            memberId: fc.constant(memberId),
            groupInstanceId: fc.constantFrom(null, `static-${memberId}`),
            topics: fc.subarray([...topicNames, 'missing']),
            owned: claims,
            generation: fc.option(fc.nat(4)),
          }),
        ),
      ),
    }),
  )
  .map((input): AssignmentInput => input);

/** All partitions handed out, as `topic-partition`. */
function handedOut(assignment: Assignment): string[] {
  return Object.values(assignment).flatMap((list) => list.map(({ topic, partition }) => `${topic}-${partition}`));
}

function subscribedPartitions({ partitionsPerTopic, members }: AssignmentInput): string[] {
  const subscribed = new Set(members.flatMap(({ topics }) => topics));
  return Object.entries(partitionsPerTopic)
    .filter(([topic]) => subscribed.has(topic))
    .flatMap(([topic, count]) => Array.from({ length: count }, (_, partition) => `${topic}-${partition}`));
}

/** Member → its partitions, without regard to any order. */
function owners(assignment: Assignment): Record<string, string[]> {
  return Object.fromEntries(Object.entries(assignment).map(([id, list]) => [id, handedOut({ [id]: list }).sort()]));
}

function sizes(assignment: Assignment): number[] {
  return Object.values(assignment).map((list) => list.length);
}

function assignor(name: Assignor['name']): Assignor {
  const found = assignorNamed(name);
  if (!found) throw new Error(`no assignor ${name}`);
  return found;
}

/** The group one generation later: everybody remembers what it got. */
function remember(input: AssignmentInput, assignment: Assignment, generation: number): AssignmentInput {
  return { ...input, members: input.members.map((before) => ({ ...before, owned: assignment[before.memberId] ?? [], generation })) };
}

describe.each(assignors)('the assignor $name', (assignor) => {
  it('A1–A4: gives nobody a partition of a topic it does not subscribe to, or that does not exist', () => {
    fc.assert(
      fc.property(wildGroups, (input) => {
        const assignment = assignor.assign(input);
        const existing = new Set(subscribedPartitions(input));
        for (const { memberId, topics } of input.members) {
          for (const { topic, partition } of assignment[memberId] ?? []) {
            expect(topics).toContain(topic);
            expect(existing).toContain(`${topic}-${partition}`);
          }
        }
      }),
    );
  });

  it('A1–A4: has a list for every member and gives no partition twice', () => {
    fc.assert(
      fc.property(wildGroups, (input) => {
        const assignment = assignor.assign(input);
        expect(Object.keys(assignment).sort()).toEqual(input.members.map(({ memberId }) => memberId).sort());
        const given = handedOut(assignment);
        expect(new Set(given).size).toBe(given.length);
      }),
    );
  });

  it('A1–A4: gives every partition of subscribed topics to somebody when nobody owns anything yet', () => {
    fc.assert(
      fc.property(equalGroups, (input) => {
        expect(handedOut(assignor.assign(input)).sort()).toEqual(subscribedPartitions(input).sort());
      }),
    );
  });

  it('A1–A4: is a function: the same input twice gives the same lists, and the input stays as it was', () => {
    fc.assert(
      fc.property(wildGroups, (input) => {
        const before = structuredClone(input);
        expect(assignor.assign(input)).toEqual(assignor.assign(input));
        expect(input).toEqual(before);
      }),
    );
  });

  it('A1–A4: divides 1000 partitions among 200 members with mixed subscriptions within two seconds', () => {
    const partitionsPerTopic = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`topic-${n}`, 50]));
    const topics = Object.keys(partitionsPerTopic);
    const members = Array.from({ length: 200 }, (_, n) => member(`consumer-${n}`, topics.slice(0, 1 + (n % 20))));
    const input = { partitionsPerTopic, members };
    const started = Date.now();
    const first = assignor.assign(input);
    const survivors = remember({ ...input, members: members.filter((_, n) => n % 3 > 0) }, first, 1);
    assignor.assign(survivors);
    expect(Date.now() - started).toBeLessThan(2000);
  });
});

describe.each([assignor('range'), assignor('roundrobin'), assignor('sticky')])('the eager assignor $name', (assignor) => {
  it('A1–A3: gives every partition of subscribed topics to somebody, whatever members claim', () => {
    fc.assert(
      fc.property(wildGroups, (input) => {
        expect(handedOut(assignor.assign(input)).sort()).toEqual(subscribedPartitions(input).sort());
      }),
    );
  });
});

describe.each([assignor('range'), assignor('roundrobin')])('the assignor $name, which remembers nothing,', (assignor) => {
  it('A1, A2: does not care in which order members are listed', () => {
    const shuffled = wildGroups.chain((input) =>
      fc.tuple(fc.constant(input), fc.shuffledSubarray([...input.members], { minLength: input.members.length })),
    );
    fc.assert(
      fc.property(shuffled, ([input, members]) => {
        expect(owners(assignor.assign({ ...input, members }))).toEqual(owners(assignor.assign(input)));
      }),
    );
  });

  it('A1, A2: does not care what members owned', () => {
    fc.assert(
      fc.property(wildGroups, (input) => {
        const members = input.members.map((before) => ({ ...before, owned: [], generation: null }));
        expect(assignor.assign({ ...input, members })).toEqual(assignor.assign(input));
      }),
    );
  });
});

describe.each([assignor('roundrobin'), assignor('sticky'), assignor('cooperative-sticky')])('the assignor $name', (assignor) => {
  it('A2–A4: with equal subscriptions nobody has two partitions more than somebody else', () => {
    fc.assert(
      fc.property(equalGroups, (input) => {
        const counts = sizes(assignor.assign(input));
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe.each([assignor('sticky'), assignor('cooperative-sticky')])('the assignor $name, which remembers,', (assignor) => {
  it('A3, A4: leaves everything where it is when nothing changed', () => {
    fc.assert(
      fc.property(equalGroups, (input) => {
        const first = assignor.assign(input);
        expect(owners(assignor.assign(remember(input, first, 1)))).toEqual(owners(first));
      }),
    );
  });

  it('A3, A4: survivors keep all they had when a member leaves', () => {
    fc.assert(
      fc.property(equalGroups, fc.nat(6), (input, index) => {
        const first = assignor.assign(input);
        const members = input.members.filter((_, n) => n !== index % input.members.length);
        const second = assignor.assign(remember({ ...input, members }, first, 1));
        for (const { memberId } of members) expect(second[memberId]).toEqual(expect.arrayContaining([...(first[memberId] ?? [])]));
      }),
    );
  });

  it('A3: the higher generation wins a partition, and the same generation twice gives it to neither by right', () => {
    const t0 = { topic: 't', partition: 0 };
    const t1 = { topic: 't', partition: 1 };
    const claim = (memberId: string, generation: number) => member(memberId, ['t'], { owned: [t0, t1], generation });
    const stale = assignor.assign({ partitionsPerTopic: { t: 2 }, members: [claim('a', 4), claim('b', 3)] });
    expect(stale['a']).toEqual([t0]);
    const disputed = assignor.assign({ partitionsPerTopic: { t: 2 }, members: [claim('a', 4), claim('b', 4)] });
    expect(disputed).toEqual(assignor.name === 'sticky' ? { a: [t0], b: [t1] } : { a: [], b: [] });
  });

  it('A3: a member without the newer field of the subscription loses to anyone (old clients)', () => {
    const owned = [{ topic: 't', partition: 0 }];
    const old = member('a', ['t'], { owned, generation: 5, subscriptionGeneration: null });
    const late = member('b', ['t'], { owned, generation: 2 });
    const assignment = assignor.assign({ partitionsPerTopic: { t: 1 }, members: [old, late] });
    expect(assignment['b']).toEqual(owned);
  });

  it('A3: refuses racks that would matter instead of ignoring them', () => {
    const members = [member('a', ['t'], { rack: 'x' }), member('b', ['t'])];
    expect(() => assignor.assign({ partitionsPerTopic: { t: 2 }, members, replicaRacks: { t: [['x'], ['y']] } })).toThrow(/rack/);
    expect(sizes(assignor.assign({ partitionsPerTopic: { t: 2 }, members, replicaRacks: { t: [['x'], ['x']] } }))).toEqual([1, 1]);
  });
});

describe('A4: the assignor cooperative-sticky', () => {
  it('A4: withholds what another member still owns, and gives it out when it is free', () => {
    const { assign } = assignor('cooperative-sticky');
    const partitionsPerTopic = { t: 4 };
    const alone = assign({ partitionsPerTopic, members: [member('a', ['t'])] });
    const joined = remember({ partitionsPerTopic, members: [member('a', ['t']), member('b', ['t'])] }, alone, 1);
    const first = assign(joined);
    expect(sizes(first)).toEqual([2, 0]);
    expect(sizes(assign(remember(joined, first, 2)))).toEqual([2, 2]);
  });

  it('A4: settles: when every member only keeps what it was given, nobody has to revoke in the end', () => {
    fc.assert(
      fc.property(wildGroups, (input) => {
        const { assign } = assignor('cooperative-sticky');
        let group = input;
        let assignment = assign(group);
        for (let generation = 5; generation < 8; generation++) {
          group = remember(group, assignment, generation);
          assignment = assign(group);
        }
        expect(handedOut(assignment).sort()).toEqual(subscribedPartitions(input).sort());
      }),
    );
  });
});

describe('the registry of assignors', () => {
  it('G5: knows each by the name members vote with and by its Kafka class', () => {
    expect(assignors.map(({ name }) => name)).toEqual(['range', 'roundrobin', 'sticky', 'cooperative-sticky']);
    for (const each of assignors) expect(assignorNamed(each.kafkaClass)).toBe(each);
    expect(assignorNamed('StickyAssignor')?.name).toBe('sticky');
    expect(assignorNamed('fair')).toBeUndefined();
  });
});

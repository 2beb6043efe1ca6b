// @ts-check
/**
 * Ten ways to get Kafka wrong that a simulator could live with for long: each is one slip in one rule. `npm run mutate` makes them one by
 * one; the rule test named here has to notice. `find` stands in its file exactly once.
 */

/**
 * @typedef {object} Mutation
 * @property {string} name
 * @property {string} file of the rule
 * @property {string} find
 * @property {string} replace
 * @property {string} test the file of the test
 * @property {string} title of the test that must fail
 */

/** @type {readonly Mutation[]} */
export const mutations = [
  {
    name: 'the HW is the largest log end',
    file: 'src/sim/kafka/highWatermark.ts',
    find: 'if (counts) safe = follower.logEndOffset;',
    replace: 'if (counts) safe = Math.max(safe, follower.logEndOffset);',
    test: 'test/sim/replica.test.ts',
    title: 'R2: is the smallest log end of the ISR',
  },
  {
    name: 'a follower never truncates',
    file: 'src/sim/machines/replica/following.ts',
    find: 'if (to < from) {',
    replace: 'if (to < 0) {',
    test: 'test/sim/replicaTruncation.test.ts',
    title: 'R4: the old leader drops what nobody copied, then copies',
  },
  {
    name: 'a commit of an old generation is taken',
    file: 'src/sim/kafka/group/offsets.ts',
    find: "if (generation !== group.generation) return 'ILLEGAL_GENERATION';",
    replace: "if (generation > group.generation) return 'ILLEGAL_GENERATION';",
    test: 'test/sim/group-offsets.test.ts',
    title: 'O3: an unknown member is refused before its generation is looked at',
  },
  {
    name: "acks=all is answered after the leader's append",
    file: 'src/sim/machines/replica/appending.ts',
    find: 'const waits = acks === -1 && required > draft.highWatermark;',
    replace: 'const waits = false;',
    test: 'test/sim/replica.test.ts',
    title: 'R5: acks=all waits for the whole ISR, not for min.insync.replicas',
  },
  {
    name: 'linger.ms is ignored',
    file: 'src/sim/kafka/producer/ready.ts',
    find: 'const lingerEnd = first.createdAt + view.config.lingerMs;',
    replace: 'const lingerEnd = first.createdAt;',
    test: 'test/sim/producerBatching.test.ts',
    title: 'P3: linger.ms is an upper bound: the batch leaves when it ends, with what came meanwhile',
  },
  {
    name: 'the ISR never shrinks',
    file: 'src/sim/kafka/isr.ts',
    find: 'followers.filter((it) => isr.includes(it.id) && !isCaughtUp(it, leaderEnd, at, lagTimeMaxMs)).map(({ id }) => id);',
    replace: '[];',
    test: 'test/sim/replicaIsr.test.ts',
    title: 'R3: a follower not caught up for replica.lag.time.max.ms is proposed to leave',
  },
  {
    name: 'Sticky believes every claim, whatever its generation',
    file: 'src/sim/assignors/stickyClaims.ts',
    find: 'const lead = rival ? generationOf(member) - fieldGenerationOf(rival) : 1;',
    replace: 'const lead = 1;',
    test: 'test/sim/assignors.test.ts',
    title: 'A3: the higher generation wins a partition, and the same generation twice gives it to neither by right',
  },
  {
    name: 'max.poll.interval.ms is ignored',
    file: 'src/sim/machines/consumer/heartbeat.ts',
    find: "if (silentMs < config.maxPollIntervalMs) return wake(turn, 'maxPoll', config.maxPollIntervalMs - silentMs);",
    replace: "return wake(turn, 'maxPoll', config.maxPollIntervalMs);",
    test: 'test/sim/consumerLife.test.ts',
    title: 'G7: no poll() for max.poll.interval.ms: it leaves by itself, its commits fail, and it rejoins at its next poll()',
  },
  {
    name: 'a batch sent again is appended again',
    file: 'src/sim/kafka/producerState.ts',
    find: 'if (entry === undefined) return NEW;',
    replace: 'return NEW;',
    test: 'test/sim/replicaProducers.test.ts',
    title: 'P7: a batch sent again is answered with its first offset and not appended again',
  },
  {
    name: 'murmur2 is masked with one f too few',
    file: 'src/sim/partitioners/murmur2.ts',
    find: 'return hash & 0x7fffffff;',
    replace: 'return hash & 0x7ffffff;',
    test: 'test/sim/partitioners.test.ts',
    title: 'P2: toPositive drops the sign bit and is not abs()',
  },
];

import { describe, expect, it } from 'vitest';
import { profiles, type ProfileName } from '../../src/sim/config/index.ts';
import type { MessageOf } from '../../src/sim/messages.ts';
import { consumerRig, consumingRig } from './support/consumerRig.ts';

const types = (rig: ReturnType<typeof consumerRig>) => rig.sent.map(({ message }) => message.type);

describe('how a consumer comes into its group', () => {
  it('G2: FindCoordinator, JoinGroup twice (the id comes with the first answer), SyncGroup, OffsetFetch, then it fetches', () => {
    const rig = consumerRig({ config: { 'auto.offset.reset': 'earliest' } });
    rig.start();
    rig.run(300);
    expect(types(rig).slice(0, 9)).toEqual([
      'Metadata',
      'FindCoordinator',
      'JoinGroup',
      'JoinGroup',
      'SyncGroup',
      'OffsetFetch',
      'ListOffsets',
      'ListOffsets',
      'Fetch',
    ]);
    expect(rig.requests('JoinGroup').map(({ message }) => message.memberId)).toEqual(['', 'c-1']);
    expect(rig.state).toBe('waiting');
    expect(rig.model).toMatchObject({ memberId: 'c-1', generation: 1, assignment: { orders: [0, 1] } });
  });

  it('N2: the coordinator is spoken to on a connection of its own, anybody else on the main one', () => {
    const rig = consumingRig();
    const coordinators = rig.sent.filter(({ connection }) => connection === 'coordinator').map(({ message }) => message.type);
    expect(new Set(coordinators)).toEqual(new Set(['JoinGroup', 'SyncGroup', 'OffsetFetch']));
    expect(rig.requests('FindCoordinator')[0]?.connection).toBe('main');
  });

  it('G2: before joinAt there is no process, and commands to it only change what it will start with', () => {
    const rig = consumerRig({ joinAt: 5000 });
    rig.start();
    rig.tell({ type: 'command.setConfig', config: { 'max.poll.records': 7 } } as never);
    rig.run(4999);
    expect(rig.state).toBe('not started');
    expect(rig.sent).toEqual([]);
    rig.run(5400);
    expect(rig.state).toBe('waiting');
    expect(rig.context.self.config.maxPollRecords).toBe(7);
  });

  it('G4: the leader computes with the protocol the group chose, from everybody’s subscription', () => {
    const rig = consumerRig({ config: { 'partition.assignment.strategy': ['roundrobin'] }, leaders: { orders: [1, 2, 1, 2] } });
    rig.answers.JoinGroup = (message) => {
      if (message.memberId === '') return undefined;
      const subscription = message.protocols[0]!.subscription;
      const members = ['a-1', 'c-1'].map((memberId) => ({ memberId, groupInstanceId: null, subscription }));
      return {
        type: 'JoinGroupResponse',
        correlationId: message.correlationId,
        error: null,
        generation: 4,
        protocol: 'roundrobin',
        leader: 'c-1',
        memberId: 'c-1',
        members,
      };
    };
    rig.start();
    rig.run(300);
    const [fact] = rig.facts('assignment.computed');
    expect(fact).toMatchObject({ assignor: 'roundrobin', generation: 4, member: 'c' });
    expect(fact?.assignment['c-1']?.map(({ partition }) => partition)).toEqual([1, 3]);
    expect(rig.model.assignment).toEqual({ orders: [1, 3] });
  });

  it('G4: a follower sends no assignment and takes what it is given', () => {
    const rig = consumerRig();
    rig.answers.JoinGroup = (message) =>
      message.memberId === ''
        ? undefined
        : {
            type: 'JoinGroupResponse',
            correlationId: message.correlationId,
            error: null,
            generation: 2,
            protocol: 'range',
            leader: 'a-1',
            memberId: 'c-1',
            members: [],
          };
    rig.answers.SyncGroup = (message) => ({
      type: 'SyncGroupResponse',
      correlationId: message.correlationId,
      error: null,
      assignment: [{ topic: 'orders', partition: 1 }],
    });
    rig.start();
    rig.run(300);
    expect(rig.requests('SyncGroup')[0]?.message.assignments).toEqual({});
    expect(rig.facts('assignment.computed')).toEqual([]);
    expect(rig.model.assignment).toEqual({ orders: [1] });
  });

  it('G9: a member with nothing assigned waits in poll() as a standby', () => {
    const rig = consumerRig();
    rig.answers.SyncGroup = (message) => ({ type: 'SyncGroupResponse', correlationId: message.correlationId, error: null, assignment: [] });
    rig.start();
    rig.run(10_000);
    expect(rig.state).toBe('waiting');
    expect(rig.requests('Fetch')).toEqual([]);
    expect(rig.facts('heartbeat.sent').length).toBe(3);
  });

  it('G5: without a common protocol poll() throws and the process ends', () => {
    const rig = consumerRig();
    rig.answers.JoinGroup = (message) => rig.error('JoinGroupResponse', message, 'INCONSISTENT_GROUP_PROTOCOL');
    rig.start();
    rig.run(300);
    expect(rig.state).toBe('failed');
    expect(rig.facts('consumer.failed')[0]?.error).toBe('InconsistentGroupProtocolException');
    expect(rig.timers()).toEqual([]);
  });

  it('V: 3.9 and 4.3 offer [range, cooperative-sticky] in this order; before, range alone', () => {
    const offered = (profile: ProfileName) =>
      consumingRig({ profile })
        .requests('JoinGroup')[0]
        ?.message.protocols.map(({ name }) => name);
    const both = ['range', 'cooperative-sticky'];
    expect(profiles.map(offered)).toEqual([['range'], ['range'], both, both]);
  });

  it('G3: JoinGroup may take as long as a rebalance: max.poll.interval.ms + 5 s, not request.timeout.ms', () => {
    const rig = consumerRig({ config: { 'max.poll.interval.ms': 60_000 } });
    rig.answers.JoinGroup = (message) => (message.memberId === '' ? undefined : 'silence');
    rig.start();
    rig.run(64_000);
    expect(rig.state).toBe('joining');
    rig.run(66_000);
    expect(rig.requests('JoinGroup').at(-1)?.connection).toBe('coordinator#2');
  });
});

describe('how a consumer rejoins', () => {
  const rebalancing = (rig: ReturnType<typeof consumerRig>) => {
    rig.answers.Heartbeat = (message) => rig.error('HeartbeatResponse', message, 'REBALANCE_IN_PROGRESS');
  };

  it('G6: it learns of a rebalance by its heartbeat; while it waits in poll() it rejoins at once', () => {
    const rig = consumingRig();
    rebalancing(rig);
    rig.run(3200);
    delete rig.answers.Heartbeat;
    rig.run(3500);
    expect(rig.kinds('rebalance.noticed', 'partitions.revoked', 'consumer.joining', 'partitions.assigned').slice(-4)).toEqual([
      'rebalance.noticed',
      'partitions.revoked',
      'consumer.joining',
      'partitions.assigned',
    ]);
    expect(rig.facts('rebalance.noticed').map(({ by }) => by)).toEqual(['heartbeat']);
    expect(rig.model.generation).toBe(2);
  });

  it('G6: while it processes it goes on, beats and commits until its next poll()', () => {
    const rig = consumingRig({ app: { perRecordMs: 1000, commit: 'syncPerRecord' } });
    rig.append('orders', 0, 6);
    rebalancing(rig);
    rig.run(7000);
    const noticed = rig.facts('rebalance.noticed')[0]!;
    const revoked = rig.facts('partitions.revoked')[0]!;
    const between = rig.facts('record.processed').filter(({ at }) => at > noticed.at && at < revoked.at);
    expect(rig.facts('rebalance.noticed')).toHaveLength(1);
    expect(between.length).toBeGreaterThanOrEqual(3);
    expect(rig.facts('commit.failed')).toEqual([]);
    expect(rig.facts('heartbeat.sent').filter(({ at }) => at > noticed.at && at < revoked.at)).toHaveLength(1);
    expect(revoked.at).toBe(rig.requests('OffsetCommit').at(-1)!.at + 20);
  });

  it('G8, O2: with auto-commit it commits before it gives everything up, and reads nothing until SyncGroup answers', () => {
    const rig = consumingRig();
    rig.append('orders', 0, 5);
    rig.run(1000);
    rebalancing(rig);
    rig.answers.SyncGroup = () => 'silence';
    rig.run(5000);
    expect(rig.committed).toEqual({ 'orders-0': 5, 'orders-1': 0 });
    expect(rig.kinds('commit.sent', 'partitions.revoked')).toEqual(['commit.sent', 'partitions.revoked']);
    expect(rig.state).toBe('syncing');
    const fetches = rig.requests('Fetch').length;
    rig.append('orders', 0, 5);
    rig.run(9000);
    expect(rig.requests('Fetch')).toHaveLength(fetches);
    expect(rig.model.assignment).toEqual({});
  });

  it('G8: a refused last commit does not stop the rebalance', () => {
    const rig = consumingRig();
    rig.append('orders', 0, 1);
    rig.run(1000);
    rebalancing(rig);
    rig.answers.OffsetCommit = (message) => rig.error('OffsetCommitResponse', message, 'REBALANCE_IN_PROGRESS');
    rig.run(3400);
    expect(rig.facts('commit.failed')[0]?.exception).toBe('RebalanceInProgressException');
    expect(rig.facts('partitions.revoked')).toHaveLength(1);
    expect(rig.facts('consumer.joining')).toHaveLength(2);
  });

  it('G7: UNKNOWN_MEMBER_ID on a heartbeat: what it owned is lost, nothing is committed, it joins as a newcomer', () => {
    const rig = consumingRig();
    rig.append('orders', 0, 3);
    rig.run(1000);
    rig.answers.Heartbeat = (message) => rig.error('HeartbeatResponse', message, 'UNKNOWN_MEMBER_ID');
    rig.run(3500);
    expect(rig.facts('partitions.lost')[0]?.partitions).toHaveLength(2);
    expect(rig.requests('OffsetCommit')).toEqual([]);
    expect(rig.requests('JoinGroup').map(({ message }) => message.memberId)).toEqual(['', 'c-1', '', 'c-1']);
  });

  it('O3: after ILLEGAL_GENERATION 3.9 and 4.3 keep their member id, older ones start without one', () => {
    const rejoins = (profile: ProfileName) => {
      const rig = consumingRig({ profile });
      let once = true;
      rig.answers.Heartbeat = (message) =>
        once ? ((once = false), rig.error('HeartbeatResponse', message, 'ILLEGAL_GENERATION')) : undefined;
      rig.run(3600);
      expect(rig.facts('partitions.lost')).toHaveLength(1);
      return rig.requests('JoinGroup').map(({ message }) => message.memberId);
    };
    for (const profile of ['3.9', '4.3'] as const) expect(rejoins(profile)).toEqual(['', 'c-1', 'c-1']);
    for (const profile of ['2.3', '2.8'] as const) expect(rejoins(profile)).toEqual(['', 'c-1', '', 'c-1']);
  });

  it('G6: REBALANCE_IN_PROGRESS on SyncGroup sends it back to JoinGroup without a second revocation', () => {
    const rig = consumerRig();
    let once = true;
    rig.answers.SyncGroup = (message) =>
      once ? ((once = false), rig.error('SyncGroupResponse', message, 'REBALANCE_IN_PROGRESS')) : undefined;
    rig.start();
    rig.run(400);
    expect(rig.facts('rebalance.noticed').map(({ by }) => by)).toEqual(['sync']);
    expect(rig.model.generation).toBe(2);
    expect(rig.facts('partitions.revoked')).toEqual([]);
    expect(rig.state).toBe('waiting');
  });

  it('A3: the sticky assignor remembers what it had although everything was revoked; a crash forgets it', () => {
    const rig = consumingRig({ config: { 'partition.assignment.strategy': ['sticky'] } });
    const told = () => (rig.requests('JoinGroup').at(-1)?.message as MessageOf<'JoinGroup'>).protocols[0]!.subscription;
    expect(told()).toMatchObject({ owned: [], generation: -1 });
    rebalancing(rig);
    rig.run(3200);
    delete rig.answers.Heartbeat;
    rig.run(3500);
    expect(told()).toMatchObject({ owned: [{ partition: 0 }, { partition: 1 }], generation: 1 });
    rig.crash();
    rig.tell({ type: 'restart' });
    rig.run(4000);
    expect(told()).toMatchObject({ owned: [], generation: -1 });
  });

  it('G11: the leader notices added partitions at its next metadata refresh and rejoins', () => {
    const rig = consumingRig({ config: { 'metadata.max.age.ms': 60_000 } });
    rig.run(20_000);
    rig.lead('orders', 2, 3);
    rig.run(59_000);
    expect(rig.facts('consumer.joining')).toHaveLength(1);
    rig.run(61_000);
    expect(rig.facts('consumer.joining').map(({ reason }) => reason)).toEqual(['subscribe', 'metadata']);
    expect(rig.model.assignment).toEqual({ orders: [0, 1, 2] });
  });

  it('G11: a changed subscription makes it rejoin', () => {
    const rig = consumingRig({ leaders: { orders: [1], bills: [2] } });
    rig.tell({ type: 'command.subscribe', topics: ['bills'] } as never);
    rig.run(600);
    expect(rig.facts('consumer.joining').map(({ reason }) => reason)).toEqual(['subscribe', 'subscription']);
    rig.run(1500);
    expect(rig.model.assignment).toEqual({ bills: [0] });
    expect(rig.requests('Fetch').at(-1)?.broker).toBe(2);
  });

  it('G11: a subscription that changes while it waits in JoinGroup makes it rejoin after the assignment', () => {
    const rig = consumerRig({ leaders: { orders: [1], bills: [2] } });
    rig.start();
    while (rig.requests('JoinGroup').length < 2) rig.run(rig.now + 5);
    rig.tell({ type: 'command.subscribe', topics: ['bills'] } as never);
    rig.run(rig.now + 3000);
    expect(rig.facts('consumer.joining').map(({ reason }) => reason)).toEqual(['subscribe', 'subscription']);
    expect(rig.model.assignment).toEqual({ bills: [0] });
  });
});

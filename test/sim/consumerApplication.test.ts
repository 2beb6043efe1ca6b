import { describe, expect, it } from 'vitest';
import type { ProfileName } from '../../src/sim/config/index.ts';
import type { AppSpec } from '../../src/sim/scenario/types.ts';
import { consumingRig, type RigOptions } from './support/consumerRig.ts';

const reading = (app: Partial<AppSpec>, more: RigOptions = {}) =>
  consumingRig({ ...more, app, leaders: { orders: [1] }, config: { 'auto.offset.reset': 'earliest', ...more.config } });
type Rig = ReturnType<typeof reading>;

const commits = (rig: Rig) => rig.facts('commit.sent').map(({ offsets, by }) => [offsets[0]?.offset, by]);
const processed = (rig: Rig) => rig.facts('record.processed').map(({ offset }) => offset);

describe('the application loop', () => {
  it('F4: a record counts as processed at the end of its time', () => {
    const rig = reading({ perRecordMs: 40 });
    rig.append('orders', 0, 3);
    rig.run(1500);
    const poll = rig.facts('poll.returned')[0]!;
    expect(rig.facts('record.processed').map(({ at }) => at - poll.at)).toEqual([40, 80, 120]);
  });

  it('F4: where processing takes no time, a whole poll is processed in the turn that returned it, record by record', () => {
    const rig = reading({ perRecordMs: 0 });
    rig.append('orders', 0, 3);
    rig.run(1500);
    const poll = rig.facts('poll.returned')[0]!;
    expect(rig.facts('record.processed').map(({ at }) => at)).toEqual([poll.at, poll.at, poll.at]);
    expect(rig.state).toBe('waiting');
  });

  it('F4, syncPerPoll: one commit after the batch, and nothing is read before it is answered', () => {
    const rig = reading({ commit: 'syncPerPoll', perRecordMs: 0 });
    rig.answers.OffsetCommit = () => 'silence';
    rig.append('orders', 0, 3);
    rig.run(1500);
    expect(commits(rig)).toEqual([[3, 'sync']]);
    expect(rig.state).toBe('committing');
    rig.append('orders', 0, 3);
    rig.run(3000);
    expect(rig.facts('poll.returned')).toHaveLength(1);
  });

  it('O1, syncPerRecord: every record is committed by itself, as its offset + 1', () => {
    const rig = reading({ commit: 'syncPerRecord' });
    rig.append('orders', 0, 3);
    rig.run(1500);
    expect(commits(rig)).toEqual([
      [1, 'sync'],
      [2, 'sync'],
      [3, 'sync'],
    ]);
    const [first, second] = rig.facts('record.processed');
    expect(second!.at - first!.at).toBe(20 + 10); // there and back, then the next record
  });

  it('F4, every N: what was processed is committed after N records, across polls', () => {
    const rig = reading({ commit: { every: 4 } }, { config: { 'max.poll.records': 3 } });
    rig.append('orders', 0, 9);
    rig.run(1500);
    expect(commits(rig)).toEqual([
      [4, 'sync'],
      [8, 'sync'],
    ]);
  });

  it('F4, asyncPerPoll: the application does not wait for the answer, and a failure is not retried', () => {
    const rig = reading({ commit: 'asyncPerPoll' }, { config: { 'max.poll.records': 2 } });
    rig.answers.OffsetCommit = (message) => rig.error('OffsetCommitResponse', message, 'COORDINATOR_LOAD_IN_PROGRESS');
    rig.append('orders', 0, 4);
    rig.run(1500);
    expect(commits(rig)).toEqual([
      [2, 'async'],
      [4, 'async'],
    ]);
    expect(rig.facts('commit.failed').map(({ exception }) => exception)).toEqual([
      'RetriableCommitFailedException',
      'RetriableCommitFailedException',
    ]);
    expect(processed(rig)).toEqual([0, 1, 2, 3]);
  });

  it('F4, none: nothing is ever committed', () => {
    const rig = reading({ commit: 'none' });
    rig.append('orders', 0, 3);
    rig.tell({ type: 'command.close' });
    rig.run(8000);
    expect(rig.requests('OffsetCommit')).toEqual([]);
  });

  it('O2: auto-commit happens inside poll() once the interval has passed, and covers what earlier polls returned', () => {
    const rig = reading({ perRecordMs: 1000 }, { config: { 'max.poll.records': 4 } });
    rig.append('orders', 0, 8);
    rig.run(12_000);
    const [, second, third] = rig.facts('poll.returned');
    expect(rig.facts('commit.sent').map(({ at, by, offsets }) => [at, by, offsets[0]?.offset])).toEqual([
      [third?.at ?? rig.facts('commit.sent')[0]?.at, 'auto', 8],
    ]);
    expect(second!.at).toBeLessThan(5000 + 300);
  });

  it('O2: while nothing arrives, the waiting poll() commits every interval', () => {
    const rig = reading({});
    rig.run(11_000);
    expect(commits(rig)).toEqual([
      [0, 'auto'],
      [0, 'auto'],
    ]);
  });

  it('F4: commitOnRevoke commits what was processed before the partitions go', () => {
    const rig = reading({ commit: 'none', commitOnRevoke: true, perRecordMs: 500 });
    rig.append('orders', 0, 8);
    rig.answers.Heartbeat = (message) => rig.error('HeartbeatResponse', message, 'REBALANCE_IN_PROGRESS');
    rig.run(6000);
    expect(commits(rig)[0]).toEqual([8, 'revoke']);
    expect(rig.kinds('commit.sent', 'partitions.revoked').slice(0, 2)).toEqual(['commit.sent', 'partitions.revoked']);
  });
});

describe('records that cannot be processed', () => {
  it('F4, close: the exception ends the loop; close() commits automatically what was polled, processed or not', () => {
    const rig = reading({ failOn: { offset: 2, partition: 0 }, onError: 'close' });
    rig.append('orders', 0, 5);
    rig.run(2000);
    expect(processed(rig)).toEqual([0, 1]);
    expect(rig.facts('processing.failed')).toMatchObject([{ offset: 2, then: 'close' }]);
    expect(commits(rig)).toEqual([[5, 'close']]);
    expect(rig.kinds('consumer.failed', 'commit.sent', 'partitions.revoked', 'consumer.closed')).toEqual([
      'consumer.failed',
      'commit.sent',
      'partitions.revoked',
      'consumer.closed',
    ]);
    expect(rig.state).toBe('failed');
    expect(rig.timers()).toEqual([]);
  });

  it('F4, crash: no commit, no goodbye, not one more message', () => {
    const rig = reading({ failOn: { key: 'bad' }, onError: 'crash' });
    rig.append('orders', 0, 2);
    rig.append('orders', 0, 1, { key: 'bad' });
    rig.run(1000);
    expect(rig.state).toBe('crashed');
    expect(rig.facts('consumer.failed')).toHaveLength(1);
    const sent = rig.sent.length;
    rig.run(60_000);
    expect(rig.sent).toHaveLength(sent);
    expect(rig.requests('LeaveGroup')).toEqual([]);
    expect(rig.committed).toEqual({});
  });

  it('F4, skip: it is logged and left behind', () => {
    const rig = reading({ failOn: { value: 'bad' }, onError: 'skip', commit: 'syncPerPoll' });
    rig.append('orders', 0, 1);
    rig.append('orders', 0, 1, { value: 'bad' });
    rig.append('orders', 0, 1);
    rig.run(1500);
    expect(processed(rig)).toEqual([0, 2]);
    expect(rig.facts('processing.failed')).toMatchObject([{ offset: 1, then: 'skip' }]);
    expect(commits(rig)).toEqual([[3, 'sync']]);
  });
});

describe('refused commits', () => {
  const refuse = (error: string, app: Partial<AppSpec> = { commit: 'syncPerRecord' }, profile: ProfileName = '4.3') => {
    const rig = reading(app, { profile });
    rig.append('orders', 0, 2);
    rig.answers.OffsetCommit = (message) => rig.error('OffsetCommitResponse', message, error);
    return rig;
  };

  it('O3: UNKNOWN_MEMBER_ID is a CommitFailedException; the application goes on with its batch and rejoins at its next poll()', () => {
    const rig = refuse('UNKNOWN_MEMBER_ID');
    rig.answers.OffsetCommit = (message) =>
      message.generation === 1 ? rig.error('OffsetCommitResponse', message, 'UNKNOWN_MEMBER_ID') : undefined;
    rig.run(1500);
    expect(rig.facts('commit.failed').map(({ exception, error }) => [exception, error])).toEqual([
      ['CommitFailedException', 'UNKNOWN_MEMBER_ID'],
      ['CommitFailedException', 'UNKNOWN_MEMBER_ID'],
    ]);
    expect(processed(rig).slice(0, 2)).toEqual([0, 1]);
    // The second was not even sent: the process knew by then that it is no member.
    expect(rig.requests('OffsetCommit').filter(({ message }) => message.generation === 1)).toHaveLength(1);
    expect(rig.kinds('commit.failed', 'partitions.lost', 'consumer.joining')).toEqual([
      'consumer.joining',
      'commit.failed',
      'commit.failed',
      'partitions.lost',
      'consumer.joining',
    ]);
    expect(processed(rig)).toEqual([0, 1, 0, 1]);
  });

  it('O3: REBALANCE_IN_PROGRESS is a RebalanceInProgressException; positions stay, and the next poll() rejoins', () => {
    const rig = refuse('REBALANCE_IN_PROGRESS', { commit: 'syncPerPoll' });
    rig.run(800);
    expect(rig.facts('commit.failed')[0]?.exception).toBe('RebalanceInProgressException');
    expect(rig.facts('rebalance.noticed').map(({ by }) => by)).toEqual(['commit']);
    expect(rig.facts('partitions.revoked')).toHaveLength(1);
  });

  it('O3: in 2.3 it is a CommitFailedException, and the member comes back as a stranger', () => {
    const rig = refuse('REBALANCE_IN_PROGRESS', { commit: 'syncPerPoll' }, '2.3');
    rig.run(800);
    expect(rig.facts('commit.failed')[0]).toMatchObject({ exception: 'CommitFailedException', error: 'REBALANCE_IN_PROGRESS' });
    expect(rig.facts('rebalance.noticed').map(({ by }) => by)).toEqual(['commit']);
    expect(rig.facts('partitions.lost')).toHaveLength(1);
    expect(rig.requests('JoinGroup').map(({ message }) => message.memberId)).toEqual(['', 'c-1', '', 'c-1']);
  });

  it('O3: a synchronous commit is tried again after a retriable error', () => {
    const rig = refuse('COORDINATOR_LOAD_IN_PROGRESS', { commit: 'syncPerPoll' });
    rig.run(1000);
    expect(rig.requests('OffsetCommit').length).toBeGreaterThan(1);
    delete rig.answers.OffsetCommit;
    rig.run(3000);
    expect(rig.committed).toEqual({ 'orders-0': 2 });
    expect(rig.facts('commit.failed')).toEqual([]);
  });

  it('O4: NOT_COORDINATOR makes it look for the new one, and the waiting commit goes there', () => {
    const rig = refuse('NOT_COORDINATOR', { commit: 'syncPerPoll' });
    rig.moveCoordinator(2);
    rig.answers.OffsetCommit = (message, broker) =>
      broker === 2 ? undefined : rig.error('OffsetCommitResponse', message, 'NOT_COORDINATOR');
    rig.run(1500);
    expect(rig.requests('OffsetCommit').map(({ broker }) => broker)).toEqual([3, 2]);
    expect(rig.committed).toEqual({ 'orders-0': 2 });
    expect(rig.facts('consumer.joining')).toHaveLength(1);
  });

  it('a synchronous commit that nobody answers ends in a TimeoutException after a minute', () => {
    const rig = refuse('COORDINATOR_LOAD_IN_PROGRESS', { commit: 'syncPerPoll' });
    rig.run(65_000);
    const [failed] = rig.facts('commit.failed');
    expect(failed?.exception).toBe('TimeoutException');
    expect(failed!.at - rig.facts('commit.sent')[0]!.at).toBe(60_000);
  });

  it('G13: a zombie wakes, processes what it believes is its own, and has its commit refused', () => {
    const rig = reading({ commit: 'syncPerPoll', perRecordMs: 200 });
    rig.append('orders', 0, 5);
    rig.run(800);
    rig.pause();
    rig.run(60_000);
    rig.answers.Heartbeat = (message) =>
      message.generation === 1 ? rig.error('HeartbeatResponse', message, 'UNKNOWN_MEMBER_ID') : undefined;
    rig.answers.OffsetCommit = (message) =>
      message.generation === 1 ? rig.error('OffsetCommitResponse', message, 'UNKNOWN_MEMBER_ID') : undefined;
    rig.resume();
    rig.run(62_000);
    expect(rig.facts('record.processed').filter(({ at }) => at >= 60_000).length).toBeGreaterThan(2);
    expect(rig.facts('commit.failed')[0]?.exception).toBe('CommitFailedException');
    expect(rig.facts('partitions.lost')).toHaveLength(1);
    rig.run(65_000);
    expect(rig.facts('record.processed').filter(({ offset }) => offset === 4)).toHaveLength(2);
  });
});

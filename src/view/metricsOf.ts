/** What is measured of a producer, of a group and of the cluster. */
import type { Fact, TopicPartition } from '../sim/index.ts';
import { Counts, Samples, Steps } from './metricsLog.ts';

export const nameOfPartition = ({ topic, partition }: TopicPartition): string => `${topic}-${partition}`;

export class ProducerMetrics {
  readonly sent = new Counts();
  readonly acknowledged = new Counts();
  readonly failures = new Counts();
  readonly retries = new Counts();
  readonly requests = new Counts();
  readonly batchRecords = new Samples();
  readonly batchBytes = new Samples();
  /** Bytes of records whose outcome is open. */
  readonly pending = new Steps();
  /** By record number. */
  readonly sentAt: number[] = [];
  private readonly bytes: number[] = [];

  send(at: number, number: number, bytes: number): void {
    this.sent.add(at);
    this.sentAt[number] = at;
    this.bytes[number] = bytes;
    this.pending.set(at, (this.pending.last ?? 0) + bytes);
  }

  ready(at: number, records: number, bytes: number): void {
    this.batchRecords.add(at, records);
    this.batchBytes.add(at, bytes);
  }

  /** Well or badly. */
  done(at: number, numbers: readonly number[]): void {
    let freed = 0;
    for (const number of numbers) {
      freed += this.bytes[number] ?? 0;
      this.bytes[number] = 0;
    }
    this.pending.set(at, (this.pending.last ?? 0) - freed);
  }
}

interface Reading {
  readonly member: string;
  readonly stopped: boolean;
  /** Its process only stands still, and goes on by itself. */
  readonly frozen: boolean;
}

/** A rebalance from its first reason until the group is settled. */
export interface Band {
  readonly from: number;
  /** Null: it goes on. */
  to: number | null;
}

export class GroupMetrics {
  readonly processed = new Counts();
  readonly commits = new Counts();
  /** Records between what was committed and the high watermark: of all partitions with a committed offset, and of each. */
  readonly lag = new Steps();
  readonly lags = new Map<string, Steps>();
  /** Partitions somebody read and nobody reads now. */
  readonly unread = new Steps();
  readonly bands: Band[] = [];
  private readonly committed = new Map<string, number>();
  private readonly readings = new Map<string, Reading>();

  commit(at: number, partition: string, offset: number | null, cluster: ClusterMetrics): void {
    if (offset === null) this.committed.delete(partition);
    else this.committed.set(partition, offset);
    this.moved(at, partition, cluster);
  }

  /** The high watermark of a partition moved, or its committed offset did, or it is gone. */
  moved(at: number, partition: string, cluster: ClusterMetrics): void {
    const committed = this.committed.get(partition);
    const known = this.lags.get(partition);
    if (committed === undefined && known === undefined) return;
    const end = cluster.highWatermarks.get(partition);
    const steps = known ?? new Steps();
    this.lags.set(partition, steps);
    steps.set(at, committed === undefined || end === undefined ? null : Math.max(0, end - committed));
    let sum: number | null = null;
    for (const { last } of this.lags.values()) if (last !== null) sum = (sum ?? 0) + last;
    this.lag.set(at, sum);
  }

  read(at: number, member: string, partitions: readonly string[]): void {
    for (const name of partitions) this.readings.set(name, { member, stopped: false, frozen: false });
    this.count(at);
  }

  release(at: number, member: string, partitions: readonly string[]): void {
    for (const name of partitions)
      if (this.readings.get(name)?.member === member) this.readings.set(name, { member, stopped: true, frozen: false });
    this.count(at);
  }

  stop(at: number, member: string, frozen: boolean): void {
    for (const [name, it] of this.readings)
      if (it.member === member && (!it.stopped || it.frozen)) this.readings.set(name, { member, stopped: true, frozen });
    this.count(at);
  }

  goOn(at: number, member: string): void {
    for (const [name, it] of this.readings)
      if (it.member === member && it.frozen) this.readings.set(name, { member, stopped: false, frozen: false });
    this.count(at);
  }

  private count(at: number): void {
    let unread = 0;
    for (const { stopped } of this.readings.values()) if (stopped) unread += 1;
    this.unread.set(at, unread);
  }

  rebalance(at: number): void {
    if (this.bands.at(-1)?.to !== null) this.bands.push({ from: at, to: null });
  }

  settled(at: number): void {
    const last = this.bands.at(-1);
    if (last?.to === null) last.to = at;
  }
}

const NONE: readonly string[] = [];

export class ClusterMetrics {
  readonly underReplicated = new Steps();
  readonly offline = new Steps();
  readonly isrShrinks = new Counts();
  readonly highWatermarks = new Map<string, number>();
  private readonly leaders = new Map<string, { readonly broker: number; readonly epoch: number }>();
  private readonly replicas = new Map<string, number>();
  private readonly inSync = new Map<string, number>();
  private readonly leaderless = new Set<string>();

  /** Takes a fact of the cluster; the partitions whose high watermark moved, or that are gone. */
  eat(fact: Fact): readonly string[] {
    switch (fact.kind) {
      case 'topic.created':
        fact.replicas.forEach((replicas, partition) =>
          this.replicas.set(nameOfPartition({ topic: fact.topic, partition }), replicas.length),
        );
        return NONE;
      case 'topic.deleted':
        return this.deleted(fact.at, fact.topic);
      case 'leader.elected': {
        const name = nameOfPartition(fact);
        if (!this.replicas.has(name)) this.replicas.set(name, fact.isr.length);
        if (fact.leader === null && !name.startsWith('__')) this.leaderless.add(name);
        else this.leaderless.delete(name);
        return this.isr(fact.at, name, fact.isr.length);
      }
      case 'isr.changed':
        if (fact.removed.length > 0 && !fact.topic.startsWith('__')) this.isrShrinks.add(fact.at);
        return this.isr(fact.at, nameOfPartition(fact), fact.isr.length);
      case 'replica.led': {
        const name = nameOfPartition(fact);
        if ((this.leaders.get(name)?.epoch ?? -1) > fact.leaderEpoch) return NONE;
        this.leaders.set(name, { broker: fact.broker, epoch: fact.leaderEpoch });
        this.highWatermarks.set(name, fact.highWatermark);
        return [name];
      }
      case 'highWatermark.advanced': {
        const name = nameOfPartition(fact);
        if (this.leaders.get(name)?.broker !== fact.broker) return NONE;
        this.highWatermarks.set(name, fact.to);
        return [name];
      }
      default:
        return NONE;
    }
  }

  private isr(at: number, name: string, size: number): readonly string[] {
    if (!name.startsWith('__')) this.inSync.set(name, size);
    this.count(at);
    return NONE;
  }

  private deleted(at: number, topic: string): readonly string[] {
    const gone = [...this.inSync.keys()].filter((name) => name.slice(0, name.lastIndexOf('-')) === topic);
    for (const name of gone)
      for (const known of [this.replicas, this.inSync, this.highWatermarks, this.leaders, this.leaderless]) known.delete(name);
    this.count(at);
    return gone;
  }

  private count(at: number): void {
    let under = 0;
    for (const [name, size] of this.inSync) if (size < (this.replicas.get(name) ?? size)) under += 1;
    this.underReplicated.set(at, under);
    this.offline.set(at, this.leaderless.size);
  }
}

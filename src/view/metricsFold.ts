/** The metrics of a run, folded from its facts in order: nothing is sampled, so every moment can be asked about exactly. */
import type { Fact, FactOf } from '../sim/index.ts';
import type { Eater } from './factFeed.ts';
import { ClusterMetrics, GroupMetrics, nameOfPartition, ProducerMetrics } from './metricsOf.ts';
import { Samples } from './metricsLog.ts';

export class MetricsFold implements Eater {
  producers = new Map<string, ProducerMetrics>();
  groups = new Map<string, GroupMetrics>();
  cluster = new ClusterMetrics();
  /** From send() to the acknowledgement, and to each processing, ms, over all of them. */
  latency = new Samples();
  endToEnd = new Samples();
  /** Rises when everything begins anew. */
  run = 0;

  forget(): void {
    this.producers = new Map();
    this.groups = new Map();
    this.cluster = new ClusterMetrics();
    this.latency = new Samples();
    this.endToEnd = new Samples();
    this.run += 1;
  }

  private producer(id: string): ProducerMetrics {
    const known = this.producers.get(id) ?? new ProducerMetrics();
    this.producers.set(id, known);
    return known;
  }

  private group(id: string): GroupMetrics {
    const known = this.groups.get(id) ?? new GroupMetrics();
    this.groups.set(id, known);
    return known;
  }

  eat(fact: Fact): void {
    const { at } = fact;
    switch (fact.kind) {
      case 'record.sent':
        return this.producer(fact.producer).send(at, fact.number, fact.bytes);
      case 'batch.ready':
        return this.producer(fact.producer).ready(at, fact.numbers.length, fact.bytes);
      case 'produce.requested':
        return this.producer(fact.producer).requests.add(at);
      case 'batch.acknowledged':
        return this.acknowledged(fact);
      case 'batch.retried':
        return this.producer(fact.producer).retries.add(at, fact.numbers.length);
      case 'batch.failed':
        this.producer(fact.producer).failures.add(at, fact.numbers.length);
        return this.producer(fact.producer).done(at, fact.numbers);
      case 'batch.forgotten':
        return this.producer(fact.producer).done(at, fact.numbers);
      case 'record.processed':
        return this.processed(fact);
      case 'offsets.committed':
        this.group(fact.group).commits.add(at);
        for (const it of fact.offsets) this.group(fact.group).commit(at, nameOfPartition(it), it.offset, this.cluster);
        return;
      case 'offsets.expired':
        for (const it of fact.partitions) this.group(fact.group).commit(at, nameOfPartition(it), null, this.cluster);
        return;
      case 'partitions.assigned':
        return this.group(fact.group).read(at, fact.member, fact.owned.map(nameOfPartition));
      case 'partitions.revoked':
      case 'partitions.lost':
        return this.group(fact.group).release(at, fact.member, fact.partitions.map(nameOfPartition));
      case 'rebalance.started':
        return this.group(fact.group).rebalance(at);
      case 'rebalance.completed':
        return this.group(fact.group).settled(at);
      case 'group.changed':
        return fact.to === 'Empty' ? this.group(fact.group).settled(at) : undefined;
      case 'node.crashed':
      case 'node.paused':
        for (const group of this.groups.values()) group.stop(at, fact.node, fact.kind === 'node.paused');
        return;
      case 'node.resumed':
        for (const group of this.groups.values()) group.goOn(at, fact.node);
        return;
      default:
        return this.ofCluster(fact);
    }
  }

  private ofCluster(fact: Fact): void {
    for (const name of this.cluster.eat(fact)) for (const group of this.groups.values()) group.moved(fact.at, name, this.cluster);
  }

  private acknowledged({ at, producer: id, numbers, acks }: FactOf<'batch.acknowledged'>): void {
    const producer = this.producer(id);
    // acks=0: the future completes when the request leaves, and nobody has acknowledged anything.
    if (acks !== 0) {
      producer.acknowledged.add(at, numbers.length);
      for (const number of numbers) {
        const sentAt = producer.sentAt[number];
        if (sentAt !== undefined) this.latency.add(at, at - sentAt);
      }
    }
    producer.done(at, numbers);
  }

  private processed({ at, group, producer, number }: FactOf<'record.processed'>): void {
    this.group(group).processed.add(at);
    const sentAt = this.producers.get(producer)?.sentAt[number];
    if (sentAt !== undefined) this.endToEnd.add(at, at - sentAt);
  }
}

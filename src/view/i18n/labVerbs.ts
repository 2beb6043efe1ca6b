/** What each command of the Lab does, and what each of its fields is called and means: a sentence for every verb and parameter of the door. */
import type { Parameter } from '../../sim/index.ts';
import { m } from './paraglide/messages.js';

type Words = () => string;

const does: Readonly<Record<string, Words>> = {
  crash: () => m.lab_does_crash(),
  restart: () => m.lab_does_restart(),
  pause: () => m.lab_does_pause(),
  resume: () => m.lab_does_resume(),
  cut: () => m.lab_does_cut(),
  heal: () => m.lab_does_heal(),
  slowLink: () => m.lab_does_slow_link(),
  slowDisk: () => m.lab_does_slow_disk(),
  send: () => m.lab_does_send(),
  flush: () => m.lab_does_flush(),
  close: () => m.lab_does_close(),
  addProducer: () => m.lab_does_add_producer(),
  addGroup: () => m.lab_does_add_group(),
  addMember: () => m.lab_does_add_member(),
  removeMember: () => m.lab_does_remove_member(),
  setConfig: () => m.lab_does_set_config(),
  subscribe: () => m.lab_does_subscribe(),
  seek: () => m.lab_does_seek(),
  commit: () => m.lab_does_commit(),
  pausePartitions: () => m.lab_does_pause_partitions(),
  resumePartitions: () => m.lab_does_resume_partitions(),
  createTopic: () => m.lab_does_create_topic(),
  addPartitions: () => m.lab_does_add_partitions(),
  deleteTopic: () => m.lab_does_delete_topic(),
  alterConfig: () => m.lab_does_alter_config(),
  shutdown: () => m.lab_does_shutdown(),
  addBroker: () => m.lab_does_add_broker(),
  electLeaders: () => m.lab_does_elect_leaders(),
};

const fields: Readonly<Record<string, readonly [name: Words, meaning: Words]>> = {
  target: [() => m.lab_field_target(), () => m.lab_means_target()],
  between: [() => m.lab_field_between(), () => m.lab_means_between()],
  latencyMs: [() => m.lab_field_latency_ms(), () => m.lab_means_latency_ms()],
  bandwidthBytesPerMs: [() => m.lab_field_bandwidth_bytes_per_ms(), () => m.lab_means_bandwidth_bytes_per_ms()],
  appendMs: [() => m.lab_field_append_ms(), () => m.lab_means_append_ms()],
  producer: [() => m.lab_field_producer(), () => m.lab_means_producer()],
  topic: [() => m.lab_field_topic(), () => m.lab_means_topic()],
  newTopic: [() => m.lab_field_new_topic(), () => m.lab_means_new_topic()],
  key: [() => m.lab_field_key(), () => m.lab_means_key()],
  value: [() => m.lab_field_value(), () => m.lab_means_value()],
  workloadValue: [() => m.lab_field_workload_value(), () => m.lab_means_workload_value()],
  partition: [() => m.lab_field_partition(), () => m.lab_means_partition()],
  timeout: [() => m.lab_field_timeout(), () => m.lab_means_timeout()],
  newId: [() => m.lab_field_new_id(), () => m.lab_means_new_id()],
  config: [() => m.lab_field_config(), () => m.lab_means_config()],
  workload: [() => m.lab_field_workload(), () => m.lab_means_workload()],
  topics: [() => m.lab_field_topics(), () => m.lab_means_topics()],
  members: [() => m.lab_field_members(), () => m.lab_means_members()],
  app: [() => m.lab_field_app(), () => m.lab_means_app()],
  group: [() => m.lab_field_group(), () => m.lab_means_group()],
  joinAt: [() => m.lab_field_join_at(), () => m.lab_means_join_at()],
  assign: [() => m.lab_field_assign(), () => m.lab_means_assign()],
  member: [() => m.lab_field_member(), () => m.lab_means_member()],
  to: [() => m.lab_field_to(), () => m.lab_means_to()],
  time: [() => m.lab_field_time(), () => m.lab_means_time()],
  partitions: [() => m.lab_field_partitions(), () => m.lab_means_partitions()],
  partitionNumbers: [() => m.lab_field_partition_numbers(), () => m.lab_means_partition_numbers()],
  replicationFactor: [() => m.lab_field_replication_factor(), () => m.lab_means_replication_factor()],
  replicas: [() => m.lab_field_replicas(), () => m.lab_means_replicas()],
  rack: [() => m.lab_field_rack(), () => m.lab_means_rack()],
  election: [() => m.lab_field_election(), () => m.lab_means_election()],
  everyMs: [() => m.lab_field_every_ms(), () => m.lab_means_every_ms()],
  atMs: [() => m.lab_field_at_ms(), () => m.lab_means_at_ms()],
  count: [() => m.lab_field_count(), () => m.lab_means_count()],
  startAt: [() => m.lab_field_start_at(), () => m.lab_means_start_at()],
  stopAt: [() => m.lab_field_stop_at(), () => m.lab_means_stop_at()],
  keys: [() => m.lab_field_keys(), () => m.lab_means_keys()],
  pick: [() => m.lab_field_pick(), () => m.lab_means_pick()],
  mode: [() => m.lab_field_mode(), () => m.lab_means_mode()],
  poison: [() => m.lab_field_poison(), () => m.lab_means_poison()],
  perRecordMs: [() => m.lab_field_per_record_ms(), () => m.lab_means_per_record_ms()],
  commit: [() => m.lab_field_commit(), () => m.lab_means_commit()],
  commitOnRevoke: [() => m.lab_field_commit_on_revoke(), () => m.lab_means_commit_on_revoke()],
  failOn: [() => m.lab_field_fail_on(), () => m.lab_means_fail_on()],
  onError: [() => m.lab_field_on_error(), () => m.lab_means_on_error()],
  forwardTo: [() => m.lab_field_forward_to(), () => m.lab_means_forward_to()],
};

/** What a verb does, in a sentence. */
export const verbSentence = (verb: string): string => does[verb]?.() ?? '';

/** Some names mean different things in different places. */
function keyOf({ name, type }: Parameter): string {
  if (type === 'newId' || (name === 'id' && type === 'int')) return 'newId';
  if (type === 'newTopic') return 'newTopic';
  if (type === 'value') return 'workloadValue';
  if (type === 'ints' && name === 'partitions') return 'partitionNumbers';
  return name;
}

/** What a field is called; its own name in the scenario language stands beneath. */
export const fieldWords = (parameter: Parameter): string => fields[keyOf(parameter)]?.[0]() ?? parameter.name;
export const fieldSentence = (parameter: Parameter): string => fields[keyOf(parameter)]?.[1]() ?? '';

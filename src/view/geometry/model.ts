/** The read model's types, by the one door. */
export type {
  BatchModel,
  BrokerModel,
  GroupModel,
  LinkModel,
  MemberModel,
  MessageModel,
  PartitionModel,
  ProducerModel,
  ReadModel,
  RecordModel,
  ReplicaModel,
  SegmentModel,
  TopicModel,
  Verdict,
} from '../../sim/index.ts';

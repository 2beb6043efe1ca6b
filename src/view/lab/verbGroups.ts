/** The verbs of the door by what they are about, in the order in which a person looks for them. */

export const verbGroups = [
  { id: 'faults', verbs: ['crash', 'restart', 'pause', 'resume', 'cut', 'heal', 'slowLink', 'slowDisk'] },
  { id: 'cluster', verbs: ['addBroker', 'shutdown', 'electLeaders'] },
  { id: 'topics', verbs: ['createTopic', 'addPartitions', 'alterConfig', 'deleteTopic'] },
  { id: 'producers', verbs: ['addProducer', 'send', 'flush', 'setConfig', 'close'] },
  {
    id: 'consumers',
    verbs: ['addGroup', 'addMember', 'removeMember', 'subscribe', 'seek', 'commit', 'pausePartitions', 'resumePartitions'],
  },
] as const;

export type VerbGroup = (typeof verbGroups)[number]['id'];

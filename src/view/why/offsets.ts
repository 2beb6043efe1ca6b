/** Why a committed offset is where it is, and why a commit was refused (O1–O3). */
import type { FactOf, GroupModel, MemberModel } from '../../sim/index.ts';
import { say, type Clause } from './answer.ts';
import { because, consumerOf, last, placeName, told, type Now } from './now.ts';

export function committing(now: Now, group: GroupModel, member: MemberModel): readonly Clause[] {
  const behind = group.offsets.flatMap(({ topic, partition, committed }) => {
    const position = member.position[topic]?.[partition];
    return position !== undefined && position > (committed ?? -1) ? [{ topic, partition, committed, position }] : [];
  });
  const sent = last(now, 'commit.sent', (fact) => fact.member === member.id);
  const risk = behind.reduce((sum, { committed, position }) => sum + position - (committed ?? 0), 0);
  return [
    ...behind
      .slice(0, 3)
      .map((it) =>
        it.committed === null
          ? say('commit_none_yet', { partition: placeName(it), position: it.position }, { rules: ['F2'] })
          : say('commit_amount', { partition: placeName(it), position: it.position, committed: it.committed }, { rules: ['F2', 'O1'] }),
      ),
    policy(now, member, sent),
    say('commit_risk', { records: { records: risk } }, { rules: ['D3', 'F2'] }),
  ];
}

/** When the application commits at all. */
function policy(now: Now, member: MemberModel, sent: FactOf<'commit.sent'> | undefined): Clause {
  const commit = consumerOf(now, member.id)?.self.app.commit ?? 'auto';
  const interval = Number(member.settings['auto.commit.interval.ms'] ?? 5000);
  if (typeof commit === 'object') return say('commit_every', { count: commit.every }, { fact: sent, rules: ['F4'] });
  switch (commit) {
    case 'auto':
      return member.settings['enable.auto.commit'] === false
        ? say('commit_never', {}, { rules: ['F4'] })
        : say('commit_auto', { interval: { ms: interval } }, { fact: sent, rules: ['O2'] });
    case 'syncPerPoll':
    case 'asyncPerPoll':
      return say('commit_per_poll', {}, { fact: sent, rules: ['F4'] });
    case 'syncPerRecord':
      return say('commit_per_record', {}, { fact: sent, rules: ['F4'] });
    case 'none':
      return say('commit_never', {}, { rules: ['F4'] });
  }
}

const REFUSALS = {
  UNKNOWN_MEMBER_ID: 'refused_unknown',
  ILLEGAL_GENERATION: 'refused_generation',
  REBALANCE_IN_PROGRESS: 'refused_rebalancing',
  FENCED_INSTANCE_ID: 'refused_fenced',
} as const;

/** Why the last commit of a member was not taken. */
export function refusedCommit(now: Now, refused: FactOf<'commit.refused' | 'commit.failed'>): readonly Clause[] {
  const expired = last(now, ['member.expired', 'member.left'], (fact) => fact.member === refused.member && fact.id < refused.id);
  const known = Object.entries(REFUSALS).find(([error]) => error === refused.error)?.[1];
  const started = last(now, 'rebalance.started', (fact) => fact.group === refused.group && fact.id < refused.id);
  return [
    ...told(refused, ['O3']),
    known === undefined ? say('refused_other', { error: refused.error }, { rules: ['O1'] }) : say(known, {}, { rules: ['O3'] }),
    ...(known === 'refused_unknown' && expired !== undefined
      ? [...told(expired, ['G7']), ...because(now, expired)]
      : known !== undefined
        ? told(started, ['G11'])
        : because(now, refused)),
  ];
}

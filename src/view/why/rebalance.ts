/** Why a group rebalances, whom it waits for and until when, and what the last time cost (G3, G6, G8, A6). */
import type { FactOf, GroupContext, GroupModel } from '../../sim/index.ts';
import { say, type Clause } from './answer.ts';
import { because, coordinatorOf, faultOf, last, memberNamed, told, toldWhy, type Now } from './now.ts';

const startedIn = (now: Now, group: string): FactOf<'rebalance.started'> | undefined =>
  last(now, 'rebalance.started', (fact) => fact.group === group);

type Counted = GroupContext['members'][string];

/** The whole answer to "why does it rebalance now?". */
export function rebalancing(now: Now, group: GroupModel): readonly Clause[] {
  const started = startedIn(now, group.id);
  return [...toldWhy(now, started, ['G11']), ...waiting(now, group)];
}

/** Whom or what the group waits for now. */
export function waiting(now: Now, group: GroupModel): readonly Clause[] {
  const context = coordinatorOf(now, group);
  if (context === null) return [say('wait_no_coordinator', { group: group.id }, { rules: ['O4', 'G2'] })];
  if (context.state === 'CompletingRebalance') return assigning(group, context);
  if (context.state !== 'PreparingRebalance') return [];
  const began = last(now, 'group.changed', (fact) => fact.group === group.id && fact.to === 'PreparingRebalance');
  const phase = context.joinPhase;
  if (phase?.initial === true) {
    const { delayMs } = phase;
    return [say('wait_initial', { delay: { ms: delayMs }, joined: { members: joined(context).length } }, { fact: began, rules: ['G3'] })];
  }
  const missing = Object.values(context.members).filter(({ join }) => join === null);
  const timeoutMs = Math.max(0, ...Object.values(context.members).map(({ rebalanceTimeoutMs }) => rebalanceTimeoutMs));
  return [
    say(
      'wait_joined',
      { joined: joined(context).map(({ process }) => process), missing: missing.map(({ process }) => process) },
      { rules: ['G3'] },
    ),
    ...missing.slice(0, 3).map((it) => absentee(now, group, it)),
    ...(missing.length === 0 || began === undefined
      ? []
      : [say('wait_until', { until: { at: began.at + timeoutMs }, timeout: { ms: timeoutMs } }, { fact: began, rules: ['G3'] })]),
  ];
}

const joined = ({ members }: GroupContext): readonly Counted[] => Object.values(members).filter(({ join }) => join !== null);

/** Why one member has not come back yet. */
function absentee(now: Now, group: GroupModel, { process, lastHeartbeat, sessionTimeoutMs }: Counted): Clause {
  const fault = faultOf(now, process);
  if (fault !== undefined)
    return say('wait_dead', { member: process, until: { at: lastHeartbeat + sessionTimeoutMs } }, { fact: fault, rules: ['G7'] });
  const started = startedIn(now, group.id);
  const noticed = last(
    now,
    'rebalance.noticed',
    (fact) => fact.group === group.id && fact.member === process && fact.id > (started?.id ?? 0),
  );
  if (noticed === undefined) return say('wait_unaware', { member: process }, { rules: ['G6'] });
  return (memberNamed(group, process)?.processing ?? null) !== null
    ? say('wait_busy', { member: process }, { fact: noticed, rules: ['G6'] })
    : say('wait_coming', { member: process }, { fact: noticed, rules: ['G6'] });
}

function assigning(group: GroupModel, context: GroupContext): readonly Clause[] {
  const leader = context.members[context.leader ?? '']?.process ?? group.leader ?? '';
  const storing = Object.values(context.writes).some(({ kind }) => kind === 'assignment');
  return storing
    ? [say('wait_storing', {}, { rules: ['G6', 'O1'] })]
    : [say('wait_sync', { leader, generation: context.generation }, { rules: ['G4', 'G6'] })];
}

// ── Looking back ──

/** Why the last rebalance happened, and what it cost. */
export function lastRebalance(now: Now, group: GroupModel): readonly Clause[] {
  const report = group.rebalances.at(-1);
  if (report === undefined) return [];
  const started = last(now, 'rebalance.started', (fact) => fact.group === group.id && fact.at <= report.at);
  return [
    ...toldWhy(now, started, ['G11']),
    ...(report.detectionMs > 0 ? [say('cost_detection', { silent: { ms: report.detectionMs } }, { rules: ['G7', 'A6'] })] : []),
    report.moved === 0 && report.stopped === 0
      ? say('cost_none', {}, { rules: ['A6'] })
      : say(
          'cost',
          {
            moved: { partitions: report.moved },
            live: report.movedFromLive,
            stopped: { partitions: report.stopped },
            paused: { ms: report.pausedMs },
          },
          { rules: ['A6'] },
        ),
  ];
}

/** Why it took more than one round. */
export function rounds(now: Now, group: GroupModel): readonly Clause[] {
  const report = group.rebalances.at(-1);
  if (report === undefined) return [];
  const during = now.facts.filter(
    (fact): fact is FactOf<'rebalance.started'> => fact.kind === 'rebalance.started' && fact.group === group.id && fact.at > report.at,
  );
  const handing = report.protocol === 'cooperative-sticky';
  const revoked = handing
    ? last(now, 'partitions.revoked', (fact) => fact.group === group.id && fact.at >= report.at && fact.partitions.length > 0)
    : undefined;
  return [
    ...(revoked !== undefined ? [say('rounds_cooperative', { member: revoked.member }, { fact: revoked, rules: ['G8'] })] : []),
    ...during.slice(0, 4).flatMap((fact) => told(fact, ['G11'])),
    say('rounds_count', { rounds: report.rounds }, { rules: ['A6'] }),
  ];
}

/** Why nobody is left. */
export function emptied(now: Now, group: GroupModel): readonly Clause[] {
  const gone = last(now, ['member.left', 'member.expired'], (fact) => fact.group === group.id);
  if (gone === undefined) return [say('empty_never', { group: group.id }, { rules: ['G1'] })];
  return [...told(gone, ['G1', 'G4']), ...because(now, gone), say('empty_offsets', {}, { rules: ['O5'] })];
}

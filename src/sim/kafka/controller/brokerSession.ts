/** C2: the session of a broker, with the active controller or with ZooKeeper. */
import { runsOnZooKeeper } from '../../config/profiles.ts';
import type { ProfileName, Settings } from '../../config/types.ts';

export interface BrokerSession {
  readonly sessionTimeoutMs: number;
  readonly heartbeatIntervalMs: number;
}

/** How long a silent broker is believed to live, and how often one shows itself; a client of ZooKeeper does so thrice per session. */
export function brokerSession(settings: Settings, profile: ProfileName): BrokerSession {
  const count = (name: string, otherwise: number) => Number(settings[name] ?? otherwise);
  if (!runsOnZooKeeper(profile))
    return {
      sessionTimeoutMs: count('broker.session.timeout.ms', 9000),
      heartbeatIntervalMs: count('broker.heartbeat.interval.ms', 2000),
    };
  const sessionTimeoutMs = count('zookeeper.session.timeout.ms', 18_000);
  return { sessionTimeoutMs, heartbeatIntervalMs: sessionTimeoutMs / 3 };
}

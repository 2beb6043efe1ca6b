/** `config:` blocks: each value read as its setting wants it, and what a client would refuse to start with. */
import { conflictsIn, readSetting, type SettingScope } from '../config/index.ts';
import type { ReadContext } from './context.ts';
import { entries, type Cursor } from './cursor.ts';
import type { ConfigOverrides } from './types.ts';

/** What a `config:` block sets. Conflicts between settings are looked at apart, once everything that belongs together is. */
export function readConfig(cursor: Cursor, scope: SettingScope, { profile }: Pick<ReadContext, 'profile'>): ConfigOverrides {
  const config: Record<string, ConfigOverrides[string]> = {};
  for (const [name, at] of entries(cursor, 'settings by their Kafka names')) {
    const read = readSetting(scope, name, at.value, profile);
    if ('reason' in read) at.fail(read.reason, undefined, { onKey: true, ...(scope === 'topic' && { code: 'INVALID_CONFIG' }) });
    else if (read.value !== null) config[name] = read.value;
  }
  return config;
}

/** Notes settings that contradict each other (P6, P7, G7). `at`: the `config:` block that said so last; what `inherited` is to blame for was told there. */
export function checkConflicts(
  at: Cursor,
  scope: SettingScope,
  config: ConfigOverrides,
  { profile }: Pick<ReadContext, 'profile'>,
  inherited: ConfigOverrides = {},
): void {
  const told = conflictsIn(scope, profile, inherited).map((it) => it.reason);
  for (const { name, exception, reason } of conflictsIn(scope, profile, config)) {
    if (told.includes(reason)) continue;
    const place = at.at(name);
    const path = place.missing ? at.path : place.path;
    at.problems.add(path, exception === null ? reason : `${exception}: ${reason}`, { onKey: true, code: exception ?? 'INVALID_CONFIG' });
  }
}

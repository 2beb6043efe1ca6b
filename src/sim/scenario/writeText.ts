/** Scenarios as text that people read and change: YAML, small things on one line. */
import { Document, isCollection, isMap, isPair, isScalar, isSeq, visit } from 'yaml';
import type { Scenario } from './types.ts';
import { scenarioValue } from './write.ts';

const LINE = 110;
/** What stands below these stands on lines of its own, however short. */
const SPREAD: ReadonlySet<string> = new Set(['topics', 'producers', 'groups', 'script']);
const SPREAD_TWICE: ReadonlySet<string> = new Set(['producers', 'groups']);

/** A YAML text that parseScenario reads into the same scenario. */
export function scenarioText(scenario: Scenario): string {
  const document = new Document(scenarioValue(scenario), { aliasDuplicateObjects: false });
  visit(document, {
    Pair(_, { key, value }, ancestors) {
      const above = ancestors.flatMap((it) => (isPair(it) ? [nameOf(it.key)] : []));
      const spread = above.length === 0 ? SPREAD.has(nameOf(key)) : above.length === 1 && SPREAD_TWICE.has(above[0] ?? '');
      if (isCollection(value)) value.flow = !spread && !(isSeq(value) && value.items.some(isMap)) && isShort(value);
    },
    Seq(_, list) {
      for (const item of list.items) if (isCollection(item)) item.flow = isShort(item);
    },
  });
  return document.toString({ lineWidth: LINE });
}

const nameOf = (key: unknown): string => (isScalar(key) ? String(key.value) : '');

const isShort = (collection: object): boolean => JSON.stringify(collection).length < LINE - 20;

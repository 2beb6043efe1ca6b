/** C1: who keeps the metadata: controllers of their own, brokers that are controllers as well, or, up to 2.8, an ensemble of ZooKeeper. */
import type { ReadContext } from './context.ts';
import { int, items, type Cursor } from './cursor.ts';
import { noSuch } from './names.ts';

const MOST_VOTERS = 7;

const numbered = (name: string, count: number): readonly string[] => Array.from({ length: count }, (_, i) => `${name}-${i + 1}`);

/** A number of controllers apart from the brokers, or a list of the brokers that are controllers as well (combined mode). */
export function readControllers(root: Cursor, { names, profile }: ReadContext): readonly string[] {
  const ensemble = root.at('zookeeper');
  if (!ensemble.missing)
    ensemble.fail(`Kafka ${profile} does without ZooKeeper; "controllers" gives the number of its controllers`, undefined, { onKey: true });
  const cursor = root.at('controllers');
  if (Array.isArray(cursor.value)) return readCombined(cursor, names.of('broker'));
  const ids = numbered('controller', int(cursor, 1, 1, MOST_VOTERS));
  for (const id of ids) names.declare(cursor, id, 'controller');
  return ids;
}

function readCombined(cursor: Cursor, brokers: readonly string[]): readonly string[] {
  const ids = items(cursor, 'brokers that are controllers as well').map((at) => {
    const id = String(int(at, null, 0) ?? '');
    if (!brokers.includes(id)) at.fail(noSuch('broker', id, brokers), undefined);
    return id;
  });
  if (ids.length === 0 || ids.length > MOST_VOTERS) return cursor.fail(`there are 1 to ${MOST_VOTERS} controllers`, ['controller-1']);
  return new Set(ids).size === ids.length ? ids : cursor.fail('a broker is a controller once', ids);
}

/** `zookeeper: 3`: the servers of the ensemble. The controller is one of the brokers. */
export function readEnsemble(root: Cursor, { names, profile }: ReadContext): readonly string[] {
  const given = root.at('controllers');
  if (!given.missing)
    given.fail(`in Kafka ${profile} one of the brokers is the controller; "zookeeper" gives the number of ZooKeeper servers`, undefined, {
      onKey: true,
    });
  const ids = numbered('zookeeper', int(root.at('zookeeper'), 1, 1, MOST_VOTERS));
  for (const id of ids) names.declare(root.at('zookeeper'), id, 'controller');
  return ids;
}

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Due, Queue } from '../../../src/sim/kernel/queue.ts';
import { earliest, entriesOf, insert, remove } from '../../../src/sim/kernel/queue.ts';
import type { Table } from '../../../src/sim/kernel/table.ts';
import { TableDraft, tableGet } from '../../../src/sim/kernel/table.ts';

const inOrder = (a: Due, b: Due) => a.at - b.at || a.seq - b.seq;

test('N1: what is due comes out by time, and at equal times by number, whatever was taken out in between', () => {
  const steps = fc.array(fc.tuple(fc.constantFrom('insert', 'remove', 'pop'), fc.integer({ min: 0, max: 20 })), { maxLength: 200 });
  fc.assert(
    fc.property(steps, (script) => {
      let queue: Queue<Due> = null;
      let model: Due[] = [];
      let seq = 0;
      for (const [verb, number] of script) {
        if (verb === 'insert') {
          const entry = { at: number, seq: seq++ };
          queue = insert(queue, entry);
          model = [...model, entry].sort(inOrder);
        } else {
          const gone: Due | null = verb === 'pop' ? earliest(queue) : (model[number % Math.max(1, model.length)] ?? null);
          if (gone === null) continue;
          queue = remove(queue, gone);
          model = model.filter((entry) => entry !== gone);
        }
        expect(earliest(queue)).toEqual(model[0] ?? null);
        expect(entriesOf(queue)).toEqual(model);
      }
    }),
  );
});

test('a queue that was kept does not change when a later one does', () => {
  const kept = [5, 3, 9].reduce<Queue<Due>>((queue, at, seq) => insert(queue, { at, seq }), null);
  const before = entriesOf(kept);
  remove(insert(kept, { at: 1, seq: 9 }), { at: 3, seq: 1 });
  expect(entriesOf(kept)).toEqual(before);
});

test('taking out what is not there changes nothing', () => {
  const queue = insert(insert<Due>(null, { at: 1, seq: 0 }), { at: 2, seq: 1 });
  expect(entriesOf(remove(queue, { at: 2, seq: 7 }))).toEqual(entriesOf(queue));
});

test('a table grows by one and keeps its older versions', () => {
  let table: Table<number> = [];
  const versions: Table<number>[] = [];
  for (let place = 0; place < 40; place++) {
    const draft = new TableDraft(table);
    draft.set(place, place);
    table = draft.table;
    versions.push(table);
  }
  const draft = new TableDraft(table);
  for (const value of [-1, -2]) draft.set(17, value);
  expect(tableGet(draft.table, 17)).toBe(-2);
  expect(tableGet(table, 17)).toBe(17);
  expect(draft.table[0]).toBe(table[0]);
  expect(versions[20]?.flat()).toEqual(Array.from({ length: 21 }, (_, place) => place));
  expect(() => tableGet(table, 99)).toThrow('no place 99');
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PackedRows } from '../../src/model/packed-rows.ts';

type Row = readonly [stack: number, us: number, count: number];

function pack(rows: readonly Row[]): PackedRows {
  const packed = new PackedRows();
  for (const [stack, us, count] of rows) packed.push({ stack, us, count });
  return packed;
}

function unpack(packed: PackedRows): Row[] {
  const rows: Row[] = [];
  const cursor = packed.cursor();
  while (cursor.next()) rows.push([cursor.stack, cursor.us, cursor.count]);
  return rows;
}

describe('packed rows', () => {
  it('are the same when they are read', () => {
    const rows: Row[] = [
      [0, 1000, 1],
      [5, 999, 1],
      [-1, 0, 0],
      [2 ** 30, 2 ** 28 - 1, 1],
      [0, 0, 7],
      [1, 2 ** 28, 1],
      [1, 1e12, 4],
      [1, 0.1, 1],
      [1, 1000, 0.5],
      [1, 1000.25, 2.5],
      [2, 1000, 2 ** 28],
      [2, -3, 1],
      [3, 1001, 1],
    ];
    assert.deepEqual(unpack(pack(rows)), rows);
  });

  it('can be many, and read while there come more', () => {
    // Any order of small and large numbers: a row has from 2 to 26 bytes.
    const rows = Array.from({ length: 40_000 }, (_, i): Row => {
      const random = (i * 2654435761) % 4294967296;
      return [random % 50_000, i % 9 === 0 ? random / 7 : random % 3000, i % 5 === 0 ? i % 3 : 1];
    });
    const packed = pack(rows.slice(0, 20_000));
    assert.deepEqual(unpack(packed), rows.slice(0, 20_000));
    for (const [stack, us, count] of rows.slice(20_000)) packed.push({ stack, us, count });
    assert.deepEqual(unpack(packed), rows);
    assert.equal(packed.length, 40_000);
  });
});

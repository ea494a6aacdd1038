import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { splitByOwner } from '../../../src/sampler/in-process/pieces.ts';
import type { Span } from '../../../src/sampler/in-process/pieces.ts';

/** Samples written as `node@moment`, own times as `start-end`; pieces come back as `start-end owner node`. */
function split(samples: string, own: string, span: string): string[] {
  const pairs = samples
    .split(' ')
    .filter(text => text !== '')
    .map(text => text.split('@').map(Number));
  const moments = Float64Array.from(pairs, ([, moment]) => moment ?? 0);
  const nodes = Int32Array.from(pairs, ([node]) => node ?? 0);
  const spans = own
    .split(' ')
    .filter(text => text !== '')
    .map(readSpan);
  return splitByOwner({ moments, nodes, counts: pairs.map(() => 1) }, spans, readSpan(span)).map(
    ({ startUs, endUs, isOwn, node }) =>
      `${startUs}-${endUs} ${isOwn ? 'own' : 'other'} ${node ?? 'unknown'}`,
  );
}

function readSpan(text: string): Span {
  const [startUs = 0, endUs = 0] = text.split('-').map(Number);
  return { startUs, endUs };
}

describe('splitByOwner', () => {
  it('has each sample last until the next one when there is one owner', () => {
    assert.deepEqual(split('1@10 2@20 3@35', '10-50', '10-50'), [
      '10-20 own 1',
      '20-35 own 2',
      '35-50 own 3',
    ]);
  });

  it('ends a sample where its owner stops to run', () => {
    assert.deepEqual(split('1@10 2@20', '0-15', '0-30'), ['0-15 own 1', '15-30 other 2']);
  });

  it('begins at the start of the span, whatever was sampled before', () => {
    assert.deepEqual(split('9@5 1@12', '10-20', '10-20'), ['10-20 own 1']);
  });

  it('takes the next sample of the owner for a time without one', () => {
    assert.deepEqual(split('1@5 2@25', '10-12 20-30', '0-30'), [
      '0-10 other 1',
      '10-12 own 2',
      '12-20 other 1',
      '20-30 own 2',
    ]);
  });

  it('takes the last sample of the owner where there is none to come', () => {
    assert.deepEqual(split('1@2 2@6', '0-4 8-9', '0-10'), [
      '0-4 own 1',
      '4-8 other 2',
      '8-9 own 1',
      '9-10 other 2',
    ]);
  });

  it('never takes the sample of another owner', () => {
    assert.deepEqual(split('1@5', '6-8', '4-10'), [
      '4-6 other 1',
      '6-8 own unknown',
      '8-10 other 1',
    ]);
  });

  it('never takes a sample from before or after the span', () => {
    assert.deepEqual(split('7@5 8@95', '', '10-90'), ['10-90 other unknown']);
  });

  it('counts each sample in one piece alone', () => {
    const [moments, nodes] = [Float64Array.of(2, 6), Int32Array.of(1, 2)];
    const own = [readSpan('0-4'), readSpan('8-9')];
    const pieces = splitByOwner({ moments, nodes, counts: [1, 1] }, own, readSpan('0-10'));
    assert.deepEqual(
      pieces.map(({ count }) => count),
      [1, 1, 0, 0],
    );
  });

  it('leaves no gap and no overlap', () => {
    const rows = split('1@1 2@2 3@3 4@7 5@11', '2-4 6-8 12-20', '0-15');
    const pieces = rows.map(row => readSpan(row.split(' ')[0] ?? ''));
    assert.equal(pieces[0]?.startUs, 0);
    for (const [i, piece] of pieces.entries())
      assert.equal(piece.endUs, pieces[i + 1]?.startUs ?? 15);
  });
});

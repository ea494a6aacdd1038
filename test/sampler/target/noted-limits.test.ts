// The time limits of node:vm are told as they begin, and the program sees nothing of it.

import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { createContext, runInContext, runInNewContext, runInThisContext, Script } from 'node:vm';
import { noteTimeLimits } from '../../../src/sampler/target/noted-limits.ts';
import type { LimitNotes } from '../../../src/sampler/target/noted-limits.ts';

const notes: LimitNotes[] = [];
afterEach(() => {
  for (const note of notes.splice(0).reverse()) note.remove();
});

function noteAll(): number[] {
  const found: number[] = [];
  notes.push(noteTimeLimits(({ limitMs }) => void found.push(limitMs)));
  return found;
}

describe('noteTimeLimits', () => {
  it('tells of every way to run something with a limit', () => {
    const found = noteAll();
    runInThisContext('1', { timeout: 1011 });
    runInNewContext('1', {}, { timeout: 1012 });
    runInContext('1', createContext({}), { timeout: 1013 });
    new Script('1').runInThisContext({ timeout: 1014 });
    new Script('1').runInNewContext({}, { timeout: 1015 });
    runInThisContext('1');
    assert.deepEqual(found, [1011, 1012, 1013, 1014, 1015]);
  });

  it('says when each begins', () => {
    const beforeUs = Number(process.hrtime.bigint() / 1000n);
    let foundUs = 0;
    notes.push(noteTimeLimits(({ beginUs }) => (foundUs = beginUs)));
    runInThisContext('1', { timeout: 1010 });
    assert.ok(foundUs >= beforeUs && foundUs - beforeUs < 100_000);
  });

  it('says which is within another', () => {
    const found: boolean[] = [];
    notes.push(noteTimeLimits(({ isOutermost }) => void found.push(isOutermost)));
    const run = (): unknown => runInThisContext('1', { timeout: 1000 });
    run();
    runInNewContext('run()', { run }, { timeout: 1000 });
    new Script('run()').runInNewContext({ run });
    run();
    assert.deepEqual(found, [true, true, false, false, true]);
  });

  it('leaves no frame on the stack of what runs, and reads no option of the program twice', () => {
    const depthOf = (): number =>
      String(runInThisContext('new Error("here").stack', { timeout: 1000 })).split('\n').length;
    const plain = [0].map(depthOf);
    noteAll();
    assert.deepEqual([0].map(depthOf), plain);
    let reads = 0;
    runInThisContext('1', {
      get timeout() {
        reads++;
        return 1000;
      },
    });
    assert.equal(reads, 1);
  });

  it('tells everyone who asks, and nobody who has left', () => {
    const first = noteAll();
    const second = noteAll();
    runInThisContext('1', { timeout: 1010 });
    notes.shift()?.remove();
    runInThisContext('1', { timeout: 1020 });
    assert.deepEqual([first, second], [[1010], [1010, 1020]]);
  });

  it('leaves nothing behind', () => {
    const before = Reflect.ownKeys(Object.prototype);
    noteAll();
    notes.shift()?.remove();
    assert.deepEqual(Reflect.ownKeys(Object.prototype), before);
  });
});

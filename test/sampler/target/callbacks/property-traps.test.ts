// Accessors in the prototypes of objects that are not ours.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  onFirstSet,
  onLookUp,
  onSetAndGet,
} from '../../../../src/sampler/target/callbacks/property-traps.ts';

class Operation {
  callback: unknown;
  run(): string {
    return 'ran';
  }
}
Reflect.deleteProperty(Operation.prototype, 'callback');

/** An object as Node.js makes them: its callback is set later. */
function operation(): Operation {
  return Object.create(Operation.prototype) as Operation;
}

function watch(seen: string[], name: string): () => void {
  return onSetAndGet(Operation.prototype, 'callback', {
    onSet: () => seen.push(`${name} set`),
    onGet: () => seen.push(`${name} get`),
  });
}

describe('An operation that is watched', () => {
  it('keeps its callback when the watching ends, and when it begins again', () => {
    const under = operation();
    const undo = watch([], 'first');
    under.callback = 'mine';
    undo();
    assert.equal(under.callback, 'mine');
    const undoAgain = watch([], 'second');
    const [seen, other] = [under.callback, operation()];
    other.callback = 'other';
    undoAgain();
    assert.deepEqual([seen, under.callback, other.callback], ['mine', 'mine', 'other']);
  });

  it('is watched by two until each of them ends', () => {
    const seen: string[] = [];
    const [undoFirst, undoSecond] = [watch(seen, 'first'), watch(seen, 'second')];
    const under = operation();
    under.callback = 'mine';
    undoFirst();
    assert.equal(under.callback, 'mine');
    undoSecond();
    assert.equal(under.callback, 'mine');
    assert.deepEqual(seen, ['first set', 'second set', 'second get']);
  });

  it('does not notice that a callback of ours fails', () => {
    const fail = (): never => {
      throw new Error('ours');
    };
    const undo = onSetAndGet(Operation.prototype, 'callback', { onSet: fail, onGet: fail });
    const under = operation();
    under.callback = 'mine';
    assert.equal(under.callback, 'mine');
    undo();
  });
});

describe('A prototype', () => {
  it('is as before once nothing of it is watched any more', () => {
    const before = Object.getOwnPropertyDescriptors(Operation.prototype);
    const undos = [
      onLookUp(Operation.prototype, 'run', () => undefined),
      onLookUp(Operation.prototype, 'toString', () => undefined),
      onFirstSet(Operation.prototype, 'made', () => undefined),
    ];
    assert.equal(operation().run(), 'ran');
    for (const undo of undos) undo();
    assert.deepEqual(Object.getOwnPropertyDescriptors(Operation.prototype), before);
  });
});

// Our own work in a program's thread is no function of the program's.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { V8Profile, V8ProfileNode } from '../../../src/formats/v8-profile.ts';
import {
  withoutOwnFrames,
  withoutOwnEnds,
  withoutPrelude,
} from '../../../src/sampler/lanes/clean-profile.ts';

const isOwn = (url: string): boolean => url.startsWith('hotpath:');

/** Nodes in the order of their numbers, from 1: what each is called, and its callees. */
function profile(...nodes: readonly (readonly [string, ...number[]])[]): V8Profile {
  return {
    nodes: nodes.map(([text, ...children], i): V8ProfileNode => {
      const [functionName = '', url = ''] = text.split('@');
      const place = { scriptId: '0', lineNumber: 0, columnNumber: 0 };
      return { id: i + 1, callFrame: { functionName, url, ...place }, children };
    }),
    samples: nodes.map((_node, i) => i + 1),
    timeDeltas: nodes.map(() => 1000),
    startTime: 0,
    endTime: nodes.length * 1000,
  };
}

/** Each sample's stack, outermost first. */
function stacks({ nodes, samples = [] }: V8Profile): string[] {
  const callerOf = new Map(
    nodes.flatMap(node => (node.children ?? []).map(child => [child, node.id] as const)),
  );
  const nameOf = new Map(nodes.map(({ id, callFrame }) => [id, callFrame.functionName]));
  return samples.map(id => {
    const names: string[] = [];
    for (let at: number | undefined = id; at !== undefined; at = callerOf.get(at))
      names.unshift(nameOf.get(at) ?? '?');
    return names.join(' ');
  });
}

describe('withoutOwnFrames', () => {
  it('gives the time of ours, and of what we call, to whom we interrupted', () => {
    const taken = withoutOwnFrames(
      profile(
        ['(root)', 2],
        ['render@/app.js', 3],
        ['take@hotpath:probe', 4, 5],
        ['get stack'],
        ['postMessage@node:worker', 6],
        ['serialize'],
      ),
      isOwn,
    );
    assert.deepEqual(stacks(taken), [
      '(root)',
      ...Array.from({ length: 5 }, () => '(root) render'),
    ]);
  });

  it('keeps the functions of the program that we call, with those between, below our caller', () => {
    const taken = withoutOwnFrames(
      profile(
        ['(root)', 2],
        ['emit@node:events', 3],
        ['held@hotpath:exit', 4, 6],
        ['emit@node:events', 5],
        ['onExit@/app.js'],
        ['wait'],
      ),
      isOwn,
    );
    assert.deepEqual(stacks(taken), [
      '(root)',
      '(root) emit',
      '(root) emit',
      '(root) emit emit',
      '(root) emit emit onExit',
      '(root) emit',
    ]);
  });

  it('takes a thread that was woken to ask for its stack to idle on', () => {
    const taken = withoutOwnFrames(
      profile(['(root)', 2, 4], ['take@hotpath:probe', 3], ['get stack'], ['(idle)']),
      isOwn,
    );
    assert.deepEqual(stacks(taken), [
      '(root)',
      ...Array.from({ length: 3 }, () => '(root) (idle)'),
    ]);
  });

  it('leaves what the program does itself, and garbage collection, alone', () => {
    const before = profile(
      ['(root)', 2],
      ['render@/app.js', 3, 4],
      ['get stack'],
      ['take@hotpath:probe', 5],
      ['(garbage collector)'],
    );
    assert.deepEqual(stacks(withoutOwnFrames(before, isOwn)), [
      '(root)',
      '(root) render',
      '(root) render get stack',
      '(root) render',
      '(root) render (garbage collector)',
    ]);
  });
});

describe('withoutOwnEnds', () => {
  const begun = (...samples: number[]): V8Profile => ({
    ...profile(['(root)', 2, 3, 4], ['(program)'], ['(idle)'], ['render@/app.js']),
    samples,
  });

  it('lets a thread that idled idle on until it runs something', () => {
    const taken = withoutOwnEnds(begun(2, 2, 4, 2), true);
    assert.deepEqual(taken.samples, [3, 3, 4, 2]);
  });

  it('lets a thread idle on that is woken at the end', () => {
    const taken = withoutOwnEnds(begun(4, 2, 3, 2, 2), false);
    assert.deepEqual(taken.samples, [4, 2, 3, 3, 3]);
  });

  it('lets a thread that ran do at once what it is seen to do next', () => {
    const taken = withoutOwnEnds(begun(2, 4, 3), false);
    assert.deepEqual(taken.samples, [4, 4, 3]);
  });

  it('does not make a thread idle that ran', () => {
    const taken = withoutOwnEnds(begun(2, 3, 4), false);
    assert.deepEqual(taken.samples, [2, 3, 4]);
  });
});

describe('withoutPrelude', () => {
  const begun = (...samples: number[]): V8Profile => ({
    ...profile(
      ['(root)', 2, 3, 4, 5],
      ['(program)'],
      ['(idle)'],
      ['preload@hotpath:preload'],
      ['main@/app.js'],
    ),
    samples,
    timeDeltas: samples.map(() => 1000),
  });

  it('begins with the first line of the program', () => {
    const { samples, startTime, timeDeltas } = withoutPrelude(begun(2, 4, 4, 5, 3), isOwn);
    assert.deepEqual(
      { samples, startTime, timeDeltas },
      { samples: [5, 3], startTime: 4000, timeDeltas: [0, 1000] },
    );
  });

  it('begins as the program first waits, where no sample has seen its first lines', () => {
    const { samples, startTime } = withoutPrelude(begun(4, 2, 3, 3, 5), isOwn);
    assert.deepEqual({ samples, startTime }, { samples: [3, 3, 5], startTime: 3000 });
  });
});

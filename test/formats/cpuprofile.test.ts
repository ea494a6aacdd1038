import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeCpuProfile } from '../../src/formats/cpuprofile.ts';
import { readFrames } from '../../src/model/frame-table.ts';
import type { SessionData } from '../../src/model/session.ts';
import { printSamples, printShares } from '../helpers/print-session.ts';
import { dedent } from '../helpers/profile-text.ts';
import { node, NODES } from '../helpers/v8-nodes.ts';
import type { Json } from '../helpers/v8-nodes.ts';

function decode(profile: Json): SessionData {
  return decodeCpuProfile(JSON.stringify(profile)).session;
}

function checkSamples(profile: Json, expected: string): void {
  assert.equal(printSamples(decode(profile)), dedent(expected));
}

describe('decodeCpuProfile', () => {
  it('lets each sample last until the next, the first from the start and the last to the end', () => {
    checkSamples(
      {
        nodes: NODES,
        startTime: 10_000,
        endTime: 20_000,
        samples: [2, 3, 3],
        timeDeltas: [1000, 2000, 3000],
      },
      `
      main 3ms
      main > parse 3ms
      main > parse 4ms
      `,
    );
  });

  it('puts samples in order of time, and those outside of the recording at its edges', () => {
    // Moments 8, 13, 11, 25 of 10 … 20: main until 11, idle until 13, parse until 20, program not at all.
    checkSamples(
      {
        nodes: NODES,
        startTime: 10_000,
        endTime: 20_000,
        samples: [2, 3, 5, 4],
        timeDeltas: [-2000, 5000, -2000, 14_000],
      },
      `
      main 1ms
      [idle] 2ms
      main > parse 7ms
      [native] 0ms
      `,
    );
  });

  it('puts garbage collection under what was running', () => {
    checkSamples(
      {
        nodes: NODES,
        startTime: 0,
        endTime: 8000,
        samples: [6, 3, 6, 6, 5, 6, 4, 6],
        timeDeltas: [0, 1000, 1000, 1000, 1000, 1000, 1000, 1000],
      },
      `
      [gc] 1ms
      main > parse 1ms
      main > parse > [gc] 1ms
      main > parse > [gc] 1ms
      [idle] 1ms
      [gc] 1ms
      [native] 1ms
      [gc] 1ms
      `,
    );
  });

  it('names functions, modules and code without a file', () => {
    const frame = (functionName: string, url: string, [lineNumber, columnNumber]: number[]) => ({
      callFrame: { functionName, scriptId: '9', url, lineNumber, columnNumber },
    });
    const { session, scripts } = decodeCpuProfile(
      JSON.stringify({
        nodes: [
          { id: 1, ...frame('', 'file:///app/a.js', [0, 0]) },
          { id: 2, ...frame('', 'file:///app/a.js', [4, 8]) },
          { id: 3, ...frame('readSync', 'node:fs', [700, 17]) },
          { id: 4, ...frame('sort', '', [-1, -1]) },
          { id: 5, ...frame('', '', [0, 10]) },
          { id: 6, ...frame('wasm-function[3]', 'wasm://wasm/0badcafe', [0, 99]) },
        ],
        startTime: 0,
        endTime: 6,
        samples: [1, 2, 3, 4, 5, 6],
        timeDeltas: [0, 1, 1, 1, 1, 1],
      }),
    );
    assert.deepEqual(
      readFrames(session)
        .filter(({ kind }) => kind !== 'synthetic')
        .map(({ name, file, line, column, kind }) => [name, file, line, column, kind]),
      [
        ['<module>', 'file:///app/a.js', 1, 1, 'application'],
        ['<anonymous>', 'file:///app/a.js', 5, 9, 'application'],
        ['readSync', 'node:fs', 701, 18, 'node'],
        ['sort', null, null, null, 'native'],
        ['<anonymous>', null, 1, 11, 'application'],
        ['wasm-function[3]', null, 1, 100, 'native'],
      ],
    );
    assert.deepEqual(scripts, [{ url: 'file:///app/a.js' }, { url: 'node:fs' }]);
  });

  it('shares self time over the lines that were hit, a line listed twice counting twice', () => {
    const positionTicks = [
      { line: 3, ticks: 1 },
      { line: 4, ticks: 2 },
      { line: 3, ticks: 1 },
    ];
    const session = decode({
      nodes: [node(1, 'main', { positionTicks, hitCount: 4 })],
      startTime: 0,
      endTime: 8000,
      samples: [1, 1],
      timeDeltas: [0, 4000],
    });
    assert.equal(
      printShares(session, session.lanes[0]!.leafLines),
      dedent(`
        main :3 4ms
        main :4 4ms
      `),
    );
  });

  it('walks lists of nodes that are 100,000 nodes deep', () => {
    const depth = 100_000;
    const nodes = Array.from({ length: depth }, (_, i) =>
      node(i + 1, 'f', { children: i + 1 < depth ? [i + 2] : [] }),
    );
    const session = decode({ nodes, startTime: 0, endTime: 1, samples: [depth], timeDeltas: [0] });
    assert.equal(session.stacks.parent.filter(parent => parent >= 0).length, depth - 1);
  });
});

// CPU profiles of older and other writers: what they leave out, and what they write in another way.

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
  it('reads nodes that name their parent instead of their children, in any order', () => {
    checkSamples(
      {
        nodes: [
          node(30, 'parse', { parent: 20 }),
          node(20, 'main', { parent: 1 }),
          node(1, '(root)'),
        ],
        startTime: 0,
        endTime: 2000,
        samples: [30, 20],
        timeDeltas: [0, 1000],
      },
      `
      main > parse 1ms
      main 1ms
      `,
    );
  });

  it('reads profiles without a root node, and time at the root as native', () => {
    checkSamples(
      {
        nodes: [node(0, 'main', { children: [3] }), node(3, 'parse'), node(9, '(root)')],
        startTime: 0,
        endTime: 3000,
        samples: [0, 3, 9],
        timeDeltas: [0, 1000, 1000],
      },
      `
      main 1ms
      main > parse 1ms
      [native] 1ms
      `,
    );
  });

  it('goes by hit counts where there are no samples, garbage collection by itself', () => {
    const nodes = NODES.map((of, i) => ({ ...of, hitCount: [0, 1, 2, 0, 0, 1][i] }));
    const { meta, ...session } = decode({ nodes, startTime: 1000, endTime: 9000 });
    assert.equal(
      printSamples({ meta, ...session }),
      dedent(`
        [gc] 2ms
        main 2ms
        main > parse 2ms
        main > parse 2ms
      `),
    );
    assert.equal(meta.notes.length, 1);
  });

  it('spreads samples without times evenly', () => {
    checkSamples(
      { nodes: NODES, startTime: 1000, endTime: 9000, samples: [2, 3] },
      `
      main 4ms
      main > parse 4ms
      `,
    );
  });

  it('takes one delta less than samples as the distances between them', () => {
    checkSamples(
      { nodes: NODES, startTime: 0, endTime: 6000, samples: [2, 3, 5], timeDeltas: [1000, 2000] },
      `
      main 1ms
      main > parse 2ms
      [idle] 3ms
      `,
    );
  });

  it('does not believe a first delta that leads beyond the end', () => {
    checkSamples(
      {
        nodes: NODES,
        startTime: 5e9,
        endTime: 5e9 + 3000,
        samples: [2, 3],
        timeDeltas: [5e9, 1000],
      },
      `
      main 1ms
      main > parse 2ms
      `,
    );
  });

  it('lets the last sample last as long as the average where the end is missing', () => {
    checkSamples(
      { nodes: NODES, samples: [2, 3, 5], timeDeltas: [777, 1000, 3000] },
      `
      main 1ms
      main > parse 3ms
      [idle] 2ms
      `,
    );
  });

  it('reads the nested form of older writers: lines from 1, seconds, moments', () => {
    const old = (id: number, functionName: string, children: readonly Json[] = []) => ({
      functionName,
      url: functionName.startsWith('(') ? '' : 'file:///app/a.js',
      lineNumber: id,
      columnNumber: 5,
      id,
      hitCount: 1,
      children,
    });
    const session = decode({
      head: old(1, '(root)', [
        old(2, 'main', [{ ...old(3, 'parse'), lineTicks: [{ line: 9, hitCount: 1 }] }]),
      ]),
      startTime: 100,
      endTime: 100.006,
      samples: [2, 3],
      timestamps: [100_001_000, 100_004_000],
    });
    assert.equal(
      printSamples(session),
      dedent(`
        main 3ms
        main > parse 2ms
      `),
    );
    const main = readFrames(session).find(({ name }) => name === 'main');
    assert.deepEqual([main?.line, main?.column], [2, 5]);
    assert.equal(printShares(session, session.lanes[0]!.leafLines), 'main > parse :9 2ms');
  });

  it('does not believe seconds that older writers cut off', () => {
    const child = { functionName: 'main', url: '', lineNumber: 0, id: 2 };
    const head = { functionName: '(root)', url: '', lineNumber: 0, id: 1, children: [child] };
    const timestamps = [100_600_000, 100_602_000, 100_604_000];
    checkSamples(
      { head, startTime: 100, endTime: 100, samples: [2, 2, 2], timestamps },
      `
      main 2ms
      main 2ms
      main 2ms
      `,
    );
  });

  it('walks nested trees that are 100,000 nodes deep', () => {
    const depth = 100_000;
    const open = '{"functionName":"f","url":"","lineNumber":1,"children":[';
    const head = open.repeat(depth) + ']}'.repeat(depth);
    const { session } = decodeCpuProfile(`{"head":${head},"startTime":0,"endTime":1}`);
    assert.equal(session.stacks.parent.filter(parent => parent >= 0).length, depth - 1);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeCpuProfile } from '../../src/formats/cpuprofile.ts';
import { decodeSession, encodeSession } from '../../src/formats/session.ts';
import { ProfileError } from '../../src/model/errors.ts';
import { node, NODES } from '../helpers/v8-nodes.ts';
import type { Json } from '../helpers/v8-nodes.ts';

describe('decodeCpuProfile on damaged files', () => {
  const WRONG: readonly (readonly [string, Json | string])[] = [
    ['an empty file', ''],
    ['a file that breaks off', JSON.stringify({ nodes: NODES }).slice(0, -20)],
    ['garbage after the end', `${JSON.stringify({ nodes: NODES })}]}`],
    ['no JSON', 'main;parse 3'],
    ['another JSON', { name: 'hotpath' }],
    ['a list', '[1,2]'],
    ['a node without a function', { nodes: [{ id: 1 }] }],
    ['a node without an id', { nodes: [{ ...NODES[1], id: null }] }],
    ['a name that is no text', { nodes: [{ id: 1, callFrame: { functionName: 7 } }] }],
    ['two nodes with one id', { nodes: [node(1, 'a'), node(1, 'b')] }],
    ['two far apart nodes with one id', { nodes: [node(1e9, 'a'), node(1e9, 'b')] }],
    ['a child that is not there', { nodes: [node(1, 'a', { children: [2] })] }],
    ['a node that is its own parent', { nodes: [node(1, 'a', { children: [1] })] }],
    ['a circle of nodes', { nodes: [node(1, 'a', { parent: 2 }), node(2, 'b', { parent: 1 })] }],
    [
      'a child of two nodes',
      { nodes: [node(1, 'a', { children: [3] }), node(2, 'b', { children: [3] }), node(3, 'c')] },
    ],
    ['a sample in no node', { nodes: NODES, samples: [99], timeDeltas: [1] }],
    ['a sample that is no number', { nodes: NODES, samples: ['2'], timeDeltas: [1] }],
    ['too few times', { nodes: NODES, samples: [2, 2, 2], timeDeltas: [1] }],
    ['a time without end', `{"nodes":[],"samples":[1],"timeDeltas":[1e999]}`],
    [
      'a recording of a lifetime',
      { nodes: NODES, startTime: 0, endTime: 2e15, samples: [2], timeDeltas: [0] },
    ],
    ['billions of hits', { nodes: [node(1, 'a', { hitCount: 1e11 })] }],
    ['a negative hit count', { nodes: [node(1, 'a', { hitCount: -1 })] }],
    ['ticks that are no list', { nodes: [node(1, 'a', { positionTicks: 3 })] }],
  ];
  for (const [what, file] of WRONG) {
    it(`tells plainly what is wrong with ${what}`, () => {
      const text = typeof file === 'string' ? file : JSON.stringify(file);
      assert.throws(
        () => decodeCpuProfile(text),
        error => {
          assert.ok(error instanceof ProfileError);
          assert.equal(error.code, 'bad-file');
          assert.match(error.message, /^[A-Z][^\n]{10,120}\.$/);
          return true;
        },
      );
    });
  }
});

describe('decodeCpuProfile on lines that are none', () => {
  it('takes them for lines that are not known, and gives a session that can be saved', () => {
    const positionTicks = [
      { line: -1, ticks: 1 },
      { line: 4, ticks: 1 },
    ];
    const nodes = [node(1, 'main', { positionTicks, hitCount: 2 })];
    const file = { nodes, startTime: 0, endTime: 2000, samples: [1, 1], timeDeltas: [0, 1000] };
    const { session } = decodeCpuProfile(JSON.stringify(file));
    assert.deepEqual(session.lanes[0]?.leafLines.line, [0, 4]);
    assert.deepEqual(decodeSession(encodeSession(session)), session);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addV8Profile } from '../../src/formats/add-v8-profile.ts';
import type { V8Profile } from '../../src/formats/v8-profile.ts';
import { SessionBuilder } from '../../src/model/session-builder.ts';
import type { SessionData } from '../../src/model/session.ts';
import { printSamples, printShares } from '../helpers/print-session.ts';
import { dedent, parseProfile } from '../helpers/profile-text.ts';
import { node, NODES } from '../helpers/v8-nodes.ts';

/** A chunk whose samples are a millisecond apart, from its start. */
function chunk(samples: readonly number[], nodes: readonly unknown[] = NODES): V8Profile {
  const timeDeltas = samples.map((_, i) => (i === 0 ? 0 : 1000));
  return { nodes, samples, timeDeltas, startTime: 0, endTime: samples.length * 1000 } as V8Profile;
}

function add(...chunks: readonly V8Profile[]): SessionData {
  const builder = new SessionBuilder();
  const lane = builder.lane({ name: 'main', pid: 1, threadId: 0 });
  for (const profile of chunks) addV8Profile(builder, lane, profile);
  return builder.build(parseProfile('').meta);
}

describe('addV8Profile', () => {
  it('appends chunks whose nodes are numbered differently, equal stacks being one', () => {
    const others = [
      node(1, '(root)', { children: [5] }),
      { ...NODES[1], id: 5, children: [2] },
      { ...NODES[2], id: 2 },
    ];
    const session = add(chunk([2, 3]), chunk([2, 5], others));
    assert.equal(
      printSamples(session),
      dedent(`
        main 1ms
        main > parse 1ms
        main > parse 1ms
        main 1ms
      `),
    );
    const [first, second, ...last] = session.lanes[0]?.samples.stack ?? [];
    assert.deepEqual(last, [second, first]);
  });

  it('puts a collection at the start of a chunk under what ran at the end of the one before', () => {
    assert.equal(
      printSamples(add(chunk([3, 6]), chunk([6, 2]), chunk([5]), chunk([6]))),
      dedent(`
        main > parse 1ms
        main > parse > [gc] 1ms
        main > parse > [gc] 1ms
        main 1ms
        [idle] 1ms
        [gc] 1ms
      `),
    );
  });

  it('takes a nameless function of a file without a place for its top level', () => {
    const url = 'file:///app/main.mjs';
    const top = { functionName: '', url, scriptId: '7', lineNumber: -1, columnNumber: -1 };
    const nodes = [{ id: 1, callFrame: top, children: [] }];
    const { frames, strings } = add(chunk([1], nodes));
    assert.equal(strings[frames.name[0] ?? -1], '<module>');
    assert.deepEqual([frames.line[0], frames.column[0]], [1, 1]);
  });

  it('adds the leaf lines of chunks up', () => {
    const nodes = (ticks: readonly unknown[]) => [node(2, 'main', { positionTicks: ticks })];
    const session = add(
      chunk([2, 2], nodes([{ line: 7, ticks: 2 }])),
      chunk(
        [2, 2],
        nodes([
          { line: 7, ticks: 1 },
          { line: 8, ticks: 3 },
        ]),
      ),
    );
    assert.equal(
      printShares(session, session.lanes[0]!.leafLines),
      dedent(`
        main :7 2.5ms
        main :8 1.5ms
      `),
    );
  });

  it('does not change the session that was built before', () => {
    const builder = new SessionBuilder();
    const lane = builder.lane({ name: 'main', pid: 1, threadId: 0 });
    addV8Profile(builder, lane, chunk([2, 3]));
    const first = builder.build(parseProfile('').meta);
    const copy = structuredClone(first);
    addV8Profile(builder, lane, chunk([2, 6]));
    assert.deepEqual(first, copy);
    assert.equal(builder.build(first.meta).lanes[0]?.samples.stack.length, 4);
    assert.equal(lane.endUs, 4000);
  });

  it('keeps functions apart that stand at one place of scripts with one id', () => {
    const at = (id: number, url: string) => ({
      id,
      callFrame: { functionName: 'f', scriptId: '9', url, lineNumber: 3, columnNumber: 1 },
    });
    const session = add(chunk([1, 2, 3], [at(1, '/a.js'), at(2, '/b.js'), at(3, '/a.js')]));
    const [first, second, third] = session.lanes[0]?.samples.stack ?? [];
    assert.notEqual(first, second);
    assert.equal(first, third);
  });
});

// Which stacks of the samples the call sites of interrupted stacks belong to.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { SessionMeta } from '../../../src/model/session.ts';
import type { V8ProfileNode } from '../../../src/formats/v8-profile.ts';
import type { CallSites, HelloMessage } from '../../../src/sampler/messages.ts';
import { RecordingBuilder } from '../../../src/sampler/lanes/recording-builder.ts';

const URL = 'file:///a.js';
const HELLO: HelloMessage = {
  ...{ type: 'hello', pid: 1, parentPid: 0, threadId: 0, nodeVersion: 'v20.0.0' },
  ...{ platform: 'linux', command: 'node a.js', clockOriginUs: 0, nowUs: 0 },
};

const META: SessionMeta = {
  ...{ program: 'node a.js', startTime: '2026-01-01T00:00:00.000Z', cwd: '/', notes: [] },
  ...{ nodeVersion: null, platform: null, intervalUs: 1000, durationUs: 0, cpuTimeUs: null },
  exit: { code: 0, signal: null },
};

function node(id: number, text: string, children: readonly number[]): V8ProfileNode {
  const [functionName = '', line] = text.split(':');
  const lineNumber = Number(line ?? -1);
  const url = line === undefined ? '' : URL;
  return {
    id,
    callFrame: { functionName, url, scriptId: '', lineNumber, columnNumber: 0 },
    children,
  };
}

/** `main` calls `work`, which begins in line 1, from its lines 12 and 13; from the latter by way of a built-in function. */
const NODES = [
  node(1, '(root)', [2]),
  node(2, 'main:10', [3, 5]),
  node(3, 'apply', [4]),
  node(4, 'work:0', []),
  node(5, 'work:0', []),
];

/** Interrupted stacks, by the line of `main` and the millisecond. */
function sitesOf(...hits: readonly (readonly [line: number, ms: number])[]): CallSites {
  const lines = [...new Set(hits.map(([line]) => line))];
  return {
    parent: lines.flatMap((_, i) => [-1, 2 * i]),
    functionName: lines.flatMap(() => ['main', 'work']),
    url: lines.flatMap(() => [URL, URL]),
    line: lines.flatMap(line => [line - 1, 1]),
    column: lines.flatMap(() => [0, 0]),
    functionLine: lines.flatMap(() => [10, 0]),
    functionColumn: lines.flatMap(() => [0, 0]),
    hitRow: hits.map(([line]) => 2 * lines.indexOf(line) + 1),
    hitUs: hits.map(([, ms]) => ms * 1000),
    hitCut: hits.map(() => false),
    hitWeightUs: hits.map(() => 1000),
    hitDelayUs: hits.map(() => 0),
  };
}

it('A call site is of the stack that was sampled when it was seen, with a built-in function or without', () => {
  const samples = [5, 5, 4, 4, 5, 4, 4];
  const builder = new RecordingBuilder();
  builder.addLane(HELLO).add({
    type: 'chunk',
    profile: {
      nodes: NODES,
      samples,
      timeDeltas: samples.map((_, i) => (i === 0 ? 0 : 1000)),
      ...{ startTime: 0, endTime: 7000 },
    },
    callSites: sitesOf([12, 0.5], [13, 2.5], [12, 4.5], [13, 6.5]),
    cpuTimeUs: 0,
  });
  const { session } = builder.build(META);
  const { callLines } = session.lanes[0]!;
  const { stacks, strings, frames } = session;
  const calls = callLines.stack.map((stack, i) => {
    const name = strings[frames.name[stacks.frame[stack] ?? -1] ?? -1];
    return `${callLines.line[i]} ${name} ${callLines.us[i]}`;
  });
  assert.deepEqual(calls.filter(call => !call.startsWith('0')).sort(), [
    '12 work 3000',
    '13 apply 4000',
  ]);
});

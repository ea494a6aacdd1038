// Which part of a session is where: for tests of real programs, which may look at shares and order only.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { buildCallTree } from '../../src/model/call-tree.ts';
import type { CallNode } from '../../src/model/call-tree.ts';
import type { SessionData } from '../../src/model/session.ts';
import { laneDurationUs } from '../../src/model/lane.ts';

/** Time of the session in milliseconds. */
export function durationMs(session: SessionData): number {
  return session.lanes.reduce((sum, lane) => sum + laneDurationUs(lane), 0) / 1000;
}

/** Time in milliseconds below functions of this name, those that are inside of one another counted once. */
export function timeIn(session: SessionData, name: string): number {
  return sumOutermost(session, name, node => node.total);
}

/** Waiting time in milliseconds below functions of this name, likewise. */
export function waitingIn(session: SessionData, name: string): number {
  return sumOutermost(session, name, node => node.waiting);
}

/** The names of all functions in the session that took time. */
export function functionsOf(session: SessionData): ReadonlySet<string> {
  const names = new Set<string>();
  const open: CallNode[] = [buildCallTree(session)];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.total > 0) names.add(node.frame.name);
    open.push(...node.children);
  }
  return names;
}

function sumOutermost(
  session: SessionData,
  name: string,
  value: (node: CallNode) => number,
): number {
  let sum = 0;
  const open: CallNode[] = [buildCallTree(session)];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.frame.name === name) sum += value(node);
    else open.push(...node.children);
  }
  return sum / 1000;
}

/** `assert.ok` reads the source of what failed from code that a loader has put on one line, which takes it forever. */
export function check(condition: unknown, message = 'It is not so.'): asserts condition {
  assert.ok(condition, message);
}

/** V8 takes no samples while other programs keep its sampling thread from the processor. */
const TRIES = 4;

/** A test of something that is sampled: on a busy machine, what was too little to be seen is tried again. */
export function itSamples(title: string, body: () => unknown): void {
  it(title, async () => {
    for (let left = TRIES; ; left--) {
      try {
        await body();
        return;
      } catch (error) {
        if (left === 1 || !(error instanceof assert.AssertionError)) throw error;
      }
    }
  });
}

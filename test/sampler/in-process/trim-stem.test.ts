// A recording begins with the function that started it.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { buildCallTree } from '../../../src/model/call-tree.ts';
import { buildLineTimes } from '../../../src/model/line-times.ts';
import type { SessionData } from '../../../src/model/session.ts';
import type { StackFunction } from '../../../src/sampler/in-process/frames.ts';
import { trimStem } from '../../../src/sampler/in-process/trim-stem.ts';
import { dedent, parseProfile, printTree } from '../../helpers/profile-text.ts';

/** `main:1 load:5`: functions of `/app/a.js` and where they begin, the outermost first; `load:node:fs:5` is elsewhere. */
function stemOf(text: string): StackFunction[] {
  return text.split(' ').map(part => {
    const [, name = '', url = 'file:///app/a.js', line = ''] =
      /^([^:]*):(?:(.+):)?(\d+)$/.exec(part) ?? [];
    const place = { line: 1, column: 1, functionColumn: 1, isAsync: false };
    return { name, url: url === 'native' ? '' : url, functionLine: Number(line), ...place };
  });
}

function trim(profile: string, stem: string): SessionData {
  return trimStem(parseProfile(profile), stemOf(stem));
}

function check(profile: string, stem: string, tree: string): void {
  assert.equal(printTree(buildCallTree(trim(profile, stem))), dedent(tree));
}

const MAIN = 'main@/app/a.js:1';
const LOAD = 'load@/app/a.js:5';
const READ = 'read@/app/a.js:9';

describe('trimStem', () => {
  it('leaves out those who called the function that started', () => {
    check(
      `${MAIN} > ${LOAD} > ${READ} 3ms
       ${MAIN} > ${LOAD} 1ms`,
      'main:1 load:5',
      `
       <program> 4ms
         load 4ms self 1ms
           read 3ms
      `,
    );
  });

  it('begins with the caller where that did more', () => {
    check(
      `${MAIN} > ${LOAD} > ${READ} 3ms
       ${MAIN} > ${LOAD} > parse@/app/a.js:7 1ms`,
      'main:1 load:5 read:9',
      `
       <program> 4ms
         load 4ms
           read 3ms
           parse 1ms
      `,
    );
  });

  it('leaves nobody out who has time of their own', () => {
    check(
      `${MAIN} > ${LOAD} > ${READ} 3ms
       ${MAIN} 1ms`,
      'main:1 load:5 read:9',
      `
       <program> 4ms
         main 4ms self 1ms
           load 3ms
             read 3ms
      `,
    );
  });

  it('does not mind what ran beside it, or waited', () => {
    check(
      `${MAIN} > ${LOAD} 3ms
       [idle] 2ms
       tick@/app/b.js:1 > ${LOAD} 1ms`,
      'main:1 load:5',
      `
       <program> 6ms
         load 3ms
         [idle] 2ms
         tick 1ms
           load 1ms
      `,
    );
  });

  it('joins what is then the same function', () => {
    check(
      `${MAIN} > ${LOAD} > ${READ} 3ms
       ${LOAD} > ${READ} 1ms`,
      'main:1 load:5',
      `
       <program> 4ms
         load 4ms
           read 4ms
      `,
    );
  });

  it('finds its way where built-in functions and the loader are between', () => {
    check(
      `run@node:internal/modules/run:7 > ${MAIN} > map@native > ${LOAD} > ${READ} 3ms`,
      'main:1 map:native:1 each:native:1 load:5',
      `
       <program> 3ms
         load 3ms
           read 3ms
      `,
    );
  });

  it('leaves all as it is where another function is there', () => {
    check(
      `${MAIN} > other@/app/a.js:20 > ${READ} 3ms`,
      'start:30 load:5',
      `
       <program> 3ms
         main 3ms
           other 3ms
             read 3ms
      `,
    );
  });

  it('leaves the lines of those who called out, and keeps all others', () => {
    const profile = `${MAIN} :3 > ${LOAD} :6 > ${READ} :10 4ms`;
    const lines = buildLineTimes(trim(profile, 'main:1 load:5')).get('/app/a.js')?.lines;
    assert.deepEqual([...(lines?.keys() ?? [])], [6, 10]);
    assert.equal(lines?.get(6)?.total, 4000);
  });

  it('leaves the waiting on those lines out as well', () => {
    const session = parseProfile(`${MAIN} :2 > ${LOAD} :6 > ${READ} 3ms`);
    const lanes = session.lanes.map(lane => ({ ...lane, waitLines: lane.callLines }));
    const [lane] = trimStem({ ...session, lanes }, stemOf('main:1 load:5')).lanes;
    assert.deepEqual(lane?.waitLines?.line, [6]);
  });

  it('walks stacks of 100,000 functions', () => {
    const deep = Array.from({ length: 100_000 }, (_, i) => `f@/app/a.js:${i + 1}`);
    const stem = deep.map((_, i) => `f:${i + 1}`);
    const session = trim(`${deep.join(' > ')} > ${READ} 1ms`, stem.join(' '));
    const [root] = buildCallTree(session).children;
    assert.equal(root?.frame.line, 100_000);
    assert.equal(root.children[0]?.frame.name, 'read');
  });
});

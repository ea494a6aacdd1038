// Lines from which one and the same function is called.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { syntheticFrame } from '../../src/model/frame.ts';
import { buildLineTimes } from '../../src/model/line-times.ts';
import { SessionBuilder } from '../../src/model/session-builder.ts';
import type { SessionData } from '../../src/model/session.ts';
import { parseProfile } from '../helpers/profile-text.ts';

/** Milliseconds by line. */
function timesIn(session: SessionData, path: string, what: 'total' | 'waiting'): object {
  const lines = [...(buildLineTimes(session).get(path)?.lines.values() ?? [])];
  return Object.fromEntries(lines.map(time => [time.line, time[what] / 1000]));
}

describe('buildLineTimes', () => {
  it('counts a call and the function that is passed to it on the same line once', () => {
    // The calls of `span` on the two lines are one stack, which each has in part.
    const session = parseProfile(`
      main@a.js:1 :4 > span@b.js:1 :2 > first@a.js:4 :4 > load@b.js:5 :6 3ms
      main@a.js:1 :5 > span@b.js:1 :2 > second@a.js:5 :5 > load@b.js:5 :6 1ms
    `);
    assert.deepEqual(timesIn(session, 'a.js', 'total'), { 4: 3, 5: 1 });
  });

  it('shows waiting on the lines from which it was waited for, not on others that call the same function', () => {
    const builder = new SessionBuilder();
    const at = { className: null, line: 1, column: 1, kind: 'application' } as const;
    const main = builder.stack(-1, builder.frame({ ...at, name: 'main', file: 'a.js' }));
    const get = builder.stack(main, builder.frame({ ...at, name: 'get', file: 'b.js' }));
    const lane = builder.lane({ name: 'main', pid: 1, threadId: 0 });
    lane.sample(get, 4000);
    lane.sample(builder.stack(get, builder.frame(syntheticFrame('[await]'))), 6000);
    lane.callLine(get, { line: 2, column: 0 }, 4000);
    lane.callLine(get, { line: 3, column: 0 }, 6000);
    lane.waitLine(get, { line: 3, column: 0 }, 6000);
    const session = builder.build(parseProfile('').meta);
    assert.deepEqual(timesIn(session, 'a.js', 'total'), { 2: 4, 3: 6 });
    assert.deepEqual(timesIn(session, 'a.js', 'waiting'), { 2: 0, 3: 6 });
  });
});

// Session files in which something is wrong: what is refused, in a sentence, and what is read all the same.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeSession, encodeSession } from '../../src/formats/session.ts';
import { ProfileError } from '../../src/model/errors.ts';
import { parseProfile } from '../helpers/profile-text.ts';
import { SESSION_PROFILE } from '../helpers/session-profile.ts';

/** A session as it is in a file, to be damaged. */
function asJson(): Record<string, never> {
  return JSON.parse(encodeSession(parseProfile(SESSION_PROFILE))) as Record<string, never>;
}

describe('the session format', () => {
  it('takes line 0 of a function as none', () => {
    const json = asJson() as unknown as { frames: { line: number[] } };
    json.frames.line[0] = 0;
    assert.equal(decodeSession(JSON.stringify(json)).frames.line[0], -1);
  });

  const DAMAGES: readonly (readonly [what: string, path: string, value: unknown])[] = [
    ['another format', 'format', 'speedscope'],
    ['a newer version', 'version', 2],
    ['a missing table', 'stacks', undefined],
    ['strings that are no list', 'strings', 'main'],
    ['a string that is none', 'strings.0', 7],
    ['a name that leads nowhere', 'frames.name.0', 99],
    ['a fractional index', 'frames.name.0', 0.5],
    ['a kind that is none', 'frames.kind.0', 5],
    ['a negative line', 'frames.line.0', -2],
    ['a huge line', 'frames.line.0', 2 ** 31],
    ['a column of another length', 'frames.file', [-1]],
    ['a stack that is its own parent', 'stacks.parent.0', 0],
    ['a stack before its parent', 'stacks.parent.0', 1],
    ['a stack of no frame', 'stacks.frame.0', -1],
    ['lanes that are no list', 'lanes', {}],
    ['a lane without samples', 'lanes.0.samples', undefined],
    ['a sample of no stack', 'lanes.0.samples.stack.0', -1],
    ['a negative duration', 'lanes.0.samples.durationUs.0', -1],
    ['a huge duration', 'lanes.0.samples.durationUs.0', 1e300],
    ['no duration', 'lanes.0.samples.durationUs.0', null],
    ['a text as duration', 'lanes.0.samples.durationUs.0', '3'],
    ['a lost duration', 'lanes.0.samples.durationUs', [3]],
    ['a leaf line of no stack', 'lanes.0.leafLines.stack.0', 99],
    ['negative time on a line', 'lanes.0.callLines.us.0', -5],
    ['an await in no file', 'lanes.0.awaits.file.0', 99],
    ['a start that is no number', 'lanes.0.startUs', 'now'],
    ['a name that is no text', 'lanes.0.name', 3],
    ['a program that is no text', 'meta.program', 3],
    ['a negative duration of all', 'meta.durationUs', -3],
    ['an exit code that is none', 'meta.exit', { code: 'bad' }],
  ];
  for (const [what, path, value] of DAMAGES) {
    it(`refuses ${what}`, () => {
      const json = asJson();
      const keys = path.split('.');
      const last = keys.pop() ?? '';
      let parent: Record<string, unknown> = json;
      for (const key of keys) parent = parent[key] as Record<string, unknown>;
      parent[last] = value;
      assert.throws(
        () => decodeSession(JSON.stringify(json)),
        error => {
          assert.ok(error instanceof ProfileError, String(error));
          assert.equal(error.code, 'bad-file');
          assert.match(error.message, /^The file [^\n]{10,120}\.$/);
          return true;
        },
      );
    });
  }

  it('tells a file that breaks off from one that is no session', () => {
    const text = encodeSession(parseProfile(SESSION_PROFILE));
    assert.throws(() => decodeSession(text.slice(0, -9)), /breaks off/);
    assert.throws(() => decodeSession('hello'), /not JSON/);
    assert.throws(() => decodeSession(''), /empty/);
  });
});

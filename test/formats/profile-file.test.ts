import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { encodeCpuProfile } from '../../src/formats/cpuprofile.ts';
import { decodeProfileFile } from '../../src/formats/profile-file.ts';
import { encodeSession } from '../../src/formats/session.ts';
import { ProfileError } from '../../src/model/errors.ts';
import { parseProfile } from '../helpers/profile-text.ts';

const SESSION = parseProfile('main > parse 3ms');

describe('decodeProfileFile', () => {
  it('tells a session and a CPU profile by what is in them, not by their names', () => {
    const session = decodeProfileFile(encodeSession(SESSION), 'a.cpuprofile');
    assert.deepEqual(session, { kind: 'session', session: SESSION });
    const profile = decodeProfileFile(encodeCpuProfile(SESSION, 0), 'a.hotpath');
    assert.equal(profile.kind, 'recording');
  });

  it('takes program, time, process and thread of a profile from the name that Node.js gives it', () => {
    const name = 'CPU.20261122.101502.4711.3.001.cpuprofile';
    const file = decodeProfileFile(encodeCpuProfile(SESSION, 0), `/tmp/${name}`);
    assert.ok(file.kind === 'recording');
    const { meta, lanes } = file.recording.session;
    assert.equal(meta.program, name);
    assert.equal(new Date(meta.startTime).getTime(), new Date(2026, 10, 22, 10, 15, 2).getTime());
    assert.deepEqual(
      lanes.map(lane => [lane.name, lane.pid, lane.threadId]),
      [['worker 3', 4711, 3]],
    );
  });

  it('names a file that is neither', () => {
    for (const text of ['{"nodes":3}', '[]', '"text"', '{"$schema":"speedscope"}']) {
      assert.throws(
        () => decodeProfileFile(text, 'C:\\tmp\\other.json'),
        error =>
          error instanceof ProfileError &&
          error.message === 'other.json is no profile that Hotpath can read.',
      );
    }
  });

  it('reads a profile that stands in an answer of the inspector protocol', () => {
    const file = decodeProfileFile(`{"profile":${encodeCpuProfile(SESSION, 0)}}`, 'a.json');
    assert.equal(file.kind, 'recording');
  });
});

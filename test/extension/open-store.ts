// Stores of sessions, each test with a folder and a memory of its own.

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'node:test';
import { LaneChoices } from '../../src/extension/sessions/lane-choices.ts';
import type { Memory } from '../../src/extension/sessions/lane-choices.ts';
import { newSessionId, SessionArchive } from '../../src/extension/sessions/session-archive.ts';
import type { SessionFiles } from '../../src/extension/sessions/session-archive.ts';
import { SessionStore } from '../../src/extension/sessions/session-store.ts';
import type { ShownSession } from '../../src/extension/sessions/session-store.ts';
import { FilesAtRun } from '../../src/extension/tracking/files-at-run.ts';
import type { SessionData } from '../../src/model/session.ts';
import { parseProfile } from '../helpers/profile-text.ts';

/** Plain JSON: what a session file looks like is tested with its format. */
export const disk: SessionFiles = {
  write: (session, path) => writeFile(path, JSON.stringify(session)),
  read: async path => JSON.parse(await readFile(path, 'utf8')) as SessionData,
};

/** A folder for each test. */
export let folder = '';

/** What the editor keeps for each test. */
export let memory: Memory;

/** What the editor keeps for a workspace. */
function openMemory(): Memory {
  const values = new Map<string, unknown>();
  return {
    get: key => values.get(key),
    update: (key, value) => {
      values.set(key, value);
      return Promise.resolve();
    },
  };
}

beforeEach(async () => {
  memory = openMemory();
  folder = await mkdtemp(join(tmpdir(), 'hotpath-store-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** A store as it is when the editor starts, on what the test has kept so far. */
export function openStore(): SessionStore {
  return new SessionStore(
    new SessionArchive(join(folder, 'sessions'), disk),
    new LaneChoices(memory),
  );
}

/** A session of the given minute. */
export function makeSession(minute: number, name = `run ${minute}`): ShownSession {
  const files = new FilesAtRun();
  files.record('/app/a.js', 'function main() {\n  work();\n}\n');
  const session = parseProfile('main@/app/a.js:1:1 :2 5ms');
  const id = newSessionId(new Date(Date.UTC(2026, 0, 1, 0, minute)));
  return { id, name, isLive: false, session, files };
}

// `.cpuprofile` files: what `node --cpu-prof`, DevTools and VS Code write, V8's profile as JSON.

import type { Micros } from '../model/frame.ts';
import { SessionBuilder } from '../model/session-builder.ts';
import type { Recording, Script, SessionData } from '../model/session.ts';
import { parseJson } from './json-value.ts';
import type { V8Profile } from './v8-profile.ts';
import { addV8Profile } from './add-v8-profile.ts';
import { readV8Profile } from './read-v8-profile.ts';

export { encodeCpuProfile } from './encode-cpuprofile.ts';

/** When a foreign profile was recorded is not known: V8's clock starts anywhere. */
const UNKNOWN_TIME = new Date(0).toISOString();

/**
 * Reads the text of a `.cpuprofile`, old and unusual ones included, as a recording of one lane. `meta.program` is empty
 * and `meta.startTime` 1970: the file knows neither. Throws a `ProfileError` (`bad-file`) for a file that is none, or
 * damaged.
 */
export function decodeCpuProfile(text: string): Recording {
  return readCpuProfile(parseJson(text));
}

/** As {@link decodeCpuProfile}, for JSON that was parsed already. */
export function readCpuProfile(value: unknown): Recording {
  const { profile, notes } = readV8Profile(value);
  const builder = new SessionBuilder();
  const lane = builder.lane({ name: 'main', pid: 0, threadId: 0 });
  addV8Profile(builder, lane, profile);
  const session = builder.build({
    program: '',
    startTime: UNKNOWN_TIME,
    cwd: '',
    nodeVersion: null,
    platform: null,
    intervalUs: averageInterval(profile),
    durationUs: profile.endTime - profile.startTime,
    cpuTimeUs: null,
    exit: { code: null, signal: null },
    notes,
  });
  return { session, scripts: listScripts(session) };
}

function averageInterval({ samples = [], startTime, endTime }: V8Profile): Micros {
  return samples.length === 0 ? 0 : Math.round((endTime - startTime) / samples.length);
}

function listScripts({ frames, strings }: SessionData): Script[] {
  const files = new Set(frames.file);
  return [...files].flatMap(file => {
    const url = strings[file];
    return url === undefined ? [] : [{ url }];
  });
}

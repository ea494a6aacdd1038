// Opens a profile file of any known format: told by what is in it, not by its name.

import type { Recording, SessionData } from '../model/session.ts';
import { badFile } from './bad-file.ts';
import { readCpuProfile } from './cpuprofile.ts';
import { decodeFolded, looksLikeFolded } from './decode-folded.ts';
import { decodePprof } from './decode-pprof.ts';
import { looksLikeSpeedscope, readSpeedscope } from './decode-speedscope.ts';
import { parseJson } from './json-value.ts';
import { looksLikePyinstrument, readPyinstrument } from './pyinstrument.ts';
import { looksLikeV8Profile } from './read-v8-profile.ts';
import { looksLikeSession, readSession } from './session.ts';

/** What a file holds: a session, or a recording that is still to be mapped to its sources. */
export type ProfileFile =
  | { readonly kind: 'session'; readonly session: SessionData }
  | { readonly kind: 'recording'; readonly recording: Recording };

/**
 * Reads the content of a profile, decompressed: the text of a session, a `.cpuprofile`, a file of speedscope, folded
 * stacks or a session of pyinstrument, or the bytes of a pprof file. `fileName` stands in for what a foreign profile
 * does not tell: which program it is of, and, in the names that Node.js gives, when it was recorded and in which
 * process. Throws a `ProfileError` (`bad-file`) for a file of another kind, or a damaged one.
 */
export function decodeProfileFile(content: string | Uint8Array, fileName: string): ProfileFile {
  const name = baseName(fileName);
  if (typeof content !== 'string') return titled(decodePprof(content), name);
  if (looksLikeFolded(content)) return titled(decodeFolded(content), name);
  const value = parseJson(content);
  if (looksLikeSession(value)) return { kind: 'session', session: readSession(value) };
  if (looksLikePyinstrument(value)) return { kind: 'session', session: readPyinstrument(value) };
  if (looksLikeSpeedscope(value)) return titled(readSpeedscope(value), name);
  if (!looksLikeV8Profile(value)) throw badFile(`${name} is no profile that Hotpath can read.`);
  return { kind: 'recording', recording: nameRecording(readCpuProfile(value), name) };
}

function titled(recording: Recording, fileName: string): ProfileFile {
  const { session } = recording;
  const meta = { ...session.meta, program: session.meta.program || fileName };
  return { kind: 'recording', recording: { ...recording, session: { ...session, meta } } };
}

/** `CPU.20261122.101500.4711.0.001.cpuprofile`: local date and time, process, thread, number. */
const NODE_NAME = /^CPU\.(\d{4})(\d\d)(\d\d)\.(\d\d)(\d\d)(\d\d)\.(\d+)\.(\d+)\.\d+\.cpuprofile$/;

function nameRecording({ session, scripts }: Recording, fileName: string): Recording {
  const meta = { ...session.meta, program: fileName };
  const match = NODE_NAME.exec(fileName);
  if (match === null) return { session: { ...session, meta }, scripts };
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0, pid = 0, threadId = 0] =
    match.slice(1).map(Number);
  const startTime = new Date(year, month - 1, day, hour, minute, second).toISOString();
  const name = threadId === 0 ? 'main' : `worker ${threadId}`;
  const lanes = session.lanes.map(lane => ({ ...lane, name, pid, threadId }));
  return { session: { ...session, meta: { ...meta, startTime }, lanes }, scripts };
}

function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

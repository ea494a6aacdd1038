// Reads a journal (see `journal.ts`): what it holds is taken as it was when the threads delivered it.
//
// A text has no more than half a gigabyte, which a journal of some hours exceeds: files are read line by line.

import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { readMeta } from '../../formats/read-meta.ts';
import { ProfileError } from '../../model/errors.ts';
import type { Recording } from '../../model/session.ts';
import type { LaneConnection } from '../protocol/lane-server.ts';
import { JOURNAL_FORMAT, VERSION } from './journal.ts';
import type { JournalHeader } from './journal.ts';
import { readMessage } from './journal-message.ts';
import type { LaneMessage } from '../messages.ts';
import { RunLanes } from '../lanes/run-lanes.ts';

const BEGIN = `{"format":"${JOURNAL_FORMAT}"`;
const BLOCK_BYTES = 1024 * 1024;

/** The note of a session that is a part of a recording. */
export const CUT_SHORT = 'The recording was cut short: its end is missing.';

/**
 * The recording in a file, as {@link readJournal} has it; `undefined` for one that is no journal. Throws as `node:fs` does
 * as well.
 */
export function readJournalFile(path: string): Recording | undefined {
  // Of a pipe nothing may be taken: it may hold something else.
  if (!statSync(path).isFile()) return undefined;
  const file = openSync(path, 'r');
  try {
    const begin = Buffer.alloc(BEGIN.length);
    readSync(file, begin, { position: 0 });
    return isJournal(begin.toString('latin1')) ? readJournal(linesOf(file)) : undefined;
  } finally {
    closeSync(file);
  }
}

/** Whether what begins so is a journal. */
export function isJournal(begin: string): boolean {
  return begin.startsWith(BEGIN);
}

/** The last line has no end, or is empty. */
function* linesOf(file: number): Generator<string> {
  const block = Buffer.alloc(BLOCK_BYTES);
  let line: Buffer[] = [];
  for (let bytes = readSync(file, block); bytes > 0; bytes = readSync(file, block)) {
    let rest = block.subarray(0, bytes);
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
      yield Buffer.concat([...line, rest.subarray(0, end)]).toString('utf8');
      line = [];
      rest = rest.subarray(end + 1);
    }
    line.push(Buffer.from(rest));
  }
  yield Buffer.concat(line).toString('utf8');
}

/**
 * The recording up to the last chunk that was written whole, by the lines of a journal.
 * Throws a `ProfileError` (`bad-file`) for what is none.
 */
export function readJournal(lines: Iterable<string>): Recording {
  const run = new RunLanes();
  const lanes: Lanes = new Map();
  let header: JournalHeader | undefined;
  for (const line of lines) {
    if (header === undefined) {
      header = readHeader(line);
      continue;
    }
    if (!takeLine(line, run, lanes)) break;
  }
  const { meta, program } = header ?? readHeader('');
  const notes = [...meta.notes, CUT_SHORT];
  const recording = run.recording.finish({ ...meta, ...run.facts(), notes });
  return program === undefined ? recording : { ...recording, program };
}

/** `undefined` for the half line at the end of a journal that was cut short, and for what is no object. */
function parseLine(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function readHeader(line: string): JournalHeader {
  const header = parseLine(line);
  if (!isJournal(line) || !isObject(header?.['meta']))
    throw new ProfileError('bad-file', 'This is not the journal of a recording.');
  if (header['version'] !== VERSION)
    throw new ProfileError('bad-file', 'Another version of Hotpath has written this recording.');
  const meta = readMeta(header['meta'], []);
  const { program } = header;
  return typeof program === 'string' ? { meta, program } : { meta };
}

/** Number of a lane → what takes its messages. */
type Lanes = Map<number, (message: LaneMessage) => void>;

/** `false` for a line that is not what was written: the recording ends there. */
function takeLine(line: string, run: RunLanes, lanes: Lanes): boolean {
  const entry = parseLine(line);
  if (typeof entry?.['lane'] !== 'number') return false;
  try {
    const message = readMessage(entry['message']);
    let lane = lanes.get(entry['lane']);
    if (lane === undefined) lanes.set(entry['lane'], (lane = newLane(run)));
    lane(message);
    return true;
  } catch (error) {
    if (error instanceof ProfileError) return false;
    throw error;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function newLane(run: RunLanes): (message: LaneMessage) => void {
  const connection: LaneConnection = {
    onMessage: () => undefined,
    onClose: () => undefined,
    send: () => undefined,
  };
  run.accept(connection);
  return message => {
    connection.onMessage(message);
  };
}

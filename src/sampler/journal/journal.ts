// A recording on disk while it is made, so that nothing but the last chunk is lost when we are killed: what the
// recorded threads deliver, a line of JSON each, as it comes.
//
//   {"format":"hotpath-journal","version":1,"meta":{…},"program":"/app/main.js"}
//   {"lane":0,"message":{"type":"hello",…}}
//   {"lane":0,"message":{"type":"chunk",…}}

import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { readMeta } from '../../formats/read-meta.ts';
import { ProfileError } from '../../model/errors.ts';
import type { Recording, SessionMeta } from '../../model/session.ts';
import type { LaneConnection } from '../protocol/lane-server.ts';
import { readMessage } from './journal-message.ts';
import type { LaneMessage } from '../messages.ts';
import { RunLanes } from '../lanes/run-lanes.ts';

const FORMAT = 'hotpath-journal';

/** The note of a session that is a part of a recording. */
export const CUT_SHORT = 'The recording was cut short: its end is missing.';

/** What the first line says. */
export interface JournalHeader {
  readonly meta: SessionMeta;
  /** As in `Recording`. */
  readonly program?: string;
}

interface Entry {
  readonly lane: number;
  readonly message: LaneMessage;
}

/** A journal that is being written. */
export interface Journal {
  /** Appends what lane number `lane` delivered. */
  append(lane: number, message: LaneMessage): void;
  /** The recording is whole and kept elsewhere: the journal has done its work. */
  remove(): void;
}

/** Starts a journal. Throws as `node:fs` does. */
export function startJournal(path: string, header: JournalHeader): Journal {
  const file = openSync(path, 'wx', 0o600);
  const write = (value: unknown): void => {
    writeSync(file, `${JSON.stringify(value)}\n`);
  };
  write({ format: FORMAT, version: 1, ...header });
  return {
    append(lane, message) {
      write({ lane, message });
    },
    remove() {
      closeSync(file);
      rmSync(path, { force: true });
    },
  };
}

/** Has all that threads deliver from now on appended to a new journal; without a path there is none. Throws as `node:fs`. */
export function keepJournal(
  path: string | undefined,
  header: JournalHeader,
  lanes: RunLanes,
): Journal | null {
  if (path === undefined) return null;
  const journal = startJournal(path, header);
  lanes.onMessage = (lane, message) => {
    journal.append(lane, message);
  };
  return journal;
}

/** Whether a file's text is that of a journal. */
export function isJournal(text: string): boolean {
  return text.startsWith(`{"format":"${FORMAT}"`);
}

/**
 * The recording up to the last chunk that was written whole.
 * Throws a `ProfileError` (`bad-file`) for what is no journal.
 */
export function readJournal(text: string): Recording {
  const [first = '', ...lines] = text.split('\n');
  const { meta, program } = readHeader(text, first);
  const run = new RunLanes();
  const deliver = new Map<number, (message: LaneMessage) => void>();
  for (const line of lines) {
    const entry = readEntry(line);
    if (entry === undefined) break;
    let lane = deliver.get(entry.lane);
    if (lane === undefined) deliver.set(entry.lane, (lane = newLane(run)));
    lane(entry.message);
  }
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

function readHeader(text: string, line: string): JournalHeader {
  const header = parseLine(line);
  if (!isJournal(text) || header?.['version'] !== 1 || !isObject(header['meta']))
    throw new ProfileError('bad-file', 'This is not the journal of a recording.');
  const meta = readMeta(header['meta'], []);
  const { program } = header;
  return typeof program === 'string' ? { meta, program } : { meta };
}

/** `undefined` for a line that is not what was written: the recording ends there. */
function readEntry(line: string): Entry | undefined {
  const entry = parseLine(line);
  if (typeof entry?.['lane'] !== 'number') return undefined;
  try {
    return { lane: entry['lane'], message: readMessage(entry['message']) };
  } catch (error) {
    if (error instanceof ProfileError) return undefined;
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

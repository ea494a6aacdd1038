// A recording on disk while it is made, so that nothing but the last chunk is lost when we are killed: what the
// recorded threads deliver, a line of JSON each, as it comes.
//
//   {"format":"hotpath-journal","version":2,"meta":{…},"program":"/app/main.js"}
//   {"lane":0,"message":{"type":"hello",…}}
//   {"lane":0,"message":{"type":"chunk",…}}

import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import type { SessionMeta } from '../../model/session.ts';
import type { LaneMessage } from '../messages.ts';
import type { RunLanes } from '../lanes/run-lanes.ts';

/** What the first line says that this is. */
export const JOURNAL_FORMAT = 'hotpath-journal';
/** Grows with each change of what is told. */
export const VERSION = 2;

/** What the first line says. */
export interface JournalHeader {
  readonly meta: SessionMeta;
  /** As in `Recording`. */
  readonly program?: string;
}

/** A journal that is being written. */
export interface Journal {
  /** Appends what lane number `lane` delivered. Throws as `node:fs` does. */
  append(lane: number, message: LaneMessage): void;
  /** The recording is whole and kept elsewhere: the journal has done its work. */
  remove(): void;
}

/** Starts a journal. Throws as `node:fs` does, and leaves no file then. */
function startJournal(path: string, header: JournalHeader): Journal {
  const file = openSync(path, 'wx', 0o600);
  const write = (value: unknown): void => {
    writeSync(file, `${JSON.stringify(value)}\n`);
  };
  const remove = (): void => {
    closeSync(file);
    rmSync(path, { force: true });
  };
  try {
    write({ format: JOURNAL_FORMAT, version: VERSION, ...header });
  } catch (error) {
    remove();
    throw error;
  }
  return {
    append(lane, message) {
      write({ lane, message });
    },
    remove,
  };
}

/**
 * Has all that threads deliver from now on appended to a new journal; without a path there is none. Where nothing can be
 * written, as in a folder of another user's, there is none either, and where no more can be written, as on a full disk,
 * it ends: a note says so.
 */
export function keepJournal(
  path: string | undefined,
  header: JournalHeader,
  lanes: RunLanes,
): Journal | null {
  if (path === undefined) return null;
  const fail = (error: unknown): void => {
    const why = error instanceof Error ? error.message : String(error);
    lanes.recording.addNote(`The recording was not kept on disk while it was made: ${why}.`);
  };
  try {
    const journal = startJournal(path, header);
    lanes.onMessage = (lane, message) => {
      try {
        journal.append(lane, message);
      } catch (error) {
        lanes.onMessage = () => undefined;
        fail(error);
      }
    };
    return journal;
  } catch (error) {
    fail(error);
    return null;
  }
}

// Notes where the program waits for a callback: of timers, file operations, look-ups, connections, child processes and
// HTTP requests.
//
// No function of Node.js is wrapped, for the wrapper would stand in the program's stacks. Accessors in the prototypes of
// Node.js' own objects tell when it sets their properties, and looks them up.

import type { AwaitTracker } from '../waits/await-tracker.ts';
import { CallbackNotes } from './callback-notes.ts';
import { FileStreams } from './file-streams.ts';
import { HttpWaits } from './http-waits.ts';
import { Microtasks } from './microtasks.ts';
import { Operations } from './operations.ts';
import { SocketWaits } from './socket-waits.ts';
import { TimerWaits } from './timer-waits.ts';

/** What is done about callbacks in a thread. */
export interface CallbackWaits {
  /** To be called before what was noted is handed over. */
  readonly settle: () => void;
  /** Notes no more. What was under way goes on as it would have. */
  readonly remove: () => void;
}

/** From now on, the tracker's notes have them. */
export function noteCallbackWaits(tracker: AwaitTracker): CallbackWaits {
  const notes = new CallbackNotes(tracker);
  const streams = new FileStreams(notes);
  const settled = [new HttpWaits(notes), new SocketWaits(notes), new TimerWaits(notes)];
  const operations = new Operations(notes, streams.takeOrigin);
  const all = [streams, operations, new Microtasks(notes), ...settled];
  return {
    settle() {
      for (const waits of settled) waits.settle();
    },
    remove() {
      for (const waits of all) waits.remove();
    },
  };
}

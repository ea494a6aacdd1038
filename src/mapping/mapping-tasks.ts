// What is done in the thread of `mapping-thread.ts`, and what comes back. Plain values, with their long columns as
// buffers, which are handed over.

import type { ProfileErrorCode } from '../model/errors.ts';
import type { Recording, SessionData } from '../model/session.ts';
import type { SessionParcel } from './session-parcel.ts';

/** From what V8 ran to what was written. */
export interface MapTask {
  readonly kind: 'map';
  readonly recording: Omit<Recording, 'session'>;
  readonly session: SessionParcel;
  /** Folder to which the sources of bundles may be relative. */
  readonly cwd: string;
}

/** A session from a file of any known kind. */
export interface OpenTask {
  readonly kind: 'open';
  readonly path: string;
}

/** A session to a file, in the format that its name ends with. */
export interface WriteTask {
  readonly kind: 'write';
  readonly session: SessionParcel;
  readonly path: string;
}

export type MappingTask = MapTask | OpenTask | WriteTask;

/** A session, and what was run. */
export interface OpenedSession {
  readonly session: SessionData;
  /** Path of the program, where the file tells it. */
  readonly program?: string;
}

/** The answers come in the order of the tasks. */
export type MappingAnswer =
  | { readonly kind: 'session'; readonly session: SessionParcel; readonly program?: string }
  | { readonly kind: 'written' }
  /** What a user can act on: a `ProfileError`. */
  | { readonly kind: 'problem'; readonly code: ProfileErrorCode; readonly sentence: string };

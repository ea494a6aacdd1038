// What the extension has done in a thread beside it, and what comes back. Plain values: they are copied.

import type { ProfileErrorCode } from '../model/errors.ts';
import type { Recording, SessionData } from '../model/session.ts';

/** From what V8 ran to what was written. */
export interface MapTask {
  readonly kind: 'map';
  readonly recording: Recording;
  /** Folder to which the sources of bundles may be relative. */
  readonly cwd: string;
}

/** A session from a file of any known kind. */
export interface OpenTask {
  readonly kind: 'open';
  readonly path: string;
}

export type MappingTask = MapTask | OpenTask;

/** A session, and what was run. */
export interface OpenedSession {
  readonly session: SessionData;
  /** Path of the program, where the file tells it. */
  readonly program?: string;
}

/** The answers come in the order of the tasks. */
export type MappingAnswer =
  | { readonly kind: 'done'; readonly result: OpenedSession }
  /** What a user can act on: a `ProfileError`. */
  | { readonly kind: 'problem'; readonly code: ProfileErrorCode; readonly sentence: string };

// Sentences among a session's notes that code looks for, since they change how figures are told.

import type { SessionData } from './session.ts';

/** Told where some awaits stand for others. */
export const WAITING_ESTIMATE =
  'Waiting times are an estimate: the program awaits so often that only a part of its awaits was noted.';

/** Whether the session's waiting times and numbers of awaits are an estimate. */
export function estimatesWaiting({ meta }: Pick<SessionData, 'meta'>): boolean {
  return meta.notes.includes(WAITING_ESTIMATE);
}

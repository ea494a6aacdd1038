// Puts recordings whose window has gone among the sessions, when these are listed first.

import { showError } from './messages.ts';
import type { SessionStore } from './session-store.ts';
import { readKeepLimit } from './settings.ts';
import type { Disposable } from './signal.ts';
import type { UnfinishedRuns } from './unfinished-runs.ts';

/** Waits for the first list; the next one has what was found. */
export function registerTakingUp(store: SessionStore, unfinished: UnfinishedRuns): Disposable {
  const listening = store.onDidChangeList.on(() => {
    listening.dispose();
    takeUpRuns(store, unfinished, readKeepLimit()).catch(async (error: unknown) => {
      await showError(`A recording that was cut short cannot be taken up: ${String(error)}`);
    });
  });
  return listening;
}

/** Keeps what there is of each recording that nobody makes any more. */
export async function takeUpRuns(
  store: SessionStore,
  unfinished: UnfinishedRuns,
  keep: number,
): Promise<void> {
  for (const run of await unfinished.listAbandoned()) {
    await unfinished.take(run, session => store.keep(session, keep));
  }
}

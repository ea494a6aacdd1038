// Puts recordings whose window has gone among the sessions, when these are listed first, and when a window goes whose
// process was still there then: one that is loaded again meets its own old process, which may take a while to end, or
// be killed while it takes something up itself.

import { setTimeout as wait } from 'node:timers/promises';
import { showError } from '../report-errors.ts';
import type { SessionStore } from './session-store.ts';
import { readKeepLimit } from '../settings.ts';
import type { Disposable } from '../signal.ts';
import type { UnfinishedRuns } from './unfinished-runs.ts';

/** How long a recording that others make may be abandoned before it is seen. */
const LOOK_AGAIN_MS = 3000;

/** Waits for the first list; a later one has what was found. */
export function registerTakingUp(store: SessionStore, unfinished: UnfinishedRuns): Disposable {
  const end = new AbortController();
  const listening = store.onDidChangeList.on(() => {
    listening.dispose();
    takeUpRuns(store, unfinished, end.signal).catch(async (error: unknown) => {
      if (end.signal.aborted) return;
      await showError(`A recording that was cut short cannot be taken up: ${String(error)}`);
    });
  });
  return {
    dispose() {
      listening.dispose();
      end.abort();
    },
  };
}

/** Keeps what there is of each recording that nobody makes any more, until there is none that others make. */
async function takeUpRuns(
  store: SessionStore,
  unfinished: UnfinishedRuns,
  end: AbortSignal,
): Promise<void> {
  for (;;) {
    const { abandoned, running } = await unfinished.listOthers();
    for (const run of abandoned)
      await unfinished.take(run, session => store.keep(session, readKeepLimit()));
    if (running === 0) return;
    await wait(LOOK_AGAIN_MS, undefined, { signal: end, ref: false });
  }
}

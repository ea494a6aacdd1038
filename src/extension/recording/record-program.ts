// Records a program, however it was started: shows what comes of it while it runs, and keeps the result.

import type { Run } from '../../adapter/recorder.ts';
import { ProfileError } from '../../model/errors.ts';
import type { RunningProgram } from '../../sampler/program.ts';
import type { AnnotationSwitch } from '../lines/annotation-switch.ts';
import { FilesAtRun } from '../tracking/files-at-run.ts';
import { followRun } from './follow-run.ts';
import { readText } from '../tracking/read-text.ts';
import type { ProgramTerminal } from './program-terminal.ts';
import type { RunState } from '../run-state.ts';
import type { SessionStore, ShownSession } from '../sessions/session-store.ts';
import { readKeepLimit } from '../settings.ts';
import type { UnfinishedRuns } from '../sessions/unfinished-runs.ts';

/** What a run needs of the extension. */
export interface RunContext {
  readonly store: SessionStore;
  readonly runs: RunState;
  readonly terminal: ProgramTerminal;
  readonly visibility: AnnotationSwitch;
  readonly unfinished: UnfinishedRuns;
}

/**
 * Starts the program and follows it to its end. Rejects as the run's `start` does, as `RunningProgram.finished` does, and
 * with a `ProfileError` (`already-running`).
 */
export async function recordProgram(context: RunContext, run: Run): Promise<ShownSession> {
  const { runs, store, visibility } = context;
  if (runs.active !== undefined) throw alreadyRunning(runs.active.name);
  const { isAttached } = run;
  visibility.turnOn();
  runs.set({ name: run.name, isAttached, program: undefined });
  try {
    const files = await takeDown(run.path);
    const program = await run.start();
    const name = run.nameOf?.(program) ?? run.name;
    runs.set({ name, isAttached, program });
    const { cwd } = program.snapshot().session.meta;
    const following = followRun(store, { name, cwd, program, files });
    const [shown] = await Promise.all([following, stopIfAsked(runs, program)]);
    runs.end();
    await store.keep(shown, readKeepLimit());
    return shown;
  } finally {
    runs.end();
  }
}

/** The source as it is before it runs: later texts are not those of the run. */
async function takeDown(path: string | undefined): Promise<FilesAtRun> {
  const files = new FilesAtRun();
  const text = path === undefined ? undefined : await readText(path);
  if (path !== undefined && text !== undefined) files.record(path, text);
  return files;
}

/** Whoever asked for the end while it was being started found nothing to stop. */
async function stopIfAsked(runs: RunState, program: RunningProgram): Promise<void> {
  if (runs.isStopping) await program.stop();
}

function alreadyRunning(name: string): ProfileError {
  return new ProfileError('already-running', `Hotpath is recording ${name}: stop that first.`);
}

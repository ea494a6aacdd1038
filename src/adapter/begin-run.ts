// A run as a debug session sees it: first it starts, or does not; later it is over.

import type { RunningProgram } from '../sampler/program.ts';
import type { Recorder, Run } from './recorder.ts';

/** A run that has begun. */
export interface BegunRun {
  /** Rejects with the reason why it did not start. */
  readonly started: Promise<RunningProgram>;
  /** Settles when it is over and its session kept. What went wrong since it started was shown to the user. */
  readonly over: Promise<void>;
}

/** Has a run recorded. */
export function beginRun(recorder: Recorder, run: Run): BegunRun {
  let program: RunningProgram | undefined;
  let settle: (started: RunningProgram) => void = () => undefined;
  const running = new Promise<RunningProgram>(resolve => (settle = resolve));
  const start = async (): Promise<RunningProgram> => {
    program = await run.start();
    settle(program);
    return program;
  };
  const recorded = recorder.record({ ...run, start });
  const over = recorded.catch((error: unknown) => {
    if (program !== undefined) recorder.showFailure(error);
  });
  return { started: Promise.race([running, recorded.then(() => running)]), over };
}

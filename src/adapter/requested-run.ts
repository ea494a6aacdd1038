// The run that a configuration asks for.

import { attach } from '../sampler/attach.ts';
import type { RunningProgram } from '../sampler/program.ts';
import { nameProgram } from '../sampler/attaching/program-name.ts';
import type { AttachConfiguration } from './attach-configuration.ts';
import type { LaunchConfiguration } from './launch-configuration.ts';
import { launchProgram } from './launch-program.ts';
import type { LaunchSurroundings } from './launch-program.ts';
import type { LaunchPlaces, Run, RunDefaults } from './recorder.ts';

/** Of a program that is launched for it. */
export function launchRun(
  configuration: LaunchConfiguration,
  surroundings: LaunchSurroundings,
): Run {
  const { entry, name } = configuration;
  return {
    name,
    isAttached: false,
    ...(entry.kind === 'file' ? { path: entry.path } : {}),
    start: () => launchProgram(configuration, surroundings),
  };
}

/** What attaching needs of whoever keeps recordings. */
export interface AttachSurroundings {
  readonly defaults: Pick<RunDefaults, 'intervalUs'>;
  readonly places: Pick<LaunchPlaces, 'newJournal'>;
}

/** Of a program that runs already. */
export function attachRun(
  configuration: AttachConfiguration,
  { defaults, places }: AttachSurroundings,
): Run {
  const { name, target, durationMs, intervalUs = defaults.intervalUs } = configuration;
  const start = async (): Promise<RunningProgram> => {
    const journal = await places.newJournal();
    const program = await attach({
      target,
      intervalUs,
      ...(journal === undefined ? {} : { journal }),
    });
    if (durationMs !== undefined) stopAfter(program, durationMs);
    return program;
  };
  const isProcess = target.kind === 'pid';
  return {
    name,
    isAttached: true,
    ...(isProcess ? { nameOf: ({ description }) => nameProgram(description) } : {}),
    start,
  };
}

function stopAfter(program: RunningProgram, durationMs: number): void {
  const timer = setTimeout(() => void program.stop(), durationMs);
  const forget = (): void => {
    clearTimeout(timer);
  };
  program.finished.then(forget, forget);
}

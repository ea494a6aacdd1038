// The run that a request asks for: attributes in, what to start out.

import { attach } from '../sampler/attach.ts';
import type { RunningProgram } from '../sampler/program.ts';
import { nameProgram } from '../sampler/program-name.ts';
import { parseAttach } from './attach-configuration.ts';
import type { Attributes } from './attributes.ts';
import type { OutputListener } from './captured-program.ts';
import { parseLaunch } from './launch-configuration.ts';
import { launchProgram } from './launch-program.ts';
import type { Recorder, Run } from './recorder.ts';

/** Of a request to launch. Throws a `ProfileError` (`usage`) for attributes that make no sense. */
export function describeLaunch(
  attributes: Attributes,
  { defaultsFor, places }: Recorder,
  onOutput: OutputListener,
): Run {
  const configuration = parseLaunch(attributes);
  const { entry, cwd, name } = configuration;
  const path = entry.kind === 'file' ? entry.path : undefined;
  const surroundings = { defaults: defaultsFor(path ?? cwd), places, onOutput };
  return {
    name,
    isAttached: false,
    ...(path === undefined ? {} : { path }),
    start: () => launchProgram(configuration, surroundings),
  };
}

/** Of a request to attach. Throws a `ProfileError` (`usage`) for attributes that make no sense. */
export function describeAttach(attributes: Attributes, { defaultsFor }: Recorder): Run {
  const { name, target, durationMs, intervalUs } = parseAttach(attributes);
  const start = async (): Promise<RunningProgram> => {
    const program = await attach({ target, intervalUs: intervalUs ?? defaultsFor().intervalUs });
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

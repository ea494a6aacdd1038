// What a `Profiler` can be told.

import { ProfileError } from './model/errors.ts';
import type { ConsoleOptions } from './renderers/console.ts';
import type { AsyncMode } from './sampler/in-process/recording.ts';

/** How a profiler records. */
export interface ProfilerOptions {
  /** One sample each so many milliseconds. Default 1. Below 0.1 V8 does not keep up. */
  readonly intervalMs?: number;
  /** What it sees of code that it did not call: see {@link AsyncMode}. Default `enabled`. */
  readonly asyncMode?: AsyncMode;
  /**
   * Whether it is kept when each sample was. Default: yes. Without, a recording does not grow with time: for a server
   * that is recorded for hours.
   */
  readonly timeline?: boolean;
  /** What reports call it. Default: `Profile at`, and the place of the start. */
  readonly description?: string;
}

/** How `print` writes. */
export interface PrintOptions extends ConsoleOptions {
  /** Default: the standard output. Colours are used where it is a terminal, unless `NO_COLOR` is set. */
  readonly stream?: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

/** The options, with what they are where they are not given. Throws a `ProfileError` (`bad-option`). */
export function checkOptions(options: ProfilerOptions): CheckedOptions {
  const { intervalMs = 1, asyncMode = 'enabled', timeline = true, description } = options;
  if (!(intervalMs >= 0.01 && intervalMs <= 10_000))
    throw new ProfileError('bad-option', 'The interval must be from 0.01 to 10000 milliseconds.');
  if (!['enabled', 'strict', 'disabled'].includes(asyncMode))
    throw new ProfileError('bad-option', 'asyncMode must be enabled, strict or disabled.');
  return { intervalMs, asyncMode, timeline, description };
}

/** None is missing; the description may have no value: its default is told by the place of the start. */
export type CheckedOptions = Required<Omit<ProfilerOptions, 'description'>> & {
  readonly description: string | undefined;
};

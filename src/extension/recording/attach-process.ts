// *Attach to Process…*: records a program that is running already, until the user stops it or for a time, and leaves
// it running.

import * as vscode from 'vscode';
import type { RunningProgram } from '../../sampler/program.ts';
import type { AttachChoice } from './attach-choice.ts';
import { pickRecordingTime, pickTarget } from './attach-picker.ts';
import type { RecordingTime } from './attach-picker.ts';
import { placesOf } from './profile-file.ts';
import { recordProgram } from './record-program.ts';
import type { RunContext } from './record-program.ts';
import { readRunSettings } from '../settings.ts';
import { assertTrusted } from './trust.ts';

/**
 * Asks what to attach to and records it. Processes that run from one of the `hidden` folders are not offered. Throws a
 * `ProfileError` for all that the user can act on.
 */
export async function attachToProcess(
  context: RunContext,
  hidden: readonly string[],
): Promise<void> {
  assertTrusted();
  if (context.runs.active !== undefined) return;
  const choice = await pickTarget(hidden);
  const time = choice === undefined ? undefined : await pickRecordingTime();
  if (choice === undefined || time === undefined) return;
  await context.runs.during(() => record(context, choice, time));
}

async function record(
  context: RunContext,
  choice: AttachChoice,
  { seconds }: RecordingTime,
): Promise<void> {
  const { attachRun } = await import('../../adapter/requested-run.ts');
  const durationMs = seconds === undefined ? undefined : seconds * 1000;
  const configuration = { ...choice, durationMs, intervalUs: undefined };
  const run = attachRun(configuration, { defaults: readRunSettings(), places: placesOf(context) });
  const start = async (): Promise<RunningProgram> => {
    const program = await run.start();
    await vscode.commands.executeCommand('hotpath.callTree.focus');
    return program;
  };
  await recordProgram(context, { ...run, start });
}

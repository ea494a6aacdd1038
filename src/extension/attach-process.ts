// *Attach to Process…*: records a program that is running already, until the user stops it or for a time, and leaves
// it running.

import * as vscode from 'vscode';
import type { AttachChoice } from './attach-choice.ts';
import { pickRecordingTime, pickTarget } from './attach-picker.ts';
import type { RecordingTime } from './attach-picker.ts';
import { FilesAtRun } from './files-at-run.ts';
import { followRun } from './follow-run.ts';
import type { RunContext } from './profile-file.ts';
import { readKeepLimit, readRunSettings } from './settings.ts';
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
  { runs, store, visibility }: RunContext,
  { target, name }: AttachChoice,
  { seconds }: RecordingTime,
): Promise<void> {
  if (runs.active !== undefined) return;
  let timer: NodeJS.Timeout | undefined;
  visibility.turnOn();
  runs.set({ name, isAttached: true, program: undefined });
  try {
    const { attach } = await import('../sampler/attach.ts');
    const program = await attach({ target, intervalUs: readRunSettings().intervalUs });
    runs.set({ name, isAttached: true, program });
    if (runs.isStopping) await program.stop();
    if (seconds !== undefined) timer = setTimeout(() => void runs.stop(), seconds * 1000);
    await vscode.commands.executeCommand('hotpath.callTree.focus');
    const { cwd } = program.snapshot().session.meta;
    const shown = await followRun(store, { name, cwd, program, files: new FilesAtRun() });
    runs.end();
    await store.keep(shown, readKeepLimit());
  } finally {
    clearTimeout(timer);
    runs.end();
  }
}

// "Profile Current File": runs the file under the sampler in a terminal, shows what comes of it while it runs, and keeps
// the result.

import { readFile } from 'node:fs/promises';
import type { ExitStatus, SessionData } from '../model/session.ts';
import type { RunningProgram } from '../sampler/program.ts';
import type { AnnotationSwitch } from './annotation-switch.ts';
import { FilesAtRun } from './files-at-run.ts';
import { fileKey } from './file-key.ts';
import { followRun } from './follow-run.ts';
import { insightOf } from './insight.ts';
import { showWarning, SHOW_TERMINAL } from './messages.ts';
import type { ProfileTarget } from './profile-target.ts';
import type { ProgramTerminal } from './program-terminal.ts';
import { listApplicationFiles } from './run-recorder.ts';
import type { RunState } from './run-state.ts';
import type { SessionStore, ShownSession } from './session-store.ts';
import { readKeepLimit } from './settings.ts';
import type { UnfinishedRuns } from './unfinished-runs.ts';

/** What a run needs of the extension. */
export interface RunContext {
  readonly store: SessionStore;
  readonly runs: RunState;
  readonly terminal: ProgramTerminal;
  readonly visibility: AnnotationSwitch;
  readonly unfinished: UnfinishedRuns;
}

/** Runs the program to its end. Throws a `ProfileError` for all that the user can act on. */
export async function profileFile(context: RunContext, target: ProfileTarget): Promise<void> {
  const { runs, store, visibility } = context;
  if (runs.active !== undefined) return;
  visibility.turnOn();
  runs.set({ name: target.name, isAttached: false, program: undefined });
  try {
    const files = new FilesAtRun();
    files.record(target.path, await readFile(target.path, 'utf8'));
    const program = await start(context, target);
    runs.set({ name: target.name, isAttached: false, program });
    if (runs.isStopping) await program.stop();
    const { name, cwd } = target;
    const shown = await followRun(store, { name, cwd, program, files });
    runs.end();
    await store.keep(shown, readKeepLimit());
    await warnIfNothingRan(shown, target);
  } finally {
    runs.end();
  }
}

async function start(
  { terminal, unfinished }: RunContext,
  target: ProfileTarget,
): Promise<RunningProgram> {
  const { launch } = await import('../sampler/launch.ts');
  const { findNodeBinary } = await import('../sampler/launching/node-binary.ts');
  const { nodePath, nodeArgs, programArgs, intervalUs } = target.settings;
  const node = await findNodeBinary(nodePath, process.env);
  const { spawner, env } = await terminal.prepare({ nodePath: node.path, cwd: target.cwd });
  const journal = await unfinished.newPath();
  return launch({
    entry: { kind: 'file', path: target.path },
    args: programArgs,
    cwd: target.cwd,
    env,
    nodePath: node.path,
    nodeArgs,
    intervalUs,
    spawner,
    ...(journal === undefined ? {} : { journal }),
  });
}

/** A program with a syntax error, or one that was over at once, leaves nothing to look at: say so. */
async function warnIfNothingRan(shown: ShownSession, target: ProfileTarget): Promise<void> {
  const { session } = shown;
  if (hasApplicationTime(session)) return;
  const { exit } = session.meta;
  const end = describeEnd(exit);
  const sentence =
    exit.code === 0
      ? `${target.name} was over before a sample fell into it: there is nothing to show.`
      : `${target.name} ended ${end} before anything was recorded. Its own output is in the terminal.`;
  await showWarning(sentence, [SHOW_TERMINAL]);
}

function hasApplicationTime(session: SessionData): boolean {
  const { files } = insightOf(session);
  return listApplicationFiles(session).some(path => files.has(fileKey(path)));
}

function describeEnd({ code, signal }: ExitStatus): string {
  return signal === null ? `with code ${code ?? 'unknown'}` : `by ${signal}`;
}

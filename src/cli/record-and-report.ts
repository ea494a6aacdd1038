// Records a program, and reports on it.

import { constants } from 'node:os';
import { sampleCount } from '../model/lane.ts';
import { ProfileError } from '../model/errors.ts';
import type { ExitStatus, SessionData } from '../model/session.ts';
import type { RunningProgram } from '../sampler/program.ts';
import { EarlyMapping } from './early-mapping.ts';
import { write } from './host.ts';
import type { Host, Outcome } from './host.ts';
import { newJournal } from './journal-file.ts';
import { describeTarget } from './options.ts';
import type { CommandOptions } from './options.ts';
import { keepReport, reportsFolder } from './report-archive.ts';
import { planReport, writeReport } from './report.ts';
import type { ReportPlan } from './report.ts';
import { asError, recordRunning, runProgram } from './run.ts';
import type { RunOptions } from './run.ts';
import type { Task } from './task.ts';
import { tell } from './tell.ts';

/** Runs the program to its end; gives that, which is ours, too. */
export async function runAndReport(
  options: CommandOptions,
  { entry, args }: Extract<Task, { readonly kind: 'run' }>,
  host: Host,
): Promise<Outcome> {
  const plan = await planReport(options, host);
  const mapping = new EarlyMapping(host.cwd);
  const { nodePath, nodeArgs } = options;
  const how = await recordingOptions(options, host);
  const launch = { entry, args, nodeArgs, ...how, ...(nodePath !== undefined && { nodePath }) };
  const asked = { launch, ...showing(options, mapping) };
  const { session, exit } = await runMapped(asked, mapping, host);
  let ownCode = 0;
  try {
    if (session instanceof Error) throw session;
    await report(session, { options, plan }, host);
  } catch (error) {
    ownCode = await tell(error, host);
  } finally {
    await mapping.end();
  }
  return outcomeOf(exit, ownCode);
}

/** Records a program that is running already. */
export async function attachAndReport(
  options: CommandOptions,
  { to, durationMs }: Extract<Task, { readonly kind: 'attach' }>,
  host: Host,
): Promise<Outcome> {
  const plan = await planReport(options, host);
  const mapping = new EarlyMapping(host.cwd);
  let running: RunningProgram | undefined;
  const asked = {
    target: to,
    ...(await recordingOptions(options, host)),
    ...(durationMs === undefined ? {} : { durationMs }),
    ...showing(options, mapping),
    follow: (program: RunningProgram) => mapping.follow((running = program)),
  };
  try {
    const session = await mapping.finish(await recordRunning(asked, host));
    await report(session, { options, plan }, host);
  } finally {
    // Until the program's inspector is closed, if we opened it.
    await Promise.all([mapping.end(), running?.stop()]);
  }
  return { code: 0 };
}

/** What was recorded, or why there is none. Only the mapped session is kept: the report needs the memory of the rest. */
async function runMapped(
  options: RunOptions,
  mapping: EarlyMapping,
  host: Host,
): Promise<{ readonly session: SessionData | Error; readonly exit: ExitStatus }> {
  const { recording, exit } = await runProgram(options, host);
  if (recording instanceof Error) return { session: recording, exit };
  const session = await mapping.finish(recording).catch(asError);
  return { session, exit };
}

async function recordingOptions(
  { intervalUs }: CommandOptions,
  host: Host,
): Promise<Pick<RunOptions['launch'], 'intervalUs' | 'journal'>> {
  const journal = await newJournal(host);
  return {
    ...(journal === undefined ? {} : { journal }),
    ...(intervalUs === undefined ? {} : { intervalUs }),
  };
}

function showing(
  { status }: CommandOptions,
  mapping: EarlyMapping,
): Pick<RunOptions, 'status' | 'follow'> {
  const follow = mapping.follow.bind(mapping);
  return { follow, ...(status === undefined ? {} : { status }) };
}

async function report(
  mapped: SessionData,
  { options, plan }: { readonly options: CommandOptions; readonly plan: ReportPlan },
  host: Host,
): Promise<void> {
  const session = describe(mapped, options);
  await writeOrKeep(session, plan, host);
  if (plan.isTextOnScreen) await keep(session, host);
}

/** A recording is not lost when its report fails, for a full disk say: it is kept for `--load-prev`. */
async function writeOrKeep(session: SessionData, plan: ReportPlan, host: Host): Promise<void> {
  try {
    await writeReport(session, plan, host);
  } catch (cause) {
    if (!(cause instanceof ProfileError)) throw cause;
    const id = await keepReport(reportsFolder(host), session).catch(() => undefined);
    if (id === undefined) throw cause;
    const sentence = `${cause.message} The recording is kept: hotpath --load-prev ${id}`;
    throw new ProfileError(cause.code, sentence, { cause });
  }
}

/** The program's own end is ours, too; our own failure shows only where the program had none. */
function outcomeOf({ code, signal }: ExitStatus, ownCode: number): Outcome {
  if (signal === null) return { code: (code ?? 0) || ownCode };
  const name = signal as NodeJS.Signals;
  return { signal: name, code: 128 + constants.signals[name] };
}

/** Keeps the session for `--load-prev`. That this fails, on a read-only disk say, is no failure; a person is told. */
async function keep(session: SessionData, host: Host): Promise<void> {
  if (sampleCount(session) === 0) return;
  try {
    const id = await keepReport(reportsFolder(host), session);
    if (host.stdout.isTTY !== true) return;
    await write(host.stdout, `Show it in another way: hotpath --load-prev ${id} [options]\n\n`);
  } catch (error) {
    if (host.stdout.isTTY !== true) return;
    const why = error instanceof Error ? error.message : String(error);
    await write(host.stderr, `hotpath: this report is not kept for --load-prev: ${why}\n`);
  }
}

/** With what the user wants the program to be called. */
export function describe(session: SessionData, { targetDescription }: CommandOptions): SessionData {
  if (targetDescription === undefined) return session;
  const program = describeTarget(targetDescription, session.meta.program);
  return { ...session, meta: { ...session.meta, program } };
}

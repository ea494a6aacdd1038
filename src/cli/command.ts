// The command itself: does what was asked for, and says how to end.

import { constants } from 'node:os';
import { mapToSources } from '../map-to-sources.ts';
import { sampleCount } from '../model/lane.ts';
import { ProfileError } from '../model/errors.ts';
import type { ProfileErrorCode } from '../model/errors.ts';
import type { ExitStatus, SessionData } from '../model/session.ts';
import { VERSION } from '../model/version.ts';
import { findConfig } from './config-file.ts';
import { helpText } from './help.ts';
import { write } from './host.ts';
import type { Host, Outcome } from './host.ts';
import { describeTarget, parseOptions } from './options.ts';
import type { CommandOptions } from './options.ts';
import { planReport, writeReport } from './report.ts';
import type { ReportPlan } from './report.ts';
import { newJournal } from './journal-file.ts';
import { keepReport, listReports, loadReport, reportsFolder } from './report-archive.ts';
import { recordRunning, runProgram } from './run.ts';
import { loadSession } from './session-source.ts';
import type { Target } from './target.ts';

const OK: Outcome = { code: 0 };
const FAILED = 1;
const WRONG_USAGE = 2;
const USAGE_ERRORS: readonly ProfileErrorCode[] = ['usage', 'bad-option'];

/** Runs the command. Failures that a user can act on are told in one line on stderr. */
export async function runCommand(host: Host): Promise<Outcome> {
  try {
    const { target } = parseOptions(host.argv);
    const isHelp = target.kind === 'help' || target.kind === 'version';
    const passedOver: string[] = [];
    const config = isHelp ? undefined : findConfig(host.cwd, file => passedOver.push(file));
    for (const file of passedOver) await write(host.stderr, notYours(file));
    return await perform(parseOptions(host.argv, config), host);
  } catch (error) {
    return { code: await tell(error, host) };
  }
}

function notYours(file: string): string {
  return `hotpath: the settings in ${file} do not hold: the file belongs to another user.\n`;
}

function perform(options: CommandOptions, host: Host): Promise<Outcome> {
  const { target } = options;
  if (target.kind === 'run') return runAndReport(options, target, host);
  if (target.kind === 'attach') return attachAndReport(options, target, host);
  if (target.kind === 'load') {
    return reportOn(options, host, () => loadSession(target.file, host.cwd));
  }
  if (target.kind === 'load-prev') {
    return reportOn(options, host, () => loadReport(reportsFolder(host), target.id));
  }
  if (target.kind === 'list') return printList(host);
  if (target.kind === 'version') return print(versionText(), host);
  return printHelp(target, host);
}

async function reportOn(
  options: CommandOptions,
  host: Host,
  open: () => Promise<SessionData>,
): Promise<Outcome> {
  const plan = await planReport(options, host);
  await writeReport(describe(await open(), options), plan, host);
  return OK;
}

async function runAndReport(
  options: CommandOptions,
  { entry, args }: Extract<Target, { readonly kind: 'run' }>,
  host: Host,
): Promise<Outcome> {
  const plan = await planReport(options, host);
  const { nodePath, nodeArgs, intervalUs, status } = options;
  const journal = await newJournal(host);
  const launch = {
    entry,
    args,
    nodeArgs,
    ...(journal === undefined ? {} : { journal }),
    ...(nodePath === undefined ? {} : { nodePath }),
    ...(intervalUs === undefined ? {} : { intervalUs }),
  };
  const { recording, exit } = await runProgram(
    { launch, ...(status === undefined ? {} : { status }) },
    host,
  );
  let ownCode = 0;
  try {
    if (recording instanceof Error) throw recording;
    const session = describe(mapToSources(recording, host.cwd), options);
    await writeOrKeep(session, plan, host);
    if (plan.isTextOnScreen) await keep(session, host);
  } catch (error) {
    ownCode = await tell(error, host);
  }
  return outcomeOf(exit, ownCode);
}

async function attachAndReport(
  options: CommandOptions,
  { to, durationMs }: Extract<Target, { readonly kind: 'attach' }>,
  host: Host,
): Promise<Outcome> {
  const plan = await planReport(options, host);
  const { intervalUs, status } = options;
  const recording = await recordRunning(
    {
      target: to,
      ...(intervalUs === undefined ? {} : { intervalUs }),
      ...(durationMs === undefined ? {} : { durationMs }),
      ...(status === undefined ? {} : { status }),
    },
    host,
  );
  const session = describe(mapToSources(recording, recording.session.meta.cwd), options);
  await writeOrKeep(session, plan, host);
  if (plan.isTextOnScreen) await keep(session, host);
  return OK;
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

function describe(session: SessionData, { targetDescription }: CommandOptions): SessionData {
  if (targetDescription === undefined) return session;
  const program = describeTarget(targetDescription, session.meta.program);
  return { ...session, meta: { ...session.meta, program } };
}

async function printList(host: Host): Promise<Outcome> {
  const reports = await listReports(reportsFolder(host));
  if (reports.length === 0) return print('There are no reports yet.\n', host);
  const lines = reports.map(({ id, durationUs, samples, program }) => {
    const seconds = `${(durationUs / 1e6).toFixed(3)} s`;
    return `${id.padEnd(21)} ${seconds.padStart(12)} ${String(samples).padStart(9)} samples  ${program}\n`;
  });
  return print(lines.join(''), host);
}

async function printHelp(target: Target, host: Host): Promise<Outcome> {
  const text = helpText();
  if (target.kind === 'help') return print(text, host);
  await write(host.stderr, text);
  return { code: WRONG_USAGE };
}

async function print(text: string, host: Host): Promise<Outcome> {
  await write(host.stdout, text);
  return OK;
}

function versionText(): string {
  const { node, v8 } = process.versions;
  return `hotpath ${VERSION}, on Node.js ${node} (V8 ${v8}), ${process.platform} ${process.arch}\n`;
}

/** Tells a failure that a user can act on; returns its exit code. Anything else is a bug and travels on. */
async function tell(error: unknown, host: Host): Promise<number> {
  if (!(error instanceof ProfileError)) throw error;
  await write(host.stderr, `hotpath: ${error.message}\n`);
  return USAGE_ERRORS.includes(error.code) ? WRONG_USAGE : FAILED;
}

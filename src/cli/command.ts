// The command itself: does what was asked for, and says how to end.

import { ProfileError } from '../model/errors.ts';
import type { SessionData } from '../model/session.ts';
import { VERSION } from '../model/version.ts';
import { listFlags } from '../sampler/launching/listed-flags.ts';
import { findNodeBinary } from '../sampler/launching/node-binary.ts';
import { KNOWN_FLAGS } from '../sampler/node-flags.ts';
import type { NodeFlags } from '../sampler/node-flags.ts';
import { findConfig } from './config-file.ts';
import type { ProjectConfig } from './config-file.ts';
import { helpText } from './help.ts';
import { write } from './host.ts';
import type { Host, Outcome } from './host.ts';
import { parseOptions } from './options.ts';
import type { CommandOptions } from './options.ts';
import { attachAndReport, describe, runAndReport } from './record-and-report.ts';
import { listReports, loadReport, reportsFolder } from './report-archive.ts';
import { planReport, writeReport } from './report.ts';
import { loadSession } from './session-source.ts';
import type { Task } from './task.ts';
import { tell, WRONG_USAGE } from './tell.ts';

const OK: Outcome = { code: 0 };

/** Runs the command. Failures that a user can act on are told in one line on stderr. */
export async function runCommand(host: Host): Promise<Outcome> {
  try {
    const guess = guessOptions(host);
    const { isPiped } = host.stdin;
    const isHelp = ['help', 'version'].includes(guess.options.task.kind);
    const passedOver: string[] = [];
    const config = isHelp ? undefined : findConfig(host.cwd, file => passedOver.push(file));
    for (const file of passedOver) await write(host.stderr, notYours(file));
    const flags = guess.isSure ? KNOWN_FLAGS : await askForFlags(guess.options, config, host);
    return await perform(parseOptions(host.argv, { config, flags, isPiped }), host);
  } catch (error) {
    return { code: await tell(error, host) };
  }
}

/** What the arguments mean if options that nobody knows here are Node.js' own, without a value. */
function guessOptions({ argv, stdin }: Host): { options: CommandOptions; isSure: boolean } {
  let isSure = true;
  const count = (argument: string): 1 | 2 => {
    const known = KNOWN_FLAGS.count(argument);
    if (known === 0) isSure = false;
    return known || 1;
  };
  const options = parseOptions(argv, { flags: { ...KNOWN_FLAGS, count }, isPiped: stdin.isPiped });
  return { options, isSure };
}

/** Beside the known ones, those of the Node.js that is to run: it knows best, but to ask takes time. */
async function askForFlags(
  { task, nodePath }: CommandOptions,
  config: ProjectConfig | undefined,
  { env }: Host,
): Promise<NodeFlags> {
  if (task.kind !== 'run' && task.kind !== 'nothing') return KNOWN_FLAGS;
  const ofProject = task.kind === 'run' ? config?.values.get('node') : undefined;
  const wanted = nodePath ?? ofProject;
  const { path } = await findNodeBinary(wanted, env, process.execPath);
  const { count, names } = await listFlags(path);
  return { count: argument => KNOWN_FLAGS.count(argument) || count(argument), names };
}

function notYours(file: string): string {
  return `hotpath: the settings in ${file} do not hold: the file belongs to another user.\n`;
}

function perform(options: CommandOptions, host: Host): Promise<Outcome> {
  const { task } = options;
  if (task.kind === 'run') return runAndReport(options, task, host);
  const [flag] = options.nodeArgs;
  if (flag !== undefined) throw noProgram(flag);
  if (task.kind === 'attach') return attachAndReport(options, task, host);
  if (task.kind === 'load') {
    return reportOn(options, host, () => loadSession(task.file, host.cwd));
  }
  if (task.kind === 'load-prev') {
    return reportOn(options, host, () => loadReport(reportsFolder(host), task.id));
  }
  if (task.kind === 'list') return printList(host);
  if (task.kind === 'version') return print(versionText(), host);
  return printHelp(task, host);
}

function noProgram(flag: string): ProfileError {
  return new ProfileError('usage', `${flag} is an option of Node.js, but no program is run.`);
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

async function printList(host: Host): Promise<Outcome> {
  const reports = await listReports(reportsFolder(host));
  if (reports.length === 0) return print('There are no reports yet.\n', host);
  const lines = reports.map(({ id, durationUs, samples, program }) => {
    const seconds = `${(durationUs / 1e6).toFixed(3)} s`;
    return `${id.padEnd(21)} ${seconds.padStart(12)} ${String(samples).padStart(9)} samples  ${program}\n`;
  });
  return print(lines.join(''), host);
}

async function printHelp(task: Task, host: Host): Promise<Outcome> {
  const text = helpText();
  if (task.kind === 'help') return print(text, host);
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

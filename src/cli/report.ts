// From what the user asked for to a report on the screen or in a file.

import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ProfileError } from '../model/errors.ts';
import type { SessionData } from '../model/session.ts';
import { openInBrowser, writeTemporary } from '../open-report.ts';
import { openSourceLines } from '../source-text.ts';
import { hideMarked } from './hidden-frames.ts';
import { write } from './host.ts';
import type { Host } from './host.ts';
import type { CommandOptions } from './options.ts';
import { checkRendererOptions, parseRendererOptions } from './renderer-options.ts';
import {
  findRenderer,
  findRendererFor,
  HTML_RENDERER,
  RENDERERS,
  TEXT_RENDERER,
} from './renderers.ts';
import type { RendererEntry, RendererOptions } from './renderers.ts';
import { wantsColor, wantsUnicode } from '../renderers/terminal.ts';
import { isModulePath, loadUserRenderer } from './user-renderer.ts';
import { tryWholeFile, writeWholeFile } from '../write-file.ts';
import type { FileContent } from '../write-file.ts';

/** A report that is known to be possible, before there is a session for it. */
export interface ReportPlan {
  readonly render: (session: SessionData) => FileContent | Promise<FileContent>;
  /** Absolute path; absent: to stdout. */
  readonly outfile?: string;
  /** The console report, on stdout. */
  readonly isTextOnScreen: boolean;
  /** A page, which stdout cannot show: it is opened in the browser. */
  readonly isForBrowser?: boolean;
}

/** Decides how to report. Rejects with a `ProfileError` for everything that can be known to be wrong beforehand. */
export async function planReport(options: CommandOptions, host: Host): Promise<ReportPlan> {
  const outfile =
    options.outfile === undefined ? undefined : await checkOutfile(options.outfile, host);
  const base = baseOptions(options, host);
  const place = outfile === undefined ? {} : { outfile };
  const name = options.renderer;
  if (name !== undefined && isModulePath(name)) {
    const render = await loadUserRenderer(name, host.cwd);
    const own = parseRendererOptions(options.rendererOptions);
    const all = { ...base, ...options.defaultRendererOptions, ...own };
    return { ...place, isTextOnScreen: false, render: session => render(session, all) };
  }
  const entry = chooseRenderer(name, outfile);
  if (entry.binary === true && outfile === undefined && host.stdout.isTTY === true) {
    throw usage(`${entry.names[0] ?? ''} is not for a terminal: redirect it, or use -o FILE.`);
  }
  const all = mergeOptions(base, readOwnOptions(entry, options));
  const isTextOnScreen = entry === TEXT_RENDERER && outfile === undefined;
  return {
    ...place,
    isTextOnScreen,
    isForBrowser: entry === HTML_RENDERER && outfile === undefined && host.stdout.isTTY === true,
    render: session => entry.render(checkLane(session, all), all),
  };
}

/** Renders the session and puts the report where it belongs. Rejects with a `ProfileError` when that fails. */
export async function writeReport(
  session: SessionData,
  plan: ReportPlan,
  host: Host,
): Promise<void> {
  const output = await plan.render(session);
  if (plan.isForBrowser === true) {
    await showInBrowser(output, host);
    return;
  }
  if (plan.outfile === undefined) {
    await write(host.stdout, output);
    return;
  }
  await writeWholeFile(plan.outfile, output).catch(notWritten);
}

/** The line that says where the page is does without a browser. */
async function showInBrowser(page: FileContent, host: Host): Promise<void> {
  const path = await writeTemporary(page).catch(notWritten);
  await openInBrowser(path, host.env);
  await write(host.stdout, `The report is in ${path}\n`);
}

function notWritten(cause: unknown): never {
  const why = cause instanceof Error ? cause.message : String(cause);
  throw new ProfileError('bad-file', `The report could not be written: ${why}.`, { cause });
}

function chooseRenderer(name: string | undefined, outfile: string | undefined): RendererEntry {
  if (name === undefined) {
    return (outfile === undefined ? undefined : findRendererFor(outfile)) ?? TEXT_RENDERER;
  }
  const entry = findRenderer(name);
  if (entry !== undefined) return entry;
  const known = RENDERERS.map(({ names }) => names[0]).join(', ');
  throw usage(`There is no renderer ${name}: choose ${known}, or the path of a module.`);
}

function baseOptions(options: CommandOptions, host: Host): RendererOptions {
  const { timeline, showAll, hideRegex, showRegex, outfile } = options;
  const toFile = outfile !== undefined;
  const readLine = openSourceLines();
  return {
    readLine,
    timeline,
    showAll,
    processorOptions: {
      isHidden: hideMarked(readLine),
      ...(hideRegex === undefined ? {} : { hideRegex }),
      ...(showRegex === undefined ? {} : { showRegex }),
    },
    color: options.color ?? (!toFile && wantsColor(host.env, host.stdout)),
    unicode: options.unicode ?? (toFile || wantsUnicode(host.env)),
    lines: toFile || host.stdout.isTTY === true,
  };
}

function readOwnOptions(entry: RendererEntry, options: CommandOptions): RendererOptions {
  const { defaultRendererOptions = {}, rendererOptions } = options;
  const values = {
    ...knownDefaults(entry, defaultRendererOptions),
    ...parseRendererOptions(rendererOptions),
  };
  const subject = `The renderer ${entry.names[0] ?? ''}`;
  const { shortMode, ...checked } = checkRendererOptions(values, entry.options, subject);
  return shortMode === undefined ? checked : { ...checked, short: shortMode === true };
}

/** What the project says for this renderer; what it says for others is left out, what is for none is wrong. */
function knownDefaults(
  entry: RendererEntry,
  defaults: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const known: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(defaults)) {
    if (Object.hasOwn(entry.options, name)) known[name] = value;
    else if (!RENDERERS.some(({ options }) => Object.hasOwn(options, name))) {
      throw usage(`The project's rendererOptions: no renderer has an option ${name}.`);
    }
  }
  return known;
}

function mergeOptions(base: RendererOptions, own: RendererOptions): RendererOptions {
  const processorOptions = { ...base.processorOptions, ...own.processorOptions };
  const all = { ...base, ...own, processorOptions };
  if (all.flat === true && all.timeline) {
    throw usage('A flat report has no timeline: choose one of the two.');
  }
  return all;
}

function checkLane(session: SessionData, { lane }: RendererOptions): SessionData {
  const count = session.lanes.length;
  if (lane === undefined || (Number.isInteger(lane) && lane >= 0 && lane < count)) return session;
  throw new ProfileError(
    'bad-option',
    `There is no lane ${lane}: lanes go from 0 to ${count - 1}.`,
  );
}

/** That the file can be written is better known before a program has run for an hour. */
async function checkOutfile(outfile: string, { cwd }: Host): Promise<string> {
  const path = resolve(cwd, outfile);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) {
    throw usage(`-o ${outfile} is a folder.`);
  }
  if (statSync(dirname(path), { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw usage(`-o ${outfile} is in no folder that exists.`);
  }
  try {
    await tryWholeFile(path);
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
    throw new ProfileError('usage', `-o ${outfile} cannot be written${why}.`, { cause });
  }
  return path;
}

function usage(sentence: string): ProfileError {
  return new ProfileError('usage', sentence);
}

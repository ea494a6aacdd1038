// The last sessions, kept so that a report can be shown again in another way: `--list`, `--load-prev ID`.
//
//   ~/.local/share/hotpath/reports/2026-11-22T10-00-00.hotpath    the session
//                                  2026-11-22T10-00-00.json       what the list shows of it

import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir, userInfo } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { decodeSession, sessionText } from '../formats/session.ts';
import { ProfileError } from '../model/errors.ts';
import { sampleCount, sessionDurationUs } from '../model/lane.ts';
import type { SessionData } from '../model/session.ts';
import type { Host } from './host.ts';
import { writeWholeFile } from '../write-file.ts';

/** How many sessions are kept. */
const KEEP = 10;
const SESSION = '.hotpath';
const SUMMARY = '.json';

/** What the list shows of a session. */
export interface KeptReport {
  /** When the program started, in local time: `2026-11-22T10-00-00`. */
  readonly id: string;
  readonly program: string;
  readonly durationUs: number;
  readonly samples: number;
}

/** Where sessions are kept: below the platform's folder for an application's data. */
export function reportsFolder({ env, platform }: Pick<Host, 'env' | 'platform'>): string {
  return join(dataFolder(env, platform), 'hotpath', 'reports');
}

/** Keeps the session, forgets the oldest, and returns the new one's identifier. Rejects as `node:fs` does. */
export async function keepReport(folder: string, session: SessionData): Promise<string> {
  await mkdir(folder, { recursive: true });
  const id = await reserveId(folder, localTime(new Date(session.meta.startTime)));
  const summary: KeptReport = {
    id,
    program: session.meta.program,
    durationUs: sessionDurationUs(session),
    samples: sampleCount(session),
  };
  await writeWholeFile(join(folder, id + SESSION), sessionText(session));
  await writeWholeFile(join(folder, id + SUMMARY), `${JSON.stringify(summary)}\n`);
  for (const old of (await listIds(folder)).sort(byTime).slice(0, -KEEP)) await forget(folder, old);
  return id;
}

/** Several recordings may end at the same moment: whoever makes the file has the identifier. */
async function reserveId(folder: string, base: string): Promise<string> {
  for (let i = 1; ; i++) {
    const id = i === 1 ? base : `${base}-${i}`;
    try {
      await writeFile(join(folder, id + SESSION), '', { flag: 'wx' });
      return id;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
  }
}

/** The sessions that are kept, newest first. Rejects as `node:fs` does. */
export async function listReports(folder: string): Promise<KeptReport[]> {
  const ids = (await listIds(folder)).sort(byTime).reverse();
  const reports = await Promise.all(ids.map(id => readSummary(join(folder, id + SUMMARY))));
  return reports.filter(report => report !== undefined);
}

/** `undefined` for one that another command has just removed. */
async function readSummary(path: string): Promise<KeptReport | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as KeptReport);
}

/** The session with this identifier. Rejects with a `ProfileError` (`not-found`). */
export async function loadReport(folder: string, id: string): Promise<SessionData> {
  if (!(await listIds(folder)).includes(id)) {
    throw new ProfileError(
      'not-found',
      `There is no report ${id}: hotpath --list shows those there are.`,
    );
  }
  return decodeSession(await readFile(join(folder, id + SESSION), 'utf8'));
}

async function listIds(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  });
  return names.filter(name => name.endsWith(SUMMARY)).map(name => name.slice(0, -SUMMARY.length));
}

async function forget(folder: string, id: string): Promise<void> {
  await rm(join(folder, id + SUMMARY), { force: true });
  await rm(join(folder, id + SESSION), { force: true });
}

/** Identifiers sort by time, except that those of one second are numbered. */
function byTime(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

function localTime(date: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day}T${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join('-')}`;
}

function dataFolder(env: Host['env'], platform: NodeJS.Platform): string {
  if (platform === 'win32') return env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local');
  const data = env['XDG_DATA_HOME'] ?? '';
  if (isAbsolute(data)) return data;
  const home = homeFolder(env);
  return platform === 'darwin'
    ? join(home, 'Library', 'Application Support')
    : join(home, '.local', 'share');
}

/** Of a user without a home the temporary folder is as good as any. */
function homeFolder(env: Host['env']): string {
  const home = env['HOME'] ?? '';
  if (isAbsolute(home)) return home;
  try {
    return userInfo().homedir;
  } catch {
    return tmpdir(); // A user whom the system does not know.
  }
}

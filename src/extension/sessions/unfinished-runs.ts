// Recordings on disk while they are made. When a window is closed, or its extension host killed, while a program runs,
// the recording is there up to its last chunk: the next window takes it up as a session.
//
//   unfinished/2026-11-22T10-00-00-000Z-4f2a.4711.hotpath      id of the session, process that records it

import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { sampleCount } from '../../model/lane.ts';
import { ProfileError } from '../../model/errors.ts';
import type { SessionData } from '../../model/session.ts';
import { isRunning } from '../../sampler/running-process.ts';
import { FilesAtRun } from '../tracking/files-at-run.ts';
import type { OpenedSession } from '../../mapping/mapping-tasks.ts';
import { openInThread } from '../../mapping/mapping-thread.ts';
import { readText } from '../tracking/read-text.ts';
import { listApplicationFiles } from '../tracking/application-files.ts';
import { newSessionId } from './session-archive.ts';
import type { ShownSession } from './session-store.ts';

const NAME = /^(.+)\.(\d+)\.hotpath$/;

/** A recording whose window has gone. */
export interface AbandonedRun {
  /** Id for its session. */
  readonly id: string;
  readonly path: string;
}

/** The recordings of others, by whether they are being made. */
export interface OthersRuns {
  /** Those that nobody records any more, oldest first. */
  readonly abandoned: readonly AbandonedRun[];
  /** How many the windows that made them may be making still. */
  readonly running: number;
}

/** The recordings in one folder. */
export class UnfinishedRuns {
  /** Names of the files of this process; an earlier one may have had its process id. */
  readonly #own = new Set<string>();

  constructor(private readonly folder: string) {}

  /** Path for a new recording; `undefined` where nothing can be written: then it is in memory alone. */
  async newPath(): Promise<string | undefined> {
    try {
      await mkdir(this.folder, { recursive: true });
    } catch {
      return undefined; // A read-only disk, or no space on it.
    }
    return this.#ownPath(newSessionId(new Date()));
  }

  /** The recordings that this process does not make. */
  async listOthers(): Promise<OthersRuns> {
    // Before the first run there is no folder.
    const names = await readdir(this.folder).catch((): string[] => []);
    const abandoned: AbandonedRun[] = [];
    let running = 0;
    for (const name of names.filter(each => !this.#own.has(each)).sort()) {
      const [, id, pid] = NAME.exec(name) ?? [];
      if (id === undefined) continue;
      if (Number(pid) !== process.pid && isRunning(Number(pid))) running += 1;
      else abandoned.push({ id, path: join(this.folder, name) });
    }
    return { abandoned, running };
  }

  /**
   * Takes a recording up: has what there is of it kept, unless that is nothing, or another window takes it. It is gone
   * from the folder when it is kept; rejects as `keep` does, and then it is there for the next window.
   */
  async take(
    { id, path }: AbandonedRun,
    keep: (run: ShownSession) => Promise<void>,
  ): Promise<void> {
    const own = this.#ownPath(id);
    if (!(await claim(path, own))) return;
    const opened = await openWhatThereIs(own);
    if (opened !== undefined && sampleCount(opened.session) > 0)
      await keep(await describe(id, opened));
    await rm(own, { force: true });
  }

  #ownPath(id: string): string {
    const name = `${id}.${process.pid}.hotpath`;
    this.#own.add(name);
    return join(this.folder, name);
  }
}

async function describe(id: string, { program, session }: OpenedSession): Promise<ShownSession> {
  const name = basename(program ?? session.meta.program);
  return { id, name, isLive: false, session, files: await takeDownFiles(session) };
}

/** Of several windows that see it abandoned, one can rename it. */
async function claim(path: string, own: string): Promise<boolean> {
  try {
    await rename(path, own);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}

/** `undefined` for a file that was cut off in its first line, or damaged since. */
async function openWhatThereIs(path: string): Promise<OpenedSession | undefined> {
  try {
    return await openInThread(path);
  } catch (error) {
    if (error instanceof ProfileError) return undefined;
    throw error;
  }
}

/** The sources as they are now: those of the run are not known any more. */
async function takeDownFiles(session: SessionData): Promise<FilesAtRun> {
  const files = new FilesAtRun();
  for (const file of listApplicationFiles(session)) {
    const text = await readText(file);
    if (text !== undefined) files.record(file, text);
  }
  return files;
}

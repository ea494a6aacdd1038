// Keeps sessions on disk over restarts: one folder for each, in a folder of the workspace's storage.
//
//   sessions/2026-11-22T10-00-00-000Z-4f2a/
//     about.json         what the list of sessions shows
//     session.hotpath    the session
//     files.json         the source files as they were

import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ProfileError } from '../../model/errors.ts';
import type { ExitStatus, SessionData } from '../../model/session.ts';
import { writeWholeFile } from '../../write-file.ts';
import { FilesAtRun } from '../tracking/files-at-run.ts';
import type { SavedFiles } from '../tracking/files-at-run.ts';

/** What a list shows of a session that is on disk. */
export interface SessionSummary {
  /** Sorts by time; also the name of its folder. */
  readonly id: string;
  readonly name: string;
  readonly program: string;
  /** ISO 8601, UTC. */
  readonly startTime: string;
  readonly durationUs: number;
  readonly samples: number;
  readonly exit: ExitStatus;
}

/** A session with what belongs to it. */
export interface KeptSession {
  readonly summary: SessionSummary;
  readonly session: SessionData;
  readonly files: SavedFiles;
}

/** Session ⇄ file. */
export interface SessionFiles {
  write(session: SessionData, path: string): Promise<void>;
  /** Rejects with a `ProfileError` (`not-found`, `bad-file`). */
  read(path: string): Promise<SessionData>;
}

/** The sessions in one folder. */
export class SessionArchive {
  constructor(
    private readonly folder: string,
    private readonly disk: SessionFiles,
  ) {}

  /** All sessions, newest first. */
  async list(): Promise<SessionSummary[]> {
    const ids = (await this.#listFolders()).filter(isId).sort().reverse();
    const summaries = await Promise.all(ids.map(id => this.#readSummary(id)));
    return summaries.filter(summary => summary !== undefined);
  }

  /**
   * Writes a session, whole or not at all, and deletes the oldest when there are more than `keep`. Rejects with a
   * `ProfileError` (`bad-file`) where nothing can be written.
   */
  async save(kept: KeptSession, keep: number): Promise<void> {
    const unfinished = join(this.folder, `${kept.summary.id}.tmp`);
    try {
      await this.#write(kept, unfinished);
      await rename(unfinished, join(this.folder, kept.summary.id));
    } catch (cause) {
      await rm(unfinished, { recursive: true, force: true });
      throw cannotKeep(cause);
    }
    for (const { id } of (await this.list()).slice(Math.max(1, keep))) await this.remove(id);
  }

  async #write({ summary, session, files }: KeptSession, folder: string): Promise<void> {
    await mkdir(folder, { recursive: true });
    await this.disk.write(session, join(folder, SESSION));
    await writeFile(join(folder, FILES), JSON.stringify(files));
    await writeFile(join(folder, ABOUT), JSON.stringify(summary));
  }

  /** Reads a session. Rejects with a `ProfileError` (`not-found`, `bad-file`). */
  async load(id: string): Promise<{ session: SessionData; files: FilesAtRun }> {
    const files = JSON.parse(await this.#read(id, FILES)) as SavedFiles;
    const session = await this.disk.read(join(this.folder, id, SESSION));
    return { session, files: FilesAtRun.restore(files) };
  }

  /** Changes the name that the list shows. Rejects with a `ProfileError` (`not-found`). */
  async rename(id: string, name: string): Promise<void> {
    const summary = JSON.parse(await this.#read(id, ABOUT)) as SessionSummary;
    await writeWholeFile(join(this.folder, id, ABOUT), JSON.stringify({ ...summary, name }));
  }

  /** Deletes a session; one that is not there is gone already. */
  async remove(id: string): Promise<void> {
    if (isId(id)) await rm(join(this.folder, id), { recursive: true, force: true });
  }

  async #listFolders(): Promise<string[]> {
    try {
      return await readdir(this.folder);
    } catch (error) {
      // Before the first run there is no folder.
      if (isMissing(error)) return [];
      throw error;
    }
  }

  /** `undefined` for a folder that is being deleted by another window, or that no session was written to. */
  async #readSummary(id: string): Promise<SessionSummary | undefined> {
    try {
      const text = await readFile(join(this.folder, id, ABOUT), 'utf8');
      return JSON.parse(text) as SessionSummary;
    } catch (error) {
      if (isMissing(error) || error instanceof SyntaxError) return undefined;
      throw error;
    }
  }

  async #read(id: string, file: string): Promise<string> {
    try {
      return await readFile(join(this.folder, id, file), 'utf8');
    } catch (cause) {
      throw new ProfileError('not-found', 'This session is no longer on disk.', { cause });
    }
  }
}

/** A new id: sorts after all earlier ones, and differs from those of other windows. */
export function newSessionId(now: Date, random: () => number = Math.random): string {
  const salt = Math.floor(random() * 0x10000)
    .toString(16)
    .padStart(4, '0');
  return `${now.toISOString().replace(/[:.]/g, '-')}-${salt}`;
}

function cannotKeep(cause: unknown): ProfileError {
  const why = cause instanceof Error ? cause.message : String(cause);
  const sentence = `The session could not be kept (${why}). While it is shown, it can be exported.`;
  return new ProfileError('bad-file', sentence, { cause });
}

const ABOUT = 'about.json';
const SESSION = 'session.hotpath';
const FILES = 'files.json';

function isId(name: string): boolean {
  return /^\d{4}-\d\d-\d\dT[\dZ-]+-[0-9a-f]{4}$/.test(name);
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

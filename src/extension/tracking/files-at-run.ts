// The application files of a session as they were when the program ran.

import type { FileTimes } from '../../model/line-times.ts';
import { recordFile, restoreFile, saveFile } from './file-at-run.ts';
import type { FileAtRun, SavedFile } from './file-at-run.ts';
import { fileKey } from './file-key.ts';

/** {@link FilesAtRun}, as it is kept on disk: by file key. */
export type SavedFiles = Readonly<Record<string, SavedFile>>;

/** A file is taken down once, when it first shows up in a session: later texts are not those of the run. */
export class FilesAtRun {
  readonly #files = new Map<string, FileAtRun>();

  /** The reverse of {@link save}. */
  static restore(saved: SavedFiles): FilesAtRun {
    const files = new FilesAtRun();
    for (const [key, file] of Object.entries(saved)) files.#files.set(key, restoreFile(file));
    return files;
  }

  /** Takes down a file's text, unless that was done before. */
  record(path: string, text: string): void {
    const key = fileKey(path);
    if (!this.#files.has(key)) this.#files.set(key, recordFile(text));
  }

  /** The file at the time of the run; `undefined` when it was not taken down. */
  find(path: string): FileAtRun | undefined {
    return this.#files.get(fileKey(path));
  }

  /** What to keep on disk of the files that have times. */
  save(times: ReadonlyMap<string, FileTimes>): SavedFiles {
    const saved: Record<string, SavedFile> = {};
    for (const [key, file] of this.#files) {
      saved[key] = saveFile(file, times.get(key)?.functions ?? []);
    }
    return saved;
  }
}

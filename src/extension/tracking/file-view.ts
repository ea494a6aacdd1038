// One file of a session as it stands in the editor now: its times, each on the line where its code has moved to, and
// which of them belong to code that was changed since.

import type { FileTimes, FunctionTime } from '../../model/line-times.ts';
import type { FileAtRun } from './file-at-run.ts';
import type { LineTracker } from './line-tracker.ts';

/** The name of the function that is a file's top level. */
const TOP_LEVEL = '<module>';

/** A moment's view: make a new one when the text or the times have changed. */
export class FileView {
  readonly #stale = new Map<FunctionTime, boolean>();
  /** Line of the run → the innermost function around it, apart from the top level. */
  readonly #owners = new Map<number, FunctionTime>();

  constructor(
    readonly times: FileTimes,
    private readonly atRun: FileAtRun,
    private readonly tracker: LineTracker,
  ) {
    for (const fn of times.functions) this.#addFunction(fn);
  }

  /** Where a line of the run is now, from 1; `undefined` when it is gone. */
  currentLine(baseLine: number): number | undefined {
    return this.tracker.currentLine(baseLine);
  }

  /** Where the line that is now `line` was at the time of the run; `undefined` for a new one. */
  baseLine(line: number): number | undefined {
    return this.tracker.baseLine(line);
  }

  /** The innermost function around this line of the run; `undefined` at a file's top level. */
  functionAt(baseLine: number): FunctionTime | undefined {
    return this.#owners.get(baseLine);
  }

  /** Whether the function around this line of the run has changed; at a file's top level, the line itself. */
  isLineStale(baseLine: number): boolean {
    const owner = this.functionAt(baseLine);
    if (owner !== undefined) return this.isFunctionStale(owner);
    return this.tracker.isChanged(baseLine, baseLine);
  }

  /** Whether the function's text has changed since the run. A file's top level is never stale as a whole. */
  isFunctionStale(fn: FunctionTime): boolean {
    return this.#stale.get(fn) ?? false;
  }

  /** Functions come in order of line: an inner one claims its lines from the outer ones. */
  #addFunction(fn: FunctionTime): void {
    if (fn.name === TOP_LEVEL) return;
    const end = this.atRun.endOf(fn);
    this.#stale.set(fn, this.tracker.isChanged(fn.line, end));
    for (let line = fn.line; line <= end; line++) this.#owners.set(line, fn);
  }
}

// What is remembered of a source file as it was when the program ran: a hash of each line, and where the functions
// that took time end. Enough to follow its lines through edits and to tell which functions were changed, also when
// an old session is opened again; the text itself is not kept.

import type { FunctionTime } from '../../model/line-times.ts';
import { findFunctionEnd } from './function-extent.ts';
import { hashLine, splitLines } from './line-alignment.ts';

/** Where a function begins, from 1. */
export type FunctionStart = Pick<FunctionTime, 'line' | 'column'>;

/** A file at the time of the run. */
export interface FileAtRun {
  /** One for each line. */
  readonly hashes: readonly number[];
  /** The last line, from 1, of the function that begins there. */
  endOf(start: FunctionStart): number;
}

/** A file at the time of the run, as it is kept on disk. */
export interface SavedFile {
  readonly hashes: readonly number[];
  /** Line and column of a function's start, and its last line. */
  readonly functions: readonly (readonly [line: number, column: number, end: number])[];
}

/** Takes down a file's text as it is now. */
export function recordFile(text: string): FileAtRun {
  const lines = splitLines(text);
  const ends = new Map<string, number>();
  return {
    hashes: lines.map(hashLine),
    endOf(start) {
      const key = keyOf(start);
      const end = ends.get(key) ?? findFunctionEnd(lines, start.line, start.column);
      ends.set(key, end);
      return end;
    },
  };
}

/** The form to keep on disk; it knows the ends of these functions only. */
export function saveFile(file: FileAtRun, functions: readonly FunctionStart[]): SavedFile {
  return {
    hashes: file.hashes,
    functions: functions.map(start => [start.line, start.column, file.endOf(start)]),
  };
}

/** The reverse of {@link saveFile}. A function that it does not know ends on the line on which it begins. */
export function restoreFile(saved: SavedFile): FileAtRun {
  const ends = new Map(
    saved.functions.map(([line, column, end]) => [keyOf({ line, column }), end]),
  );
  return { hashes: saved.hashes, endOf: start => ends.get(keyOf(start)) ?? start.line };
}

function keyOf(start: FunctionStart): string {
  return `${start.line}:${start.column}`;
}

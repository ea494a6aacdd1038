// What the report writes for a frame. Names come from the profiled program: all of it is made visible.

import { displayName, SYNTHETIC } from '../model/frame.ts';
import type { Frame } from '../model/frame.ts';
import { shortPath } from '../renderers/short-path.ts';
import type { PathFolders } from '../renderers/short-path.ts';
import { visibleText } from '../renderers/visible-text.ts';
import type { SourcePlace } from './messages.ts';

/** The function's name. */
export function frameName(frame: Frame): string {
  return visibleText(displayName(frame));
}

/** The path as short as it can be. */
export function fileText(file: string, folders: PathFolders): string {
  return visibleText(shortPath(file, folders));
}

/** Short path and line: `src/db.js:5`; empty where there is no file. */
export function placeText({ file, line }: Frame, folders: PathFolders): string {
  if (file === null) return '';
  return line === null ? fileText(file, folders) : `${fileText(file, folders)}:${line}`;
}

/** Where an editor can go to; `undefined` for frames without a file of their own. */
export function findSource({ file, line, column }: Frame): SourcePlace | undefined {
  if (file === null || !isPath(file)) return undefined;
  return { file, line: line ?? 1, ...(column === null ? {} : { column }) };
}

/** Whether this is a path in the file system, and not something like `node:fs`. */
export function isPath(file: string): boolean {
  return /^(?:[\\/]|[a-z]:[\\/])/i.test(file);
}

/** What a synthetic frame means, in a sentence; `undefined` for functions. */
export function explainFrame(frame: Frame): string | undefined {
  return frame.kind === 'synthetic' ? EXPLANATIONS[frame.name] : undefined;
}

const EXPLANATIONS: Readonly<Partial<Record<string, string>>> = {
  [SYNTHETIC.program]: 'The whole run.',
  [SYNTHETIC.await]: 'An await that was pending while the program had nothing to run.',
  [SYNTHETIC.idle]: 'Nothing to run, and no await pending.',
  [SYNTHETIC.gc]: 'Garbage collection.',
  [SYNTHETIC.native]: 'Code of Node.js and V8 that is not JavaScript.',
};

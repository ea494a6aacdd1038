// Frames of the stacks on which waits begin.

import type { AwaitFrame } from './await-batch.ts';

/** Whether a frame is of the program's own code, or a library's; not Node.js'. */
export function isOfProgram({ url }: AwaitFrame): boolean {
  return !url.startsWith('node:');
}

/** The frames, innermost first, without those of Node.js' that called the program. */
export function ofProgram(frames: readonly AwaitFrame[]): readonly AwaitFrame[] {
  return frames.slice(0, frames.findLastIndex(isOfProgram) + 1);
}

/** The same for frames of one function, wherever in it they are, and for no others. */
export function functionKey({ name, url, functionLine, functionColumn }: AwaitFrame): string {
  return `${functionLine}:${functionColumn} ${name} ${url}`;
}

/** Whether two frames are of one function, wherever in it they are. */
export function isSameFunction(a: AwaitFrame, b: AwaitFrame): boolean {
  if (a === b) return true;
  return (
    a.functionLine === b.functionLine &&
    a.functionColumn === b.functionColumn &&
    a.name === b.name &&
    a.url === b.url
  );
}

/** Whether they are of one function, and at the same place in it. */
export function isSamePlace(a: AwaitFrame | undefined, b: AwaitFrame | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  return a.line === b.line && a.column === b.column && isSameFunction(a, b);
}

/**
 * How many of the frames of a `.then` are those of what it has called back now, which has called it itself the time before:
 * it stands there once. A function that only helps, as compilers have one for all awaits, has called another `.then`.
 *
 *   frames   again  called  again  main
 *   own      work  again  called           the first two
 */
export function countCalledAgain<T>(
  own: readonly T[],
  frames: readonly T[],
  isSame: (a: T, b: T) => boolean,
): number {
  const outermost = own.at(-1);
  if (outermost === undefined) return 0;
  const count = frames.findIndex(frame => isSame(frame, outermost)) + 1;
  const called = own.slice(own.length - count);
  const isAgain = called.every((frame, i) => isSame(frame, frames[i] ?? outermost));
  return count <= own.length && isAgain ? count : 0;
}

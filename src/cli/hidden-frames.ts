// Functions that ask to be left out of call trees: `// @hotpath-hide` on the line where they begin, or the one above.

import type { Frame } from '../model/frame.ts';
import { rememberByFrame } from '../processors/frame-memo.ts';
import type { ReadLine } from '../renderers/hot-lines.ts';

const MARK = /(?:\/\/|\/?\*)\s*@hotpath-hide\b/;

/** Whether a frame of the application is marked in its source, as `readLine` gives it. */
export function hideMarked(readLine: ReadLine): (frame: Frame) => boolean {
  return rememberByFrame(frame => isMarked(frame, readLine));
}

function isMarked({ kind, name, file, line }: Frame, readLine: ReadLine): boolean {
  if (kind !== 'application' || name === '<module>' || file === null || line === null) return false;
  return MARK.test(readLine(file, line) ?? '') || MARK.test(readLine(file, line - 1) ?? '');
}

// Functions that ask to be left out of call trees: `// @hotpath-hide` on the line where they begin, or the one above.

import type { Frame } from '../model/frame.ts';
import type { ReadLine } from '../renderers/hot-lines.ts';

const MARK = /(?:\/\/|\/?\*)\s*@hotpath-hide\b/;

/** Whether a frame of the application is marked in its source, as `readLine` gives it. */
export function hideMarked(readLine: ReadLine): (frame: Frame) => boolean {
  const answers = new Map<Frame, boolean>();
  return frame => {
    const known = answers.get(frame);
    if (known !== undefined) return known;
    const answer = isMarked(frame, readLine);
    answers.set(frame, answer);
    return answer;
  };
}

function isMarked({ kind, name, file, line }: Frame, readLine: ReadLine): boolean {
  if (kind !== 'application' || name === '<module>' || file === null || line === null) return false;
  return MARK.test(readLine(file, line) ?? '') || MARK.test(readLine(file, line - 1) ?? '');
}

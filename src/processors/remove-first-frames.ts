// Lets a tree begin where the program does.

import { isSynthetic, SYNTHETIC } from '../model/frame.ts';
import { isLoaderFrame } from './loader-frames.ts';
import type { Processor } from './processor.ts';

/**
 * Steps down from `<program>` and from the frames that merely start the program, as long as all their time is in a
 * single child: no time is lost.
 */
export const removeFirstFrames: Processor = root => {
  let first = root;
  for (;;) {
    const [only, second] = first.children;
    const starts = isSynthetic(first.frame, SYNTHETIC.program) || isLoaderFrame(first.frame);
    if (!starts || only === undefined || second !== undefined || first.self > 0) return first;
    first = only;
  }
};

// Asks a question about a frame once, however many nodes have that frame.

import type { Frame } from '../model/frame.ts';

/** The same function, which keeps its answers. */
export function rememberByFrame(ask: (frame: Frame) => boolean): (frame: Frame) => boolean {
  const answers = new Map<Frame, boolean>();
  return frame => {
    const known = answers.get(frame);
    if (known !== undefined) return known;
    const answer = ask(frame);
    answers.set(frame, answer);
    return answer;
  };
}

// Joins stacks that are the same way through the same functions, whatever the classes are that inherited them. A
// program's own names seldom differ so; those in other writers' sessions may.

import { PairIndex } from './pair-index.ts';
import { changeStacks } from './sample-rows.ts';
import type { FrameTable, SessionData, StackTable } from './session.ts';

/**
 * The session itself when all its functions are different; else one whose samples are in the first of the stacks that
 * are the same. Stacks keep their numbers.
 */
export function joinSameStacks(session: SessionData): SessionData {
  const { stacks, lanes } = session;
  const functions = findSameFunctions(session.frames);
  if (functions.every((first, frame) => first === frame)) return session;
  const same = findSameStacks(stacks, functions);
  return {
    ...session,
    stacks: { ...stacks, parent: stacks.parent.map(stack => same[stack] ?? -1) },
    lanes: lanes.map(lane => ({
      ...lane,
      samples: changeStacks(lane.samples, () => row => same[row.stack] ?? -1),
    })),
  };
}

/** Frame → the first frame that is the same function. */
function findSameFunctions({ name, file, line, column }: FrameTable): number[] {
  const firsts = new Map<string, number>();
  return name.map((text, frame) => {
    if ((file[frame] ?? -1) < 0) return frame;
    const key = `${text} ${file[frame] ?? -1} ${line[frame] ?? -1} ${column[frame] ?? -1}`;
    const first = firsts.get(key) ?? frame;
    firsts.set(key, first);
    return first;
  });
}

/** Stack → the first stack that is the same. */
function findSameStacks({ parent, frame }: StackTable, functions: readonly number[]): number[] {
  const ways = new PairIndex();
  const firsts: number[] = [];
  const same: number[] = [];
  for (let stack = 0; stack < frame.length; stack++) {
    const caller = same[parent[stack] ?? -1] ?? -1;
    const way = ways.intern(caller, functions[frame[stack] ?? -1] ?? -1);
    same.push((firsts[way] ??= stack));
  }
  return same;
}

// Entries of stacks that are no functions, as V8, other profilers and we write them.

import { SYNTHETIC } from '../model/frame.ts';
import type { SyntheticName } from '../model/frame.ts';

/** Leaves that stand for time without a function. */
export const PSEUDO_FRAMES: ReadonlyMap<string, SyntheticName> = new Map([
  ['(idle)', SYNTHETIC.idle],
  ['(program)', SYNTHETIC.native],
  ['(garbage collector)', SYNTHETIC.gc],
  [SYNTHETIC.idle, SYNTHETIC.idle],
  [SYNTHETIC.native, SYNTHETIC.native],
  [SYNTHETIC.gc, SYNTHETIC.gc],
  [SYNTHETIC.await, SYNTHETIC.await],
  [SYNTHETIC.outOfContext, SYNTHETIC.outOfContext],
]);

/** Entries that say nothing: the root of all stacks, and the leaf for a function's own time. */
export const EMPTY_FRAMES: ReadonlySet<string> = new Set([
  '(root)',
  '[root]',
  SYNTHETIC.program,
  SYNTHETIC.self,
]);

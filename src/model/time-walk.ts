// Sums up lines and functions while the stacks of a lane are walked depth first.
//
// On the way down two things are kept for the path from the root to the present node, and undone on the way up:
//
// - `LineSums.missed`: for each line, the share of the time that has not come through it yet. A call whose share p is on
//   that line adds `missed × p` of its time to the line's total and leaves `missed × (1 - p)`; so a line that recurs
//   counts each sample once, and with shares of 0 and 1 exactly.
// - `FunctionSums.call`: for each function, the call (a node) that its innermost occurrence has open. The time of that
//   call belongs to the lines from which it was made, except what a further occurrence below takes for itself.

import { addAt } from './column.ts';
import { FRAME_KINDS } from './frame.ts';
import { PairIndex } from './pair-index.ts';
import type { LaneData, SessionData } from './session.ts';
import { StackForest } from './stack-forest.ts';
import type { StackVisitor } from './stack-forest.ts';
import { StackShares } from './stack-shares.ts';
import type { FindLine } from './stack-shares.ts';

const NONE = -1;

/** Sums for each line of each file; row i is line number i. */
export class LineSums {
  /** Index into `session.strings`. */
  readonly file: number[] = [];
  readonly line: number[] = [];
  readonly self: number[] = [];
  readonly calls: number[] = [];
  readonly total: number[] = [];
  readonly waiting: number[] = [];
  readonly samples: number[] = [];
  /** Share of the present path's time that has not come through the line: 1 outside of a walk. */
  readonly missed: number[] = [];
  readonly #rows = new PairIndex();

  /** The row of this line, which is added when it is new. */
  row(file: number, line: number): number {
    const next = this.#rows.size;
    const row = this.#rows.intern(file, line);
    if (row < next) return row;
    this.file.push(file);
    this.line.push(line);
    for (const sums of [this.self, this.calls, this.total, this.waiting, this.samples])
      sums.push(0);
    this.missed.push(1);
    return row;
  }
}

/** Sums for each frame of the session; row i is frame i. */
export class FunctionSums {
  readonly self: Float64Array;
  readonly total: Float64Array;
  readonly waiting: Float64Array;
  readonly samples: Float64Array;
  readonly undecided: Float64Array;
  /** The call that the innermost occurrence on the present path has open; -1 outside of a walk. */
  readonly call: Int32Array;

  constructor(frameCount: number) {
    this.self = new Float64Array(frameCount);
    this.total = new Float64Array(frameCount);
    this.waiting = new Float64Array(frameCount);
    this.samples = new Float64Array(frameCount);
    this.undecided = new Float64Array(frameCount);
    this.call = new Int32Array(frameCount).fill(NONE);
  }
}

/** Where a walk adds what it finds. */
export interface TimeSums {
  readonly lines: LineSums;
  readonly functions: FunctionSums;
}

/** Adds one lane to the sums. */
export function addLaneTimes(session: SessionData, lane: LaneData, sums: TimeSums): void {
  const forest = new StackForest(session, lane);
  forest.walk(new TimeWalk(session, lane, { ...sums, forest }));
}

class TimeWalk implements StackVisitor {
  readonly #forest: StackForest;
  readonly #lines: LineSums;
  readonly #functions: FunctionSums;
  readonly #leaves: StackShares;
  readonly #calls: StackShares;
  /** Row of `#calls` → what its line had missed before. */
  readonly #missedBefore: Float64Array;
  /** Node → the call that its caller had open before. */
  readonly #callBefore: Int32Array;
  /** Node → the part of its time for which its caller is the innermost occurrence. */
  readonly #ownUs: Float64Array;

  constructor(
    session: SessionData,
    lane: LaneData,
    { forest, lines, functions }: TimeSums & { readonly forest: StackForest },
  ) {
    const { parent, frame } = session.stacks;
    const files = findLineFiles(session);
    const findLine: FindLine = (stack, line) => {
      const file = files[frame[stack] ?? NONE] ?? NONE;
      return file === NONE ? NONE : lines.row(file, line);
    };
    this.#forest = forest;
    this.#lines = lines;
    this.#functions = functions;
    this.#leaves = new StackShares(forest, lane.leafLines, findLine);
    this.#calls = new StackShares(forest, lane.callLines, (stack, line) =>
      findLine(parent[stack] ?? NONE, line),
    );
    this.#missedBefore = new Float64Array(this.#calls.line.length);
    this.#callBefore = new Int32Array(forest.size);
    this.#ownUs = Float64Array.from(forest.totalUs);
  }

  enter(node: number): void {
    this.#enterCallLines(node);
    this.#enterFunction(node);
    this.#addLeafLines(node);
  }

  leave(node: number): void {
    const caller = this.#callerFrame(node);
    if (caller === NONE) return;
    const { line, share, first, undecided } = this.#calls;
    const own = Math.max(0, this.#ownUs[node] ?? 0);
    // Backwards, so that every line is left with what it had missed before its first row.
    for (let row = (first[node + 1] ?? 0) - 1; row >= (first[node] ?? 0); row--) {
      const at = line[row] ?? NONE;
      addAt(this.#lines.calls, at, own * (share[row] ?? 0));
      this.#lines.missed[at] = this.#missedBefore[row] ?? 1;
    }
    addAt(this.#functions.undecided, caller, own * (undecided[node] ?? 1));
    this.#functions.call[caller] = this.#callBefore[node] ?? NONE;
  }

  #enterCallLines(node: number): void {
    const { line, share, first } = this.#calls;
    const { missed, total, waiting, samples } = this.#lines;
    for (let row = first[node] ?? 0; row < (first[node + 1] ?? 0); row++) {
      const at = line[row] ?? NONE;
      const before = missed[at] ?? 1;
      const found = before * (share[row] ?? 0);
      addAt(total, at, found * (this.#forest.totalUs[node] ?? 0));
      addAt(waiting, at, found * (this.#forest.waitingUs[node] ?? 0));
      addAt(samples, at, found * (this.#forest.totalSamples[node] ?? 0));
      this.#missedBefore[row] = before;
      missed[at] = before - found;
    }
  }

  #enterFunction(node: number): void {
    const { self, total, waiting, samples, call } = this.#functions;
    const caller = this.#callerFrame(node);
    if (caller !== NONE) {
      this.#callBefore[node] = call[caller] ?? NONE;
      call[caller] = node;
    }
    const frame = this.#forest.frame[node] ?? NONE;
    const outer = call[frame] ?? NONE;
    addAt(self, frame, this.#forest.selfUs[node] ?? 0);
    if (outer !== NONE) {
      addAt(this.#ownUs, outer, -(this.#forest.totalUs[node] ?? 0));
      return;
    }
    addAt(total, frame, this.#forest.totalUs[node] ?? 0);
    addAt(waiting, frame, this.#forest.waitingUs[node] ?? 0);
    addAt(samples, frame, this.#forest.totalSamples[node] ?? 0);
  }

  #addLeafLines(node: number): void {
    const { line, share, first, undecided } = this.#leaves;
    const { missed, self, total, samples } = this.#lines;
    const us = this.#forest.selfUs[node] ?? 0;
    for (let row = first[node] ?? 0; row < (first[node + 1] ?? 0); row++) {
      const at = line[row] ?? NONE;
      const part = share[row] ?? 0;
      const found = part * (missed[at] ?? 1);
      addAt(self, at, part * us);
      addAt(total, at, found * us);
      addAt(samples, at, found * (this.#forest.selfSamples[node] ?? 0));
    }
    const frame = this.#forest.frame[node] ?? NONE;
    addAt(this.#functions.undecided, frame, us * (undecided[node] ?? 1));
  }

  #callerFrame(node: number): number {
    return this.#forest.frame[this.#forest.parent[node] ?? NONE] ?? NONE;
  }
}

/** Frame → its file, an index into `session.strings`; -1 where lines mean nothing: it has no file, or is synthetic. */
function findLineFiles({ frames }: SessionData): number[] {
  const synthetic = FRAME_KINDS.indexOf('synthetic');
  return frames.file.map((file, frame) => (frames.kind[frame] === synthetic ? NONE : file));
}

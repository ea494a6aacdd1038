// Sums up lines and functions while the stacks of a lane are walked depth first.
//
// On the way down two things are kept for the path from the root to the present node, and undone on the way up:
//
// - `LineCover`: for each line, how much of the time has come through it already; so a line that recurs counts each
//   sample once, and with shares of 0 and 1 exactly.
// - `FunctionSums.call`: for each function, the call (a node) that its innermost occurrence has open. The time of that
//   call belongs to the lines from which it was made, except what a further occurrence below takes for itself.

import { addAt } from './column.ts';
import { FRAME_KINDS } from './frame.ts';
import { LineCover } from './line-cover.ts';
import type { Runner } from './line-cover.ts';
import type { LaneData, LineShares, SessionData } from './session.ts';
import { StackForest } from './stack-forest.ts';
import type { StackVisitor } from './stack-forest.ts';
import { StackShares } from './stack-shares.ts';
import type { FindLine } from './stack-shares.ts';
import type { FunctionSums, LineSums, TimeSums } from './time-sums.ts';

const NONE = -1;

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
  /** The lines on which calls waited, where that is known. */
  readonly #waits: StackShares;
  readonly #total = new LineCover();
  readonly #waiting = new LineCover();
  /** Frame → row of the line on which it begins. */
  readonly #beginsOn: readonly number[];
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
    const findCallLine: FindLine = (stack, line) => findLine(parent[stack] ?? NONE, line);
    this.#calls = new StackShares(forest, lane.callLines, findCallLine);
    this.#waits = new StackShares(forest, lane.waitLines ?? NO_ROWS, findCallLine);
    this.#beginsOn = files.map((file, of) => {
      const line = session.frames.line[of] ?? NONE;
      return file === NONE || line < 1 ? NONE : lines.find(file, line);
    });
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
    for (let row = first[node] ?? 0; row < (first[node + 1] ?? 0); row++)
      addAt(this.#lines.calls, line[row] ?? NONE, own * (share[row] ?? 0));
    this.#total.leave(rowCount(this.#calls, node));
    this.#waiting.leave(rowCount(this.#waitRows(node), node));
    addAt(this.#functions.undecided, caller, own * (undecided[node] ?? 1));
    this.#functions.call[caller] = this.#callBefore[node] ?? NONE;
  }

  #enterCallLines(node: number): void {
    const caller = this.#runner(this.#callerFrame(node));
    const us = this.#forest.totalUs[node] ?? 0;
    const samples = this.#forest.totalSamples[node] ?? 0;
    forEachRow(this.#calls, node, (line, share) => {
      const found = this.#total.enter({ line, share, us }, caller);
      addAt(this.#lines.total, line, found);
      if (us > 0) addAt(this.#lines.samples, line, (found / us) * samples);
    });
    const waitingUs = this.#forest.waitingUs[node] ?? 0;
    forEachRow(this.#waitRows(node), node, (line, share) => {
      const found = this.#waiting.enter({ line, share, us: waitingUs }, caller);
      addAt(this.#lines.waiting, line, found);
    });
  }

  /** Where nothing is known of the waiting alone, it is spread as all of the time is. */
  #waitRows(node: number): StackShares {
    return rowCount(this.#waits, node) > 0 ? this.#waits : this.#calls;
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
    const frame = this.#forest.frame[node] ?? NONE;
    const runner = this.#runner(frame);
    const us = this.#forest.selfUs[node] ?? 0;
    const samples = this.#forest.selfSamples[node] ?? 0;
    forEachRow(this.#leaves, node, (line, share) => {
      const found = this.#total.meet({ line, share, us }, runner);
      addAt(this.#lines.self, line, share * us);
      addAt(this.#lines.total, line, found);
      if (us > 0) addAt(this.#lines.samples, line, (found / us) * samples);
    });
    addAt(this.#functions.undecided, frame, us * (this.#leaves.undecided[node] ?? 1));
  }

  #runner(frame: number): Runner {
    return { frame, beginsOn: this.#beginsOn[frame] ?? NONE };
  }

  #callerFrame(node: number): number {
    return this.#forest.frame[this.#forest.parent[node] ?? NONE] ?? NONE;
  }
}

const NO_ROWS: LineShares = { stack: [], line: [], column: [], us: [] };

function rowCount({ first }: StackShares, node: number): number {
  return (first[node + 1] ?? 0) - (first[node] ?? 0);
}

function forEachRow(
  { first, line, share }: StackShares,
  node: number,
  visit: (line: number, share: number) => void,
): void {
  for (let row = first[node] ?? 0; row < (first[node + 1] ?? 0); row++)
    visit(line[row] ?? NONE, share[row] ?? 0);
}

/** Frame → its file, an index into `session.strings`; -1 where lines mean nothing: it has no file, or is synthetic. */
function findLineFiles({ frames }: SessionData): number[] {
  const synthetic = FRAME_KINDS.indexOf('synthetic');
  return frames.file.map((file, frame) => (frames.kind[frame] === synthetic ? NONE : file));
}

// Who called the function of a line so that the line ran, and whom the line called: for the hover.

import type { Frame, Micros } from '../../model/frame.ts';
import { readFrames } from '../../model/frame-table.ts';
import type { LineTime } from '../../model/line-times.ts';
import type { LaneData, SessionData } from '../../model/session.ts';

/** A function at one end of a call, and the time of the samples with that call. */
export interface Relation {
  readonly frame: Frame;
  readonly us: Micros;
}

/** As many as a hover has room for. */
const SHOWN = 5;

/** Both directions, heaviest first. */
export interface LineRelations {
  readonly callers: readonly Relation[];
  readonly callees: readonly Relation[];
}

/**
 * The heaviest callers and callees of a line. A sample counts once for a callee however often the call recurs, and
 * for the caller that is no longer the line's own function; so callers' times sum to the line's total.
 */
export function findRelations(session: SessionData, file: string, time: LineTime): LineRelations {
  const search = new RelationSearch(session, file);
  for (const lane of session.lanes) search.addLane(lane, time.line);
  return {
    callers: search.callers.pickHeaviest(known => (time.total * known) / search.callers.sum),
    callees: search.callees.pickHeaviest(known => Math.min(known, time.total)),
  };
}

class RelationSearch {
  readonly callers: FrameTimes;
  readonly callees: FrameTimes;
  readonly #parent: readonly number[];
  readonly #frame: readonly number[];
  /** Indices of the frames in the file. */
  readonly #inFile: Set<number>;

  constructor(session: SessionData, file: string) {
    const frames = readFrames(session);
    this.callers = new FrameTimes(frames);
    this.callees = new FrameTimes(frames);
    this.#parent = session.stacks.parent;
    this.#frame = session.stacks.frame;
    this.#inFile = new Set([...frames.keys()].filter(at => frames[at]?.file === file));
  }

  addLane({ callLines, leafLines }: LaneData, line: number): void {
    callLines.line.forEach((at, row) => {
      if (at !== line) return;
      const callee = callLines.stack[row] ?? 0;
      const stack = this.#parent[callee] ?? -1;
      if (stack < 0 || !this.#isInFile(stack)) return;
      const us = callLines.us[row] ?? 0;
      this.#addCaller(stack, us);
      if (!this.#recursAbove(callee)) this.callees.add(this.#frame[callee] ?? 0, us);
    });
    leafLines.line.forEach((at, row) => {
      const stack = leafLines.stack[row] ?? 0;
      if (at === line && this.#isInFile(stack)) this.#addCaller(stack, leafLines.us[row] ?? 0);
    });
  }

  #isInFile(stack: number): boolean {
    return this.#inFile.has(this.#frame[stack] ?? -1);
  }

  /** Steps over the function's own recursion to whoever called it from outside. */
  #addCaller(stack: number, us: Micros): void {
    const own = this.#frame[stack];
    let outermost = stack;
    for (let at = stack; at >= 0; at = this.#parent[at] ?? -1) {
      if (this.#frame[at] === own) outermost = at;
    }
    const caller = this.#parent[outermost] ?? -1;
    if (caller >= 0) this.callers.add(this.#frame[caller] ?? 0, us);
  }

  /** Whether the same call (same function to same function) stands further up in the stack already. */
  #recursAbove(callee: number): boolean {
    const to = this.#frame[callee];
    const from = this.#frame[this.#parent[callee] ?? -1];
    let at = this.#parent[callee] ?? -1;
    for (let up = this.#parent[at] ?? -1; up >= 0; up = this.#parent[up] ?? -1) {
      if (this.#frame[at] === to && this.#frame[up] === from) return true;
      at = up;
    }
    return false;
  }
}

/** Adds up times by function. */
class FrameTimes {
  readonly #byFrame = new Map<number, Micros>();
  sum: Micros = 0;

  constructor(private readonly frames: readonly Frame[]) {}

  add(frame: number, us: Micros): void {
    this.#byFrame.set(frame, (this.#byFrame.get(frame) ?? 0) + us);
    this.sum += us;
  }

  pickHeaviest(scale: (us: Micros) => Micros): Relation[] {
    const relations: Relation[] = [];
    for (const [at, us] of this.#byFrame) {
      const frame = this.frames[at];
      if (frame !== undefined && us > 0) relations.push({ frame, us: scale(us) });
    }
    return relations.sort((a, b) => b.us - a.us).slice(0, SHOWN);
  }
}

/** The line from which a stack's leaf was called most, as a place; `undefined` when it is not known. */
export function findCallSite(session: SessionData, stack: number): CallSite | undefined {
  const caller = session.stacks.frame[session.stacks.parent[stack] ?? -1];
  const file = session.strings[session.frames.file[caller ?? -1] ?? -1];
  if (file === undefined) return undefined;
  let heaviest: { line: number; column: number; us: Micros } | undefined;
  for (const { callLines } of session.lanes) {
    callLines.stack.forEach((at, row) => {
      const us = callLines.us[row] ?? 0;
      const line = callLines.line[row] ?? 0;
      if (at !== stack || line === 0 || us <= (heaviest?.us ?? 0)) return;
      heaviest = { line, column: callLines.column[row] ?? 0, us };
    });
  }
  if (heaviest === undefined) return undefined;
  return { file, line: heaviest.line, column: Math.max(1, heaviest.column) };
}

/** Where a call is made; line and column from 1. */
export interface CallSite {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

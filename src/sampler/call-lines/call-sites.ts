// Interrupted stacks, folded into a tree of call sites. Runs inside the target as well: it imports only types.

import type { Micros } from '../../model/frame.ts';
import type { CallSites } from '../messages.ts';
import type { CodePlace } from './function-finder.ts';

/** A frame of an interrupted stack. */
export interface StackFrame extends CodePlace {
  /** The same for the same place, and for no other. */
  readonly id: number;
}

/** The stack of a running thread. */
export interface InterruptedStack {
  /** On V8's monotonic clock. */
  readonly momentUs: Micros;
  /** Innermost first, without built-in functions and without ours; empty while the thread idles. */
  readonly frames: readonly StackFrame[];
  /** The outermost frames are missing. */
  readonly isCut: boolean;
  /** How much time it stands for: how long nobody had asked before, and how long it took to answer. */
  readonly weightUs: Micros;
  /** How long the thread did not answer. */
  readonly delayUs: Micros;
}

/** Collects stacks; memory follows the number of distinct call sites, not of stacks. */
export class CallSiteTree {
  private table = emptyTable();
  /** Row + 1 → frame → the row of that frame below it. */
  private rows: (Map<number, number> | undefined)[] = [];

  /** Adds one stack, taken after the one before. */
  add({ frames, momentUs, isCut, weightUs, delayUs }: InterruptedStack): void {
    let row = -1;
    for (let depth = frames.length - 1; depth >= 0; depth--) {
      const frame = frames[depth];
      if (frame !== undefined) row = this.row(row, frame);
    }
    if (row < 0) return;
    this.table.hitRow.push(row);
    this.table.hitUs.push(momentUs);
    this.table.hitCut.push(isCut);
    this.table.hitWeightUs.push(weightUs);
    this.table.hitDelayUs.push(delayUs);
  }

  /** What was collected since the last call. */
  take(): CallSites {
    const { table } = this;
    this.table = emptyTable();
    this.rows = [];
    return table;
  }

  private row(parent: number, frame: StackFrame): number {
    const below = (this.rows[parent + 1] ??= new Map<number, number>());
    const known = below.get(frame.id);
    if (known !== undefined) return known;
    const { table } = this;
    const row = table.parent.push(parent) - 1;
    table.functionName.push(frame.functionName);
    table.url.push(frame.url);
    table.line.push(frame.line);
    table.column.push(frame.column);
    table.functionLine.push(frame.functionLine);
    table.functionColumn.push(frame.functionColumn);
    below.set(frame.id, row);
    return row;
  }
}

/** A row of call sites. */
export function siteAt(sites: CallSites, row: number): CodePlace {
  return {
    functionName: sites.functionName[row] ?? '',
    url: sites.url[row] ?? '',
    line: sites.line[row] ?? 0,
    column: sites.column[row] ?? 0,
    functionLine: sites.functionLine[row] ?? -1,
    functionColumn: sites.functionColumn[row] ?? -1,
  };
}

function emptyTable(): {
  parent: number[];
  functionName: string[];
  url: string[];
  line: number[];
  column: number[];
  functionLine: number[];
  functionColumn: number[];
  hitRow: number[];
  hitUs: Micros[];
  hitCut: boolean[];
  hitWeightUs: Micros[];
  hitDelayUs: Micros[];
} {
  const places = { url: [], line: [], column: [] };
  const functions = { functionName: [], functionLine: [], functionColumn: [] };
  return {
    parent: [],
    ...places,
    ...functions,
    hitRow: [],
    hitUs: [],
    hitCut: [],
    hitWeightUs: [],
    hitDelayUs: [],
  };
}

// Interrupted stacks, folded into a tree of call sites. Runs inside the target as well: it imports only types.

import type { Micros } from '../../model/frame.ts';
import type { CallSites } from '../messages.ts';

/** A frame of an interrupted stack. Positions from 0. */
export interface StackFrame {
  /** The same for the same place, and for no other. */
  readonly id: number;
  readonly functionName: string;
  readonly url: string;
  readonly lineNumber: number;
  readonly columnNumber: number;
}

/** Collects stacks; memory follows the number of distinct call sites, not of stacks. */
export class CallSiteTree {
  private table = emptyTable();
  /** Row + 1 → frame → the row of that frame below it. */
  private rows: (Map<number, number> | undefined)[] = [];

  /** Adds one stack, innermost frame first; taken at `momentUs` of V8's monotonic clock, after the one before. */
  add(stack: readonly StackFrame[], momentUs: Micros): void {
    let row = -1;
    for (let depth = stack.length - 1; depth >= 0; depth--) {
      const frame = stack[depth];
      if (frame !== undefined) row = this.row(row, frame);
    }
    if (row < 0) return;
    this.table.hitRow.push(row);
    this.table.hitUs.push(momentUs);
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
    table.line.push(frame.lineNumber);
    table.column.push(frame.columnNumber);
    below.set(frame.id, row);
    return row;
  }
}

function emptyTable(): {
  parent: number[];
  functionName: string[];
  url: string[];
  line: number[];
  column: number[];
  hitRow: number[];
  hitUs: Micros[];
} {
  return { parent: [], functionName: [], url: [], line: [], column: [], hitRow: [], hitUs: [] };
}

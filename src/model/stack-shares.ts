// Line shares, looked up by stack: which part of a stack's time belongs to which line.

import { addAt } from './column.ts';
import type { Micros } from './frame.ts';
import type { LineShares } from './session.ts';
import type { StackForest } from './stack-forest.ts';

const UNDECIDED = -1;

/** The number of a line of a stack's file; -1 when the stack has no file. */
export type FindLine = (stack: number, line: number) => number;

/**
 * The rows of each node of a forest, one for each line, as shares of 1. Rows of node n are `first[n]` to
 * `first[n + 1] - 1`.
 */
export class StackShares {
  readonly first: Int32Array;
  /** Row → number of the line. */
  readonly line: Int32Array;
  /** Row → share of the node's time. */
  readonly share: Float64Array;
  /** Node → share that no line has; 1 where nothing is known. */
  readonly undecided: Float64Array;
  #size = 0;
  /** Line → the last row that was added for it, for whichever node. */
  readonly #lastRow: number[] = [];

  constructor(forest: StackForest, rows: LineShares, findLine: FindLine) {
    const { order, first } = groupByNode(forest, rows);
    this.first = new Int32Array(forest.size + 1);
    this.line = new Int32Array(order.length);
    this.share = new Float64Array(order.length);
    this.undecided = new Float64Array(forest.size);
    for (let node = 0; node < forest.size; node++) {
      this.first[node] = this.#size;
      for (const row of order.subarray(first[node], first[node + 1])) {
        const stack = rows.stack[row] ?? UNDECIDED;
        const at = rows.line[row] ?? 0;
        this.#add(node, at > 0 ? findLine(stack, at) : UNDECIDED, rows.us[row] ?? 0);
      }
      this.#scale(node);
    }
    this.first[forest.size] = this.#size;
  }

  #add(node: number, line: number, us: Micros): void {
    if (line === UNDECIDED) {
      addAt(this.undecided, node, us);
      return;
    }
    const known = this.#lastRow[line] ?? -1;
    // A node without time has given its rows back: they are of others by now.
    const isOfNode = known >= (this.first[node] ?? 0) && known < this.#size;
    const row = isOfNode && this.line[known] === line ? known : this.#size++;
    this.line[row] = line;
    this.#lastRow[line] = row;
    addAt(this.share, row, us);
  }

  /** Turns the node's times into shares of their sum. */
  #scale(node: number): void {
    const start = this.first[node] ?? 0;
    let sum = this.undecided[node] ?? 0;
    for (let row = start; row < this.#size; row++) sum += this.share[row] ?? 0;
    if (sum > 0) {
      this.undecided[node] = (this.undecided[node] ?? 0) / sum;
      for (let row = start; row < this.#size; row++) this.share[row] = (this.share[row] ?? 0) / sum;
    } else {
      this.undecided[node] = 1;
      this.#size = start;
    }
  }
}

/** The table's rows in the order of their nodes; rows of stacks that do not occur are left out. */
function groupByNode(forest: StackForest, rows: LineShares) {
  const first = new Int32Array(forest.size + 2);
  for (const stack of rows.stack) addAt(first, forest.nodeOf(stack) + 2, 1);
  first[1] = 0;
  for (let i = 2; i < first.length; i++) addAt(first, i, first[i - 1] ?? 0);
  const order = new Int32Array(first.at(-1) ?? 0);
  for (let row = 0; row < rows.stack.length; row++) {
    const node = forest.nodeOf(rows.stack[row] ?? -1);
    if (node < 0) continue;
    order[first[node + 1] ?? 0] = row;
    addAt(first, node + 1, 1);
  }
  return { order, first };
}

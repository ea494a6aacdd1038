// Builds one lane of a session: its samples in time order, and its line and await tables, whose equal rows add up.

import { AwaitColumns } from './await-columns.ts';
import type { AwaitFacts, LinePosition } from './await-columns.ts';
export type { AwaitFacts, LinePosition } from './await-columns.ts';
import type { Micros } from './frame.ts';
import type { RowCursor } from './row-cursor.ts';
import { PairIndex } from './pair-index.ts';
import { SampleColumns } from './sample-columns.ts';
import type { TableForm } from './sample-columns.ts';
import { totalUs } from './sample-rows.ts';
import type { LaneData, LineShares, SampleTable } from './session.ts';

/** What a lane is called and where it ran. */
export interface LaneInit {
  /** What a reader calls it: `main`, `worker 2`, `child 4711 (server.js)`. */
  readonly name: string;
  readonly pid: number;
  /** 0 for the main thread of a process. */
  readonly threadId: number;
  /** Start of the first sample, measured from the session's start. Default 0. */
  readonly startUs?: Micros;
}

/** Collects one lane. Made by `SessionBuilder.lane`. */
export class LaneBuilder {
  readonly #init: LaneInit;
  readonly #strings: { intern(text: string): number };
  readonly #samples = new SampleColumns();
  #totalUs = 0;
  readonly #leafLines = new ShareColumns();
  readonly #callLines = new ShareColumns();
  readonly #waitLines = new ShareColumns();
  readonly #awaits = new AwaitColumns();

  constructor(init: LaneInit, strings: { intern(text: string): number }) {
    this.#init = init;
    this.#strings = strings;
  }

  /**
   * Appends a row: `stack` (from `SessionBuilder.stack`) lasted `durationUs`, right after the row before. It stands for
   * `count` samples.
   */
  sample(stack: number, durationUs: Micros, count = 1): void {
    this.#samples.push(stack, durationUs, count);
    this.#totalUs += durationUs;
  }

  /** Appends samples. The table may not change any more. */
  append(samples: SampleTable): void {
    this.#totalUs += totalUs(samples);
    this.#samples.append(samples);
  }

  /** Adds `us` of the stack's self time to a line of its leaf. */
  leafLine(stack: number, position: LinePosition, us: Micros): void {
    this.#leafLines.add(stack, position, us);
  }

  /** Adds `us` of the stack's total time to the line of its parent from which its leaf was called. */
  callLine(stack: number, position: LinePosition, us: Micros): void {
    this.#callLines.add(stack, position, us);
  }

  /** Adds `us` of the waiting in the stack's total time to the line of its parent from which its leaf was called. */
  waitLine(stack: number, position: LinePosition, us: Micros): void {
    this.#waitLines.add(stack, position, us);
  }

  /** Adds awaits that began at this place of `file` (an absolute path, or a script's URL). */
  awaits(file: string, position: LinePosition, facts: AwaitFacts): void {
    this.#awaits.add(this.#strings.intern(file), position, facts);
  }

  /** Stack of the last sample so far; -1 before the first. */
  get lastStack(): number {
    return this.#samples.lastStack;
  }

  /** End of the last sample so far, measured from the session's start. */
  get endUs(): Micros {
    return (this.#init.startUs ?? 0) + this.#totalUs;
  }

  /** Before the first of the samples so far. */
  samples(): RowCursor {
    return this.#samples.cursor();
  }

  /** As {@link samples}, for the last reader: they are gone, and the memory of what is behind it becomes `spare`. */
  drainSamples(spare: Uint8Array[]): RowCursor {
    return this.#samples.drain(spare);
  }

  /** The lane as it is now; what comes later does not change it. */
  build(form: TableForm = 'plain'): LaneData {
    return { ...this.buildLines(), samples: this.#samples.table(form) };
  }

  /** The lane as it is now, for one who has the samples otherwise. */
  buildLines(): Omit<LaneData, 'samples'> {
    const { name, pid, threadId, startUs } = this.#init;
    return {
      name,
      pid,
      threadId,
      startUs: startUs ?? 0,
      leafLines: this.#leafLines.build(),
      callLines: this.#callLines.build(),
      ...(this.#waitLines.isEmpty ? {} : { waitLines: this.#waitLines.build() }),
      awaits: this.#awaits.build(),
    };
  }
}

/** Rows of a `LineShares` table, one for each (stack, line, column). */
class ShareColumns {
  readonly #places = new PairIndex();
  readonly #rows = new PairIndex();
  readonly #stack: number[] = [];
  readonly #line: number[] = [];
  readonly #column: number[] = [];
  readonly #us: Micros[] = [];

  add(stack: number, { line, column }: LinePosition, us: Micros): void {
    const next = this.#rows.size;
    const row = this.#rows.intern(stack, this.#places.intern(line, column));
    if (row === next) {
      this.#stack.push(stack);
      this.#line.push(line);
      this.#column.push(column);
      this.#us.push(us);
    } else {
      this.#us[row] = (this.#us[row] ?? 0) + us;
    }
  }

  get isEmpty(): boolean {
    return this.#stack.length === 0;
  }

  build(): LineShares {
    return {
      stack: this.#stack.slice(),
      line: this.#line.slice(),
      column: this.#column.slice(),
      us: this.#us.slice(),
    };
  }
}

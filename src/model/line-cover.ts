// Which part of a path's time has come through a line already, while the stacks of a lane are walked depth first.
//
// Calls on one path are independent of each other: of a call whose share p is on a line, `missed × p` is new there and
// `missed × (1 - p)` is left. But a function that begins on a line is called by what was called from there:
//
//   10  await span('a', () => load(1));      half of span's time is line 10's, and it is the half in which the
//   11  await span('b', () => load(2));      function of line 10 runs: not half of that, too
//
// So its time on that line is new only as far as it is more than what the call from there had.

const NONE = -1;

/** Who makes a call, or runs. */
export interface Runner {
  /** Of its function. */
  readonly frame: number;
  /** The row of the line on which its function begins; -1 where that is not known. */
  readonly beginsOn: number;
}

/** A part of a time that is on a line. */
export interface LinePart {
  readonly line: number;
  readonly share: number;
  readonly us: number;
}

/** The lines of the present path. Rows are numbers of lines. */
export class LineCover {
  /** Line → share of the path's time that has not come through it yet. */
  readonly #missed: number[] = [];
  /** The same, of calls by those that begin on the line alone. */
  readonly #inner: number[] = [];
  /** Line → the function that was the first to make a call there. */
  readonly #openedBy: number[] = [];
  /** Line → what that call had, and those that begin on the line have not met again. */
  readonly #unmet: number[] = [];
  readonly #undo: number[] = [];

  /** A call is entered. Gives what of its time is new to the line. */
  enter(part: LinePart, caller: Runner): number {
    const { line, share } = part;
    const [missed, inner] = [this.#missed[line] ?? 1, this.#inner[line] ?? 1];
    const openedBy = this.#openedBy[line] ?? NONE;
    this.#undo.push(line, missed, inner, openedBy);
    const found = this.meet(part, caller);
    if (this.#isWithin(line, caller)) this.#inner[line] = inner * (1 - share);
    else {
      if (openedBy === NONE) this.#openedBy[line] = caller.frame;
      this.#unmet[line] = (openedBy === NONE ? 0 : (this.#unmet[line] ?? 0)) + found;
    }
    this.#missed[line] = missed * (1 - share);
    return found;
  }

  /** Something ran on the line that calls nothing. Gives what of its time is new to the line. */
  meet({ line, share, us }: LinePart, runner: Runner): number {
    if (!this.#isWithin(line, runner)) return (this.#missed[line] ?? 1) * share * us;
    const all = (this.#inner[line] ?? 1) * share * us;
    const unmet = this.#unmet[line] ?? 0;
    this.#unmet[line] = Math.max(0, unmet - all);
    return Math.max(0, all - unmet);
  }

  /** As many calls are left. */
  leave(count: number): void {
    const undo = this.#undo;
    for (let i = 0; i < count; i++) {
      const [line = 0, missed = 1, inner = 1, openedBy = NONE] = undo.splice(-4);
      this.#missed[line] = missed;
      this.#inner[line] = inner;
      this.#openedBy[line] = openedBy;
    }
  }

  #isWithin(line: number, { frame, beginsOn }: Runner): boolean {
    const openedBy = this.#openedBy[line] ?? NONE;
    return beginsOn === line && openedBy !== NONE && openedBy !== frame;
  }
}

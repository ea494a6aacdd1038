// Follows the lines of a file through edits: where each line of the text at the time of the run is now, and whether
// it still says the same. Edits shift lines exactly; what an edit replaced wholesale (a formatter, an undo, a change
// made outside of the editor) is found again by comparing the texts.

import { alignLines } from './line-alignment.ts';

/** One replacement in a text; lines and characters from 0, as the editor counts them. */
export interface TextEdit {
  readonly startLine: number;
  readonly startCharacter: number;
  readonly endLine: number;
  readonly endCharacter: number;
  readonly text: string;
}

/** So many edits at once are a formatter's or a replacement's in the whole text: each goes through all lines. */
const MANY_EDITS = 100;

/** Tracks the lines of one open file. `base` are the hashes of its lines at the time of the run. */
export class LineTracker {
  #positions: Int32Array;
  #current: readonly number[];
  #mustAlign = false;
  /** Lines of the run that were split by an edit: which half is the line is seen when texts are compared. */
  readonly #splits = new Map<number, number>();

  constructor(
    private readonly base: readonly number[],
    current: readonly number[],
  ) {
    this.#positions = alignLines(base, current);
    this.#current = current;
  }

  /** Where a line of the run is now, from 1; `undefined` when it is gone. */
  currentLine(baseLine: number): number | undefined {
    const now = this.#positions[baseLine - 1] ?? 0;
    return now === 0 ? undefined : now;
  }

  /** Where the line that is now `line` was at the time of the run; `undefined` for a new line. */
  baseLine(line: number): number | undefined {
    const at = this.#positions.indexOf(line);
    return at < 0 ? undefined : at + 1;
  }

  /** Whether any line from `first` to `last` (of the run) was changed or removed, or a line was added among them. */
  isChanged(first: number, last: number): boolean {
    const start = this.#positions[first - 1] ?? 0;
    if (start === 0) return true;
    for (let line = first; line <= last; line++) {
      const now = start + line - first;
      if (this.#positions[line - 1] !== now) return true;
      if (this.#current[now - 1] !== this.base[line - 1]) return true;
    }
    return false;
  }

  /**
   * Takes edits in, in the order in which they are applied. Cheap: to be called for every key stroke. When they are
   * many, the lines are found again by {@link compare}.
   */
  shift(edits: readonly TextEdit[]): void {
    const moving = edits.filter(
      edit => edit.startLine !== edit.endLine || /[\r\n]/.test(edit.text),
    );
    if (moving.length >= MANY_EDITS) this.#mustAlign = true;
    else for (const edit of moving) this.#shiftOne(edit);
  }

  /** Compares with the text as it is now, given as hashes of its lines; to be called when edits have settled. */
  compare(current: readonly number[]): void {
    if (this.#mustAlign) this.#positions = alignLines(this.base, current);
    else this.#settleSplits(current);
    this.#splits.clear();
    this.#mustAlign = false;
    this.#current = current;
  }

  /** Enter before the first word of a line pushes that line down: its text is in the lower half. */
  #settleSplits(current: readonly number[]): void {
    for (const [at, added] of this.#splits) {
      const now = this.#positions[at] ?? 0;
      if (now === 0 || current[now - 1] === this.base[at]) continue;
      if (current[now - 1 + added] === this.base[at]) this.#positions[at] = now + added;
    }
  }

  #shiftOne(edit: TextEdit): void {
    const added = countLineBreaks(edit.text);
    const removed = edit.endLine - edit.startLine;
    const first = edit.startLine + 1;
    const last = edit.endLine + 1;
    const touch = { edit, added, hasHead: edit.startCharacter > 0 && this.#isTracked(first) };
    for (let at = 0; at < this.#positions.length; at++) {
      const now = this.#positions[at] ?? 0;
      if (now < first) this.#mustAlign ||= now === 0 && added > 0;
      else if (now > last) this.#positions[at] = now + added - removed;
      else {
        this.#positions[at] = this.#shiftTouched(now, touch);
        if (added > 0 && removed === 0) this.#splits.set(at, added);
      }
    }
  }

  /** A line that the edit touches: its head may stay at the start, its tail ends up below the new text. */
  #shiftTouched(now: number, { edit, added, hasHead }: Touch): number {
    const first = edit.startLine + 1;
    const last = edit.endLine + 1;
    if (last > first && added > 0) this.#mustAlign = true;
    if (now === first && edit.startCharacter > 0) return first;
    // A tail that is joined to a line of the run is not that line.
    return now === last && (added > 0 || !hasHead) ? first + added : 0;
  }

  #isTracked(line: number): boolean {
    return this.#positions.includes(line);
  }
}

interface Touch {
  readonly edit: TextEdit;
  /** Number of line breaks in the new text. */
  readonly added: number;
  /** The edit leaves the beginning of a line of the run in front of the new text. */
  readonly hasHead: boolean;
}

function countLineBreaks(text: string): number {
  return text.match(/\r\n|\r|\n/g)?.length ?? 0;
}

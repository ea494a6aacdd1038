// Offsets in a text ⇄ lines and columns, as V8 counts them: a line ends at \n, \r, \r\n, U+2028 and U+2029.

/** Finds lines in one text. Lines and columns count from 1, offsets from 0, all in UTF-16 units. */
export class LineIndex {
  readonly #starts: readonly number[];
  readonly #length: number;

  constructor(text: string) {
    this.#starts = lineStarts(text);
    this.#length = text.length;
  }

  /** Number of lines; a text that ends with a line break has an empty last line. */
  get lineCount(): number {
    return this.#starts.length;
  }

  /** Offset of this place; beyond the last line it is the text's length. */
  offset(line: number, column: number): number {
    return (this.#starts[line - 1] ?? this.#length) + column - 1;
  }

  /** Whether the text has this place; the end of a line is one. */
  holds(line: number, column: number): boolean {
    if (line > this.lineCount) return false;
    return column === 1 || this.offset(line, column) <= this.offset(line + 1, 1);
  }

  /** The line that holds this offset. */
  line(offset: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  }

  /** Column of this offset in its line. */
  column(offset: number): number {
    return offset - (this.#starts[this.line(offset) - 1] ?? 0) + 1;
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  if (/[\r\u2028\u2029]/.test(text)) {
    for (const { index, 0: lineBreak } of text.matchAll(/\r\n|[\n\r\u2028\u2029]/g)) {
      starts.push(index + lineBreak.length);
    }
    return starts;
  }
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

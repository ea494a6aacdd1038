// The lines of a script's sources, each of which is read when it is first asked about.

import { LineIndex } from './line-index.ts';

/** Nobody writes longer lines; those of files that were made are not looked at to their end. */
const MAX_LINE = 10_000;

/** Texts by number. */
export class SourceTexts {
  readonly #read: (source: number) => string | undefined;
  readonly #texts = new Map<number, { readonly content: string; readonly index: LineIndex }>();

  /** `read` gives a text; `undefined` where it cannot be had. Called once for each. */
  constructor(read: (source: number) => string | undefined) {
    this.#read = read;
  }

  /** A line, from 1; empty where the text cannot be had. A long line is cut. */
  line(source: number, line: number): string {
    const { content, index } = this.#text(source);
    const start = index.offset(line, 1);
    return content.slice(start, Math.min(index.offset(line + 1, 1), start + MAX_LINE));
  }

  /** The identifier that begins at this line and column, from 0; empty where the text cannot be had. */
  word(source: number, line: number, column: number): string {
    return /^#?[$\w]*/.exec(this.line(source, line + 1).slice(column, column + 100))?.[0] ?? '';
  }

  #text(source: number): { readonly content: string; readonly index: LineIndex } {
    let text = this.#texts.get(source);
    if (text === undefined) {
      const content = this.#read(source) ?? '';
      this.#texts.set(source, (text = { content, index: new LineIndex(content) }));
    }
    return text;
  }
}

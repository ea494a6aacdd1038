// Which functions of a text a line belongs to.

import { groupBy } from './group-functions.ts';
import type { LineIndex } from '../maps/line-index.ts';
import type { OutlineFunction } from './outline-parts.ts';

/** Answers for the lines of one text, from 1. */
export class LineOwners {
  readonly #text: string;
  readonly #lines: LineIndex;
  readonly #functions: readonly OutlineFunction[];
  #children: Map<number, OutlineFunction[]> | null = null;

  /** `functions` are those of the text, the module first. */
  constructor(text: string, lines: LineIndex, functions: readonly OutlineFunction[]) {
    this.#text = text;
    this.#lines = lines;
    this.#functions = functions;
  }

  /** Whether code of this function itself stands on the line: not that of a function inside it, not a comment. */
  ownsLine(fn: OutlineFunction, line: number): boolean {
    const start = this.#lines.offset(line, 1);
    const end = this.#lines.offset(line + 1, 1);
    if (start >= fn.end || end <= fn.start) return false;
    if (isBlank(this.#text, start)) return false;
    let inner = this.#childBefore(fn, start);
    // What a class does when it is defined is run by the function around it.
    while (inner?.kind === 'class' && inner.end >= end) inner = this.#childBefore(inner, start);
    return inner === undefined || inner.end < end;
  }

  /** The functions that own this line, outermost first. */
  functionsOn(line: number): OutlineFunction[] {
    const start = this.#lines.offset(line, 1);
    const end = this.#lines.offset(line + 1, 1);
    const found: OutlineFunction[] = [];
    // An array that grows while it is walked: what is inside comes after what is around it.
    const open = this.#functions.slice(0, 1);
    for (const fn of open) {
      if (this.ownsLine(fn, line)) found.push(fn);
      const inner = this.childrenOf(fn);
      for (let i = Math.max(0, lastBefore(inner, start)); i < inner.length; i++) {
        const child = inner[i];
        if (child === undefined || child.start >= end) break;
        if (child.end > start) open.push(child);
      }
    }
    return found;
  }

  /** The functions directly inside this one, in order. */
  childrenOf(fn: OutlineFunction): readonly OutlineFunction[] {
    this.#children ??= groupBy(
      [...this.#functions].sort((a, b) => a.start - b.start),
      child => child.parent,
    );
    return this.#children.get(fn.id) ?? [];
  }

  #childBefore(fn: OutlineFunction, offset: number): OutlineFunction | undefined {
    const inner = this.childrenOf(fn);
    return inner[lastBefore(inner, offset)];
  }
}

/** Whether the line that begins here is empty or a comment to its end. */
function isBlank(text: string, start: number): boolean {
  let at = start;
  while (text[at] === ' ' || text[at] === '\t') at++;
  const char = text[at];
  return (
    char === undefined || char === '\n' || char === '\r' || (char === '/' && text[at + 1] === '/')
  );
}

/** Index of the last of these functions, in order, that begins before `offset`; -1 for none. */
function lastBefore(functions: readonly OutlineFunction[], offset: number): number {
  let low = -1;
  let high = functions.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((functions[middle]?.start ?? 0) < offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

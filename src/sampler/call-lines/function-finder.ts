// Finds the function in which a place of an interrupted stack lies: such stacks name it, and samples say where it
// begins.

import type { V8CallFrame } from '../../formats/v8-profile.ts';
import { placeAt } from './places.ts';

/** A place in a function, as an interrupted stack tells it. Line and column from 0. */
export interface CodePlace {
  readonly functionName: string;
  readonly url: string;
  readonly line: number;
  readonly column: number;
}

/** Added to the fit of a function whose name agrees. */
const SAME_NAME = 2 ** 52;

/** How well a function fits to a place in it; -1: not at all. The same name counts most, then the latest start. */
export function fitOf(callFrame: V8CallFrame, place: CodePlace): number {
  if (callFrame.url !== place.url) return -1;
  const start = placeAt(Math.max(0, callFrame.lineNumber), Math.max(0, callFrame.columnNumber));
  if (start > placeAt(place.line, place.column)) return -1;
  const [own, name] = [plainName(callFrame.functionName), plainName(place.functionName)];
  if (own === name) return start + SAME_NAME;
  const isAlike = own === '' || name === '' || own.endsWith(`.${name}`) || name.endsWith(`.${own}`);
  return isAlike ? start : -1;
}

/** V8's names for functions without one differ between samples and stacks. */
function plainName(name: string): string {
  return name === '(anonymous)' || name === '<anonymous>' ? '' : name;
}

/** Grows with the functions that are seen. */
export class FunctionFinder {
  private readonly byUrl = new Map<string, Map<number, V8CallFrame>>();

  /** Adds a function under the caller's number for it. Built-in functions have no places and are left out. */
  add(callFrame: V8CallFrame, id: number): void {
    if (callFrame.url === '') return;
    let known = this.byUrl.get(callFrame.url);
    if (known === undefined)
      this.byUrl.set(callFrame.url, (known = new Map<number, V8CallFrame>()));
    if (!known.has(id)) known.set(id, callFrame);
  }

  /** The number of the innermost function with the place's name around it; `undefined` when there is none. */
  find(place: CodePlace): number | undefined {
    let best: number | undefined;
    let bestFit = SAME_NAME - 1;
    for (const [id, callFrame] of this.byUrl.get(place.url) ?? []) {
      const fit = fitOf(callFrame, place);
      if (fit > bestFit) [best, bestFit] = [id, fit];
    }
    return best;
  }
}

// Finds the function in which a place of an interrupted stack lies. Such stacks say where its text begins, samples where
// its parameters do:
//
//   async function load(items) {
//   │                  └ in samples
//   └ in interrupted stacks

import type { V8CallFrame } from '../../formats/v8-profile.ts';
import { placeAt } from './places.ts';

/** A place in a function, as an interrupted stack tells it. Line and column from 0. */
export interface CodePlace {
  readonly functionName: string;
  readonly url: string;
  readonly line: number;
  readonly column: number;
  /** Where the text of the function begins; -1: unknown. */
  readonly functionLine: number;
  readonly functionColumn: number;
}

/** Added to the fit of a function whose name agrees. */
const SAME_NAME = 2 ** 52;
/** Keywords and blanks before a function's parameters take no more columns. */
const MAX_HEAD = 40;

/** How well a function fits to a place in it; -1: not at all. */
export function fitOf(callFrame: V8CallFrame, place: CodePlace): number {
  if (callFrame.url !== place.url) return -1;
  const start = placeAt(Math.max(0, callFrame.lineNumber), Math.max(0, callFrame.columnNumber));
  if (start > placeAt(place.line, place.column)) return -1;
  return place.functionLine < 0
    ? fitByName(callFrame, place, start)
    : fitByBegin(callFrame, place, start);
}

/** The first function that begins there. The top level of a file begins where its first function may. */
function fitByBegin({ functionName }: V8CallFrame, place: CodePlace, start: number): number {
  const head = start - placeAt(place.functionLine, place.functionColumn);
  if (head < 0 || head > MAX_HEAD + place.functionName.length) return -1;
  const isSame = plainName(functionName) === plainName(place.functionName);
  return SAME_NAME + (isSame ? 2 : 1) * (MAX_HEAD + place.functionName.length) - head;
}

/** The same name counts most, then the latest start. */
function fitByName(callFrame: V8CallFrame, place: CodePlace, start: number): number {
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

  /** The number of the function around the place; `undefined` when it is not known. */
  find(place: CodePlace): number | undefined {
    return this.best(place, () => true);
  }

  /** The same, if it is one without a name. */
  findNameless(place: CodePlace): number | undefined {
    return this.best(place, ({ functionName }) => plainName(functionName) === '');
  }

  private best(place: CodePlace, isIt: (callFrame: V8CallFrame) => boolean): number | undefined {
    let best: number | undefined;
    let bestFit = SAME_NAME - 1;
    for (const [id, callFrame] of this.byUrl.get(place.url) ?? []) {
      const fit = isIt(callFrame) ? fitOf(callFrame, place) : -1;
      if (fit > bestFit) [best, bestFit] = [id, fit];
    }
    return best;
  }
}

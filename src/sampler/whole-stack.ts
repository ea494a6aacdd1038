// Asks for the outermost callers of a deep stack: what V8 answers with an exception holds the innermost 200 frames only.

import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { StackFrame } from './call-sites.ts';

/** How many of the outermost frames are asked for. */
const OUTERMOST = 100;

/**
 * The expression to evaluate, and to return by value. Taking the stack is cheap, reading a frame is not. What the
 * program may have made of `Error.stackTraceLimit` and `Error.prepareStackTrace` is put back.
 */
export const WHOLE_STACK = `(() => {
  const names = ['stackTraceLimit', 'prepareStackTrace'];
  const theirs = names.map(name => Object.getOwnPropertyDescriptor(Error, name));
  const begin = performance.now();
  try {
    const ours = [200000, (_error, sites) => sites];
    names.forEach((name, i) =>
      Object.defineProperty(Error, name, { value: ours[i], writable: true, configurable: true }));
    const sites = new Error().stack.filter(site => !site.isAsync()).slice(-${OUTERMOST});
    const frames = sites.map(site => [
      site.getFunctionName(), site.getScriptNameOrSourceURL(), site.getLineNumber(), site.getColumnNumber()]);
    return { frames, ms: performance.now() - begin };
  } finally {
    names.forEach((name, i) =>
      theirs[i] ? Object.defineProperty(Error, name, theirs[i]) : delete Error[name]);
  }
})()`;

/** What came back. */
export interface WholeStack {
  /** The outermost frames, the innermost of them first. */
  readonly frames: readonly StackFrame[];
  /** What it took. */
  readonly ms: number;
}

/** Reads the answer; `undefined` when the program made the question impossible. */
export function readWholeStack(result: Record<string, unknown>): WholeStack | undefined {
  const { value } = (result['result'] ?? {}) as { readonly value?: Answer };
  if (value === undefined || !Array.isArray(value.frames)) return undefined;
  return { frames: value.frames.flatMap(frameOf), ms: Number(value.ms) };
}

type AnswerFrame = readonly [string | null, string | null, number | null, number | null];

interface Answer {
  readonly frames?: readonly AnswerFrame[];
  readonly ms?: number;
}

/** Built-in functions have no line and are left out, as V8 does. */
function frameOf([functionName, name, line, column]: AnswerFrame): StackFrame[] {
  if (line === null || name === null) return [];
  const url = isAbsolute(name) ? pathToFileURL(name).href : name;
  const [lineNumber, columnNumber] = [line - 1, (column ?? 1) - 1];
  return [{ functionName: functionName ?? '', scriptId: url, url, lineNumber, columnNumber }];
}

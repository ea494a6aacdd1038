// Notices that the function which started a recording awaits for the first time, and so returns to its caller.
//
// No hook tells that. But a promise that hangs on another one is made inside of each await, with the function that
// awaits on top of the stack: when that is the function which started, at the same depth, it is suspended.
//
//   at the start        at g's await            at f's await
//   f  ◀ started        g                       f   same depth: f returns to main now
//   main                f                       main
//                       main

import { captureFrames } from './frames.ts';
import type { StackFunction } from './frames.ts';

/** A function on the stack, to be recognised again. Innermost first. */
type Functions = readonly string[];

/** Waits for one function to be suspended. */
export class Suspension {
  /** Of those that were on the stack at the start, the ones that have not returned since. */
  #left: Functions;

  private constructor(functions: Functions) {
    this.#left = functions;
  }

  /** For the function that called us; `null` where its stack cannot be had. */
  static ofCaller(): Suspension | null {
    const functions = captureFunctions();
    return functions === null || functions.length === 0 ? null : new Suspension(functions);
  }

  /** Whether it happens now: to be asked from inside the hook of a promise that hangs on another one. */
  isReached(): boolean {
    const functions = captureFunctions();
    if (functions === null || functions.length === 0) return false;
    let depth = Math.min(this.#left.length, functions.length);
    // Those that have returned are no longer at their depth: their callers wait for nothing now.
    while (depth > 0 && at(this.#left, depth) !== at(functions, depth)) depth--;
    this.#left = this.#left.slice(this.#left.length - depth);
    // `.then` is a function of its own on the stack, an await is not.
    return depth > 0 && depth === functions.length;
  }
}

/** The function at this depth, counted from the outermost. */
function at(functions: Functions, depth: number): string | undefined {
  return functions[functions.length - depth];
}

/** The functions that are really on the stack, without V8's async callers. */
function captureFunctions(): Functions | null {
  const frames = captureFrames();
  if (frames === null) return null;
  const running = frames.findIndex(frame => frame.isAsync);
  return frames.slice(0, running < 0 ? undefined : running).map(keyOf);
}

/** Tells the function from others. */
function keyOf({ name, url, functionLine, functionColumn }: StackFunction): string {
  return `${name} ${url} ${functionLine}:${functionColumn}`;
}

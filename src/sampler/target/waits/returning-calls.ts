// Which function has returned the promise for which `.then` waits, and on which line: the outermost of those that have made
// it.
//
//   .then(x => show(x))        sleep  show  <the function given to .then>

import type { StackCall } from '../stack-calls.ts';
import { runningCount } from './wait-stacks.ts';

/** Remembers them. */
export class ReturningCalls {
  /** Site of a `.then` → the last that was found. */
  private readonly last = new Map<number, StackCall>();

  /**
   * What `.then` has called that waits at the site; `undefined` where it was not seen. `made`: where the promise was made,
   * empty where that is not known.
   */
  find(site: number, made: readonly StackCall[]): StackCall | undefined {
    const at = made.slice(0, runningCount(made)).findLastIndex(({ isOfProgram }) => isOfProgram);
    // An async function's own promise is made as it begins: it has not returned from any line.
    const call = at === 0 ? undefined : made[at];
    if (call !== undefined) this.last.set(site, call);
    return call ?? this.last.get(site);
  }
}

/** The same for one that was not seen: it stands in the call of `.then`, which has the callers `calls`. */
export function afterThen([then, ...callers]: readonly StackCall[]): readonly StackCall[] {
  if (then?.frame == null) return callers;
  const { key, frame } = then;
  return [{ ...then, key: `${key}+`, frame: { ...frame, column: frame.column + 1 } }, ...callers];
}

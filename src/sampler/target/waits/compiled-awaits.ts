// Where an async function waits that was compiled for engines without `await`, as TypeScript does for ES2016. It is a
// generator then, and a helper runs it on and waits for what it yields, while the generator is on no stack. Who has just
// made the promise that it yielded was on one:
//
//   sleep  load  next  step …      where the promise was made: load is the generator, run on by step
//   then  step …                   where step waits for it

import { atBegin, functionOf, isSameCall } from '../stack-calls.ts';
import type { StackCall } from '../stack-calls.ts';
import { runningCount } from './wait-stacks.ts';

/** What runs a generator on, built into V8. */
const RUN_ON: ReadonlySet<string> = new Set(['next', 'throw']);
/** So many functions of a helper may be on the stack: the one that waits, and what calls it. */
const MAX_HELPERS = 2;

/** Finds them, and knows their generators from then on. */
export class CompiledAwaits {
  private readonly generators = new Set<string>();
  private readonly helpers = new Set<string>();
  /** Whether the program has any, as far as was seen. */
  areThere = false;

  /**
   * The stack of the generator for which the function waits that has called `.then`; `undefined` where it waits for itself.
   * `made`: where the promise was made.
   */
  find(calls: readonly StackCall[], made: readonly StackCall[]): readonly StackCall[] | undefined {
    const waiting = waitingOn(calls);
    const isWaiting = (call: StackCall | undefined): boolean =>
      call !== undefined && waiting.some(of => isSameCall(of, call));
    // Not what the helper has made itself, of something that is no promise: it is on the stack then as well.
    const at = made.findIndex(isWaiting) - 2;
    const generator = made[at];
    if (generator === undefined || !isRunOn(made, at)) return undefined;
    if (!isCalledAlike(calls, made.slice(at + 2))) return undefined;
    this.generators.add(functionOf(generator));
    for (const helper of waiting) this.helpers.add(functionOf(helper));
    this.areThere = true;
    return made.slice(at);
  }

  /**
   * The same for what was not made just before, where the helper runs on what had waited at `before`: it is the same
   * generator that waits again, it is not known where.
   */
  findAgain(
    calls: readonly StackCall[],
    before: readonly StackCall[],
  ): readonly StackCall[] | undefined {
    const [generator, ...callers] = before;
    if (generator === undefined || !this.generators.has(functionOf(generator))) return undefined;
    const running = calls.slice(0, runningCount(calls)).filter(({ isOfProgram }) => isOfProgram);
    const isHelper = (call: StackCall): boolean => this.helpers.has(functionOf(call));
    if (running.length === 0 || !running.every(isHelper)) return undefined;
    return [atBegin(generator), ...callers];
  }

  /** Without the helper that has run on the outermost function, which nobody has called that is still there. */
  withoutHelper(calls: readonly StackCall[]): readonly StackCall[] {
    if (!this.areThere) return calls;
    const end = runningCount(calls);
    const first = Math.max(0, end - MAX_HELPERS - 2);
    for (let i = end - 2; i >= first; i--) {
      const call = calls[i];
      if (call !== undefined && isRunOn(calls, i) && this.generators.has(functionOf(call)))
        return [...calls.slice(0, i + 1), ...calls.slice(end)];
    }
    return calls;
  }
}

/** Whether the helper had the same callers both times: another call of it has run on another generator. */
function isCalledAlike(
  calls: readonly StackCall[],
  [helper, ...callers]: readonly StackCall[],
): boolean {
  const from = calls.findIndex(call => helper !== undefined && isSameCall(call, helper)) + 1;
  // The longer stack may have been cut.
  return callers.every((call, i) => call.key === (calls[from + i]?.key ?? call.key));
}

/** What may be a helper: the innermost functions, none of them a generator. */
function waitingOn(calls: readonly StackCall[]): readonly StackCall[] {
  const generator = calls.findIndex((_, i) => isRunOn(calls, i));
  const inner = generator < 0 ? calls : calls.slice(0, generator);
  return inner.filter(({ isOfProgram }) => isOfProgram).slice(0, MAX_HELPERS);
}

/** Whether the call is of a generator. */
function isRunOn(calls: readonly StackCall[], at: number): boolean {
  const by = calls[at + 1];
  return calls[at]?.isOfProgram === true && by?.isBuiltIn === true && RUN_ON.has(by.name);
}

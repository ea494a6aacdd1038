// Who called what goes on after a wait, and waits again: of that only those are on the stack who await it, but the wait
// before had its callers.
//
//   await a()            a  main  <module>           on the stack
//   await b()            b  main                     main has gone on: its callers are those of above
//
//   load().then(show)    main  <module>              on the stack
//   await draw()         draw  show                  show was called back: those who gave it to `.then` stand below it

import { countCalledAgain } from '../../await-frames.ts';
import { isSameCall } from '../stack-calls.ts';
import type { StackCall } from '../stack-calls.ts';
import { splitAtQueue } from './wait-stacks.ts';

/** Where something waited before. */
export interface EarlierWait {
  /** Innermost first, its callers among them. */
  readonly calls: readonly StackCall[];
  /** What went on was called back. */
  readonly callsBack: boolean;
}

/** Completes a stack that was taken while that went on which had waited at `before`: what stands below it follows. */
export function withEarlierCallers(
  calls: readonly StackCall[],
  before: EarlierWait | undefined,
): readonly StackCall[] {
  if (before === undefined) return calls;
  return throughRunning(calls, before) ?? beyondAwaiting(calls, before) ?? calls;
}

/**
 * The callers that what runs had before. Those of them who await it do so from where they are now. `undefined` where that
 * does not fit.
 */
function throughRunning(
  calls: readonly StackCall[],
  before: EarlierWait,
): readonly StackCall[] | undefined {
  const { running, awaiting } = splitAtQueue(calls);
  const callers = callersOf(running.filter(isOfProgram), before);
  const waiters = awaiting.filter(isOfProgram);
  let met = 0;
  const moved = callers.map(call => {
    const waiter = waiters[met];
    if (waiter === undefined || !isSameCall(call, waiter)) return call;
    met++;
    return waiter;
  });
  if (met < waiters.length) return undefined;
  return moved.length === 0 ? calls : [...running, ...moved];
}

/** The callers that the outermost of those who await it had before. */
function beyondAwaiting(
  calls: readonly StackCall[],
  before: EarlierWait,
): readonly StackCall[] | undefined {
  const { running, awaiting } = splitAtQueue(calls);
  const outermost = awaiting.filter(isOfProgram).slice(-1);
  const callers = callersOf(outermost, { ...before, callsBack: false });
  return callers.length === 0 ? undefined : [...running, ...awaiting, ...callers];
}

/** Of a function that calls itself, or is called back again, so many calls are told apart. */
const MAX_CALLS = 12;

/** The callers of the outermost of these, as they stood when it waited before; empty where that is not known. */
function callersOf(
  own: readonly StackCall[],
  { calls, callsBack }: EarlierWait,
): readonly StackCall[] {
  const outermost = own.at(-1);
  if (outermost === undefined) return [];
  const isIt = (call: StackCall): boolean => isSameCall(call, outermost);
  if (calls.filter(isIt).length > MAX_CALLS) return calls.slice(calls.findLastIndex(isIt) + 1);
  const first = calls.findIndex(isIt);
  if (!callsBack) return first < 0 ? [] : calls.slice(first + 1);
  return calls.slice(countCalledAgain(own, calls, isSameCall));
}

function isOfProgram(call: StackCall): boolean {
  return call.isOfProgram;
}

// Who called what goes on after a wait, and waits again: of that only those are on the stack who await it, but the wait
// before had its callers.
//
//   await a()            a  main  <module>           on the stack
//   await b()            b  main                     main has gone on: its callers are those of above
//
//   load().then(show)    main  <module>              on the stack
//   await draw()         draw  show                  show was called back: those who gave it to `.then` stand below it

import { countCalledAgain, isSameFunction } from '../../await-frames.ts';
import type { AwaitFrame, AwaitSite } from '../../messages.ts';
import { framesOf } from '../capture-stack.ts';
import type { CallSite } from '../capture-stack.ts';
import { isProgramSite, splitAtQueue } from './wait-stacks.ts';

/** A stack, and what stands below it. */
export interface CompleteStack {
  readonly sites: readonly CallSite[];
  /** Innermost first. */
  readonly callers: readonly AwaitFrame[];
}

/** Completes a stack that was taken while that went on which had waited at `before`. */
export function withEarlierCallers(
  sites: readonly CallSite[],
  before: AwaitSite | undefined,
): CompleteStack {
  const found = before && (throughRunning(sites, before) ?? beyondAwaiting(sites, before));
  return found === undefined || found.callers.length === 0 ? { sites, callers: [] } : found;
}

/** The callers that what runs had before. Those of them who await it do so from where they are now. */
function throughRunning(sites: readonly CallSite[], before: AwaitSite): CompleteStack | undefined {
  const { running, awaiting } = splitAtQueue(sites);
  const callers = callersOf(running.filter(isProgramSite), before);
  const waiters = framesOf(awaiting.filter(isProgramSite));
  let met = 0;
  const moved = callers.map(frame => {
    const waiter = waiters[met];
    if (waiter === undefined || !isSameFunction(frame, waiter)) return frame;
    met++;
    return waiter;
  });
  return met < waiters.length ? undefined : { sites: running, callers: moved };
}

/** The callers that the outermost of those who await it had before. */
function beyondAwaiting(sites: readonly CallSite[], before: AwaitSite): CompleteStack | undefined {
  const { running, awaiting } = splitAtQueue(sites);
  const callers = callersOf(awaiting.filter(isProgramSite).slice(-1), {
    ...before,
    callsBack: false,
  });
  return { sites: [...running, ...awaiting], callers };
}

/** Of a function that calls itself, or is called back again, so many calls are told apart. */
const MAX_CALLS = 12;

/** The callers of the outermost of these, as they stood when it waited before; empty where that is not known. */
function callersOf(
  own: readonly CallSite[],
  { frames, callsBack }: Pick<AwaitSite, 'frames'> & { readonly callsBack?: boolean },
): readonly AwaitFrame[] {
  const [outermost] = framesOf(own.slice(-1));
  if (outermost === undefined) return [];
  const isIt = (frame: AwaitFrame): boolean => isSameFunction(frame, outermost);
  if (frames.filter(isIt).length > MAX_CALLS) return frames.slice(frames.findLastIndex(isIt) + 1);
  const first = frames.findIndex(isIt);
  if (callsBack !== true) return first < 0 ? [] : frames.slice(first + 1);
  return frames.slice(countCalledAgain(framesOf(own), frames, isSameFunction));
}

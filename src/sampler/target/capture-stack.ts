// Takes a stack in the target, cheaply, and reads it only when it is needed.
//
// The program may have replaced `Error.prepareStackTrace` or set `Error.stackTraceLimit`: both are set for the moment
// and put back.

import type { AwaitFrame } from '../messages.ts';

/** A stack that V8 has taken but not formatted. */
export interface CapturedStack {
  stack?: unknown;
}

/** Deeper callers are left out. */
const MAX_FRAMES = 50;

/** Calls each of several promise hooks: it is on the stack where the program has hooks of its own, as AsyncLocalStorage has. */
const HOOK_DISPATCHER = 'node:internal/promise_hooks';

/** V8's call site; these two are not in the type declarations. */
type CallSite = Omit<NodeJS.CallSite, 'getEnclosingLineNumber' | 'getEnclosingColumnNumber'> & {
  getEnclosingLineNumber?(): number | null;
  getEnclosingColumnNumber?(): number | null;
};

const ProgramError = Error as unknown as {
  stackTraceLimit: number;
  prepareStackTrace?: unknown;
  captureStackTrace(target: object, above: unknown): void;
};

/** Programs replace it. */
const captureStackTrace = ProgramError.captureStackTrace.bind(ProgramError);

/** The stack above the function `above`; `null` where the program has made that impossible. */
export function captureStack(above: unknown): CapturedStack | null {
  const captured: CapturedStack = {};
  const limit = ProgramError.stackTraceLimit;
  try {
    ProgramError.stackTraceLimit = MAX_FRAMES;
    captureStackTrace(captured, above);
    ProgramError.stackTraceLimit = limit;
    return captured;
  } catch {
    // A frozen Error: the await stays without a place.
    return null;
  }
}

/** The frames, innermost first; built-in functions, which have no place, are left out. */
export function readStack(captured: CapturedStack): readonly AwaitFrame[] {
  const theirs = Object.getOwnPropertyDescriptor(ProgramError, 'prepareStackTrace');
  try {
    Object.defineProperty(ProgramError, 'prepareStackTrace', {
      value: (_error: unknown, sites: CallSite[]) => sites,
      configurable: true,
      writable: true,
    });
    const sites = captured.stack;
    return Array.isArray(sites) ? (sites as CallSite[]).flatMap(frameOf) : [];
  } catch {
    // As above: Error is frozen.
    return [];
  } finally {
    if (theirs === undefined) delete ProgramError.prepareStackTrace;
    else Object.defineProperty(ProgramError, 'prepareStackTrace', theirs);
  }
}

function frameOf(site: CallSite): AwaitFrame[] {
  const line = site.getLineNumber();
  const url = site.getScriptNameOrSourceURL() ?? '';
  if (line === null || url === HOOK_DISPATCHER) return [];
  return [
    {
      name: site.getFunctionName() ?? '',
      url,
      line,
      column: site.getColumnNumber() ?? 0,
      functionLine: site.getEnclosingLineNumber?.() ?? 0,
      functionColumn: site.getEnclosingColumnNumber?.() ?? 0,
      isAsync: site.isAsync(),
    },
  ];
}

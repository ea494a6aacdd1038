// Takes a stack in the target, cheaply, and reads it only when it is needed.
//
// The program may have replaced `Error.prepareStackTrace` or set `Error.stackTraceLimit`: both are set for the moment
// and put back. Where it has frozen `Error`, or put another in its place, stacks are taken with one of our own, of a
// realm that is made for that.

import { runInNewContext } from 'node:vm';
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

/** `Error` as V8 has it. */
interface ErrorClass {
  stackTraceLimit: number;
  prepareStackTrace?: unknown;
  captureStackTrace(target: object, above: unknown): void;
}

/** Where stacks are taken. They are written out by the `Error` of the realm of which the object that holds them is. */
class Realm {
  /** Programs replace it. */
  private readonly captureStackTrace: ErrorClass['captureStackTrace'];

  constructor(
    private readonly error: ErrorClass,
    private readonly newObject: () => CapturedStack,
  ) {
    this.captureStackTrace = error.captureStackTrace.bind(error);
  }

  /** Throws where `Error` is frozen. */
  capture(above: unknown): CapturedStack {
    const captured = this.newObject();
    const limit = this.error.stackTraceLimit;
    this.error.stackTraceLimit = MAX_FRAMES;
    this.captureStackTrace(captured, above);
    this.error.stackTraceLimit = limit;
    return captured;
  }

  /** Throws where `Error` is frozen, or the program has put another in its place that writes stacks out. */
  read(captured: CapturedStack): readonly CallSite[] {
    const theirs = Object.getOwnPropertyDescriptor(this.error, 'prepareStackTrace');
    const value = (_error: unknown, sites: CallSite[]): CallSite[] => sites;
    Object.defineProperty(this.error, 'prepareStackTrace', { ...REPLACEABLE, value });
    try {
      if (!Array.isArray(captured.stack)) throw new TypeError('The program has written it out.');
      return captured.stack as CallSite[];
    } finally {
      if (theirs === undefined) delete this.error.prepareStackTrace;
      else Object.defineProperty(this.error, 'prepareStackTrace', theirs);
    }
  }

  isOf(captured: CapturedStack): boolean {
    return Object.getPrototypeOf(captured) === Object.getPrototypeOf(this.newObject());
  }
}

const REPLACEABLE = { configurable: true, writable: true };

let realm = new Realm(Error, () => ({}));
let isOwnRealm = false;

/** The stack above the function `above`; `null` where the program has made that impossible. */
export function captureStack(above: unknown): CapturedStack | null {
  try {
    return realm.capture(above);
  } catch {
    return enterOwnRealm() ? captureStack(above) : null;
  }
}

/** From now on we have an `Error` of our own. */
function enterOwnRealm(): boolean {
  if (isOwnRealm) return false;
  isOwnRealm = true;
  const own: unknown = runInNewContext('({ error: Error, newObject: () => ({}) })');
  const { error, newObject } = own as { error: ErrorClass; newObject: () => CapturedStack };
  realm = new Realm(error, newObject);
  return true;
}

/** The frames, innermost first; built-in functions, which have no place, are left out. */
export function readStack(captured: CapturedStack): readonly AwaitFrame[] {
  // What was taken before we had one of our own cannot be read any more.
  if (!realm.isOf(captured)) return [];
  try {
    return realm.read(captured).flatMap(frameOf);
  } catch {
    enterOwnRealm();
    return [];
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

// Takes a stack in the target, cheaply, and reads it only when it is needed.
//
// The program may have replaced `Error.prepareStackTrace` or set `Error.stackTraceLimit`: both are set for the moment
// and put back. Where it has frozen `Error`, or put another in its place, stacks are taken with one of our own, of a
// realm that is made for that.

import { runInNewContext } from 'node:vm';
import { bare, describeOwn } from './bare.ts';

/** A stack that V8 has taken but not formatted. */
export interface CapturedStack {
  stack?: unknown;
}

/** Of a wait, deeper callers are left out. */
const MAX_FRAMES = 50;

/** V8's call site; these two are not in the type declarations. */
export type CallSite = Omit<
  NodeJS.CallSite,
  'getEnclosingLineNumber' | 'getEnclosingColumnNumber'
> & {
  getEnclosingLineNumber?(): number | null;
  getEnclosingColumnNumber?(): number | null;
};

/** `Error` as V8 has it. */
interface ErrorClass {
  stackTraceLimit: number;
  prepareStackTrace?: unknown;
  /** What a program put in its place may do without. */
  captureStackTrace?(target: object, above: unknown): void;
}

/** Which part of the present stack is taken. */
export interface StackPart {
  /** Only what is above this function; without one, everything. */
  readonly above?: unknown;
  /** Deeper callers are left out. */
  readonly limit: number;
}

/** Where stacks are taken. They are written out by the `Error` of the realm of which the object that holds them is. */
class Realm {
  /** Programs replace it. */
  private readonly captureStackTrace: ErrorClass['captureStackTrace'];

  constructor(
    private readonly error: ErrorClass,
    private readonly newObject: () => CapturedStack,
  ) {
    this.captureStackTrace = error.captureStackTrace?.bind(error);
  }

  /** Throws where `Error` is frozen, or another takes no stacks. */
  capture({ above, limit }: StackPart): CapturedStack {
    if (this.captureStackTrace === undefined) throw new TypeError('It takes no stacks.');
    const captured = this.newObject();
    const theirs = this.error.stackTraceLimit;
    this.error.stackTraceLimit = limit;
    this.captureStackTrace(captured, above);
    this.error.stackTraceLimit = theirs;
    return captured;
  }

  /** Throws where `Error` is frozen, or the program has put another in its place that writes stacks out. */
  read(captured: CapturedStack): readonly CallSite[] {
    const theirs = describeOwn(this.error, 'prepareStackTrace');
    const value = (_error: unknown, sites: CallSite[]): CallSite[] => sites;
    Object.defineProperty(this.error, 'prepareStackTrace', bare({ ...REPLACEABLE, value }));
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
  return capture({ above, limit: MAX_FRAMES });
}

/** The stack's call sites, innermost first; `null` where the program has made that impossible. */
export function captureSites(part: StackPart): readonly CallSite[] | null {
  const captured = capture(part);
  const sites = captured === null ? null : readSites(captured);
  if (sites !== null) return sites;
  // It was taken where it could not be read: now there is a realm of our own.
  const again = capture(part);
  return again === null ? null : readSites(again);
}

function capture(part: StackPart): CapturedStack | null {
  try {
    return realm.capture(part);
  } catch {
    return enterOwnRealm() ? capture(part) : null;
  }
}

/** The call sites, innermost first; `null` where they cannot be read. */
export function readSites(captured: CapturedStack): readonly CallSite[] | null {
  // What was taken before we had a realm of our own cannot be read any more.
  if (!realm.isOf(captured)) return null;
  try {
    return realm.read(captured);
  } catch {
    enterOwnRealm();
    return null;
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

// Notices that the process is about to end, after everything the program itself does at its end.

import { constants } from 'node:os';
import { captureStack, readStack } from './capture-stack.ts';

/** Programs replace globals: what was there at the start is used to the end. */
const { apply, get: read, getPrototypeOf } = Reflect;
const { process } = globalThis;
const on = process.on.bind(process);

/** The functions of `process` through which every ending that JavaScript can see goes. */
interface ExitHooks {
  readonly reallyExit: (...args: unknown[]) => unknown;
  readonly _kill: (...args: unknown[]) => unknown;
}

/**
 * Calls `last` once, after the program's own exit handlers: when the event loop has drained, `process.exit` was
 * called, an error was not caught, or the process sends itself a signal that ends it.
 */
export function atExit(last: () => void): void {
  let called = false;
  const once = (): void => {
    if (called) return;
    called = true;
    last();
  };
  const { reallyExit, _kill } = process as unknown as ExitHooks;
  afterExitListeners(once);
  replace('reallyExit', function (this: unknown, ...args: unknown[]) {
    once();
    return apply(reallyExit, this, args);
  });
  replace('_kill', function (this: unknown, ...args: unknown[]) {
    if (endsThisProcess(args[0], args[1])) once();
    return apply(_kill, this, args);
  });
}

/**
 * Calls `last` after the program's own listeners to 'exit'; what is returned undoes it. A wrapper around `process.emit`
 * would stand in the stack of every error that a listener throws; so `emit` stays what it is, and only notices that
 * Node.js asks for it to tell of the exit: our listener is then added, the last one. Node.js asking once more means that
 * a listener threw.
 */
export function afterExitListeners(last: () => void): () => void {
  const theirs = Object.getOwnPropertyDescriptor(process, 'emit');
  /** What the program has set; without that it is what all emitters have. */
  let own: unknown = theirs?.value;
  let state: 'waiting' | 'adding' | 'added' | 'undone' = 'waiting';
  const get = (): unknown => {
    // Adding our listener asks for `emit` as well, to tell of it: that is nobody's affair.
    if (state === 'adding') return silence;
    const emit: unknown = own ?? read(getPrototypeOf(process) ?? process, 'emit');
    if (state === 'undone' || !isExiting()) return emit;
    if (state === 'added' && isAskedByNode(get)) last();
    if (state === 'waiting') {
      state = 'adding';
      listenOrGo(last);
      state = 'added';
    }
    return emit;
  };
  const set = (value: unknown): void => {
    own = value;
  };
  Object.defineProperty(process, 'emit', { get, set, enumerable: false, configurable: true });
  return () => {
    state = 'undone';
    restoreEmit(get, theirs, own);
  };
}

const silence = (): boolean => false;

/** Unless someone else has put a property of their own in the place of ours: theirs leads to it. */
function restoreEmit(
  get: () => unknown,
  theirs: PropertyDescriptor | undefined,
  own: unknown,
): void {
  if (Object.getOwnPropertyDescriptor(process, 'emit')?.get !== get) return;
  Reflect.deleteProperty(process, 'emit');
  if (theirs !== undefined) Object.defineProperty(process, 'emit', theirs);
  if (own !== theirs?.value) Reflect.set(process, 'emit', own);
}

/** Whether it is Node.js that reads the property, not a listener of the program's that tells of something else. */
function isAskedByNode(getter: () => unknown): boolean {
  const captured = captureStack(getter);
  const [reader] = captured === null ? [] : readStack(captured);
  // `node:events` asks on behalf of a listener that adds or removes one.
  return reader === undefined || (reader.url.startsWith('node:') && reader.url !== 'node:events');
}

/** Adds the listener, once. */
function listenOrGo(last: () => void): void {
  try {
    on('exit', last);
  } catch {
    // A program that froze `process`: nobody can listen any more.
    last();
  }
}

/** Node.js sets it before it tells of the exit. */
function isExiting(): boolean {
  return (process as { _exiting?: boolean })._exiting === true;
}

/** As Node.js itself decides it: such a signal runs its exit hooks at once, where the inspector would speak up. */
function endsThisProcess(pid: unknown, signal: unknown): boolean {
  if (typeof pid !== 'number' || typeof signal !== 'number' || signal === 0) return false;
  if (![0, -1, process.pid, -process.pid].includes(pid)) return false;
  const names = Object.entries(constants.signals).filter(([, number]) => number === signal);
  return names.every(([name]) => process.listenerCount(name) === 0);
}

function replace(name: keyof ExitHooks, value: ExitHooks[typeof name]): void {
  Object.defineProperty(value, 'name', { value: name });
  Object.defineProperty(process, name, {
    value,
    enumerable: Object.prototype.propertyIsEnumerable.call(process, name),
    configurable: true,
    writable: true,
  });
}

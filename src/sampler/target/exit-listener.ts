// Comes after the program's own listeners to 'exit', without being among them before.
//
// A wrapper around `process.emit` would stand in the stack of every error that a listener throws; so `emit` stays what it
// is, and only notices that Node.js asks for it to tell of the exit: our listener is then added, the last one.
//
//   process ── emit      Node.js looks here first
//      └ its prototype   and here when the program has deleted it
//   process._events      what `emit` itself looks into; watched only where the program has an `emit` that cannot be

import { bare, describeOwn } from './bare.ts';
import { captureStack } from './capture-stack.ts';
import { framesOf, readCalls } from './stack-calls.ts';

/** Programs replace globals: what was there at the start is used to the end. */
const { get: read, getPrototypeOf } = Reflect;
const { defineProperty } = Object;
const { process } = globalThis;
const on = process.on.bind(process);
const countListeners = process.listenerCount.bind(process);
const emitOfNode: unknown = read(process, 'emit');

type Listeners = Record<string, unknown>;

/** From `afterExitListeners`. */
export interface ExitListener {
  /** To be called now and then: a program may put an `emit` in place that tells us nothing. */
  readonly check: () => void;
  /** Leaves nothing behind. */
  readonly remove: () => void;
}

/** Calls `last` after the program's own listeners to 'exit'. */
export function afterExitListeners(last: () => void): ExitListener {
  let state: 'waiting' | 'adding' | 'added' | 'removed' = 'waiting';
  const look = (get: () => unknown, emit: unknown): void => {
    if (state === 'removed' || !isExiting()) return;
    // Node.js asking once more means that a listener threw.
    if (state === 'added' && isAskedByNode(get)) last();
    if (state !== 'waiting') return;
    state = 'adding';
    if (isHeard(emit)) listenOrGo(last);
    else last();
    state = 'added';
  };
  // Adding our listener asks for `emit` as well, to tell of it: that is nobody's affair.
  const undos = [watchEmit(look, () => state === 'adding'), watchInherited(look)];
  let isWatched = false;
  return {
    check() {
      if (isWatched || state !== 'waiting') return;
      if (describeOwn(process, 'emit')?.value === undefined) return;
      isWatched = true;
      const arrive = (): boolean => {
        if (state !== 'waiting' || !isExiting()) return false;
        state = 'added';
        return true;
      };
      undos.push(watchListeners(arrive, last));
    },
    remove() {
      state = 'removed';
      for (const undo of undos) undo();
    },
  };
}

/** `emit` is what the getter gives. */
type Look = (getter: () => unknown, emit: unknown) => void;
type Undo = () => void;

function watchEmit(look: Look, isSilent: () => boolean): Undo {
  const theirs = describeOwn(process, 'emit');
  /** What the program has set; without that it is what all emitters have, or what another of ours has put here. */
  let own: unknown = theirs?.value;
  const readTheirs = theirs?.get?.bind(process) as (() => unknown) | undefined;
  const get = (): unknown => {
    if (isSilent()) return silence;
    const emit = own ?? readTheirs?.() ?? inherited();
    look(get, emit);
    return emit;
  };
  const set = (value: unknown): void => {
    own = value;
  };
  defineProperty(process, 'emit', bare({ get, set, enumerable: false, configurable: true }));
  return () => {
    // Someone else may have put a property of their own in the place of ours: theirs leads to it.
    if (describeOwn(process, 'emit')?.get !== get) {
      defineProperty(get, LEFT, bare({ value: theirs }));
      return;
    }
    Reflect.deleteProperty(process, 'emit');
    const below = withoutThoseWhoLeft(theirs);
    if (below !== undefined) defineProperty(process, 'emit', bare(below));
    if (own !== theirs?.value) Reflect.set(process, 'emit', own);
  };
}

const silence = (): boolean => false;

/** Key of a getter of ours, or of another of us, that has nothing to watch any more: what was there before it. */
const LEFT = Symbol.for('hotpath.left');

interface Marks {
  readonly [LEFT]?: PropertyDescriptor;
}

function withoutThoseWhoLeft(
  descriptor: PropertyDescriptor | undefined,
): PropertyDescriptor | undefined {
  let left = descriptor;
  for (;;) {
    const marks = (left === undefined ? undefined : read(left, 'get')) as Marks | undefined;
    if (marks === undefined || !(LEFT in marks)) return left;
    left = marks[LEFT];
  }
}

/** What `process` has from the class of all emitters; nothing where the program has taken that from it. */
function inherited(): unknown {
  const emitters = getPrototypeOf(ownPrototype());
  return emitters === null ? undefined : read(emitters, 'emit');
}

/** No other emitter has this prototype. */
function ownPrototype(): object {
  return getPrototypeOf(process) ?? process;
}

function watchInherited(look: Look): Undo {
  const prototype = ownPrototype();
  // Someone's own, or another of ours.
  if (describeOwn(prototype, 'emit') !== undefined) return () => undefined;
  const get = function (this: unknown): unknown {
    const emit = inherited();
    if (this === process && describeOwn(process, 'emit') === undefined) look(get, emit);
    return emit;
  };
  const set = function (this: object, value: unknown): void {
    const simple = bare({ value, writable: true, enumerable: true, configurable: true });
    defineProperty(this, 'emit', simple);
  };
  defineProperty(prototype, 'emit', bare({ get, set, enumerable: false, configurable: true }));
  return () => {
    if (describeOwn(prototype, 'emit')?.get === get) Reflect.deleteProperty(prototype, 'emit');
  };
}

/** `arrive` says whether this is the exit: then our listener is put behind the others, of which nobody is told. */
function watchListeners(arrive: () => boolean, last: () => void): Undo {
  const theirs = describeOwn(process, '_events');
  if (theirs?.configurable !== true || theirs.value === undefined) return () => undefined;
  let events = theirs.value as Listeners;
  const get = (): Listeners => {
    if (arrive()) {
      const listeners = [events['exit'] ?? []].flat();
      events['exit'] = listeners.length === 0 ? last : listeners.concat(last);
    }
    return events;
  };
  const set = (value: Listeners): void => {
    events = value;
  };
  defineProperty(process, '_events', bare({ get, set, enumerable: true, configurable: true }));
  return () => {
    if (describeOwn(process, '_events')?.get === get)
      defineProperty(process, '_events', bare({ ...theirs, value: events }));
  };
}

/** Whether it is Node.js that reads the property, not a listener of the program's that tells of something else. */
function isAskedByNode(getter: () => unknown): boolean {
  const captured = captureStack(getter);
  const reader = captured === null ? undefined : framesOf(readCalls(captured))[0];
  // `node:events` asks on behalf of a listener that adds or removes one.
  return reader === undefined || (reader.url.startsWith('node:') && reader.url !== 'node:events');
}

/** Whether it calls a listener, be it one of the program's own: otherwise there is nobody to come after. */
function isHeard(emit: unknown): boolean {
  if (typeof emit !== 'function') return false;
  return emit !== emitOfNode || countListeners('exit') > 0;
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

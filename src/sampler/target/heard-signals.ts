// Counts the signals that the program's own listeners were told of. A listener may be gone by the time the relay asks who
// listens (`process.once('SIGTERM', …)`): what it was told is the program's affair all the same.
//
// A wrapper around the listener would stand in the stacks of its errors; so Node.js' handle of a signal keeps it as it is,
// and only notices that Node.js asks for it.

import { constants } from 'node:os';
import { ENDING_SIGNALS } from '../ending-signals.ts';
import { bare } from './bare.ts';
import { HEARD } from './handshake.ts';
import { onFirstSet } from './callbacks/property-traps.ts';

/** Nobody misses it for the moment that it is listened for. */
const HARMLESS = 'SIGCONT';

/** Programs replace globals: what was there at the start is used to the end. */
const { add, load } = Atomics;
const { apply } = Reflect;
const { defineProperty } = Object;

/** Node.js' handle of a signal, one for each that is listened for. */
interface SignalHandle {
  onsignal: unknown;
  start: (number: number) => number;
}

/** Counts them from now on, for {@link countHeard}. */
export function noteHeardSignals(flags: Int32Array): void {
  if (process.platform === 'win32') return;
  const prototype = handlePrototype();
  if (prototype === undefined) return;
  const indices = new Map<number, number>(
    ENDING_SIGNALS.map((name, i) => [constants.signals[name], HEARD + i]),
  );
  const find = indices.get.bind(indices);
  const { start } = prototype;
  prototype.start = function (this: SignalHandle, number) {
    const index = find(number);
    if (index !== undefined) noteAsked(this, () => add(flags, index, 1));
    return apply(start, this, [number]);
  };
}

/** How many of this signal the program's listeners were told of. */
export function countHeard(flags: Int32Array, name: (typeof ENDING_SIGNALS)[number]): number {
  return load(flags, HEARD + ENDING_SIGNALS.indexOf(name));
}

/** Node.js gives the class of its handles away in some versions only; but it shows them when it sets their property. */
function handlePrototype(): SignalHandle | undefined {
  let handle: object | undefined;
  const undo = onFirstSet(Object.prototype, 'onsignal', made => {
    handle = made;
  });
  const listener = (): void => undefined;
  process.on(HARMLESS, listener);
  process.off(HARMLESS, listener);
  undo();
  return handle && (Object.getPrototypeOf(handle) as SignalHandle);
}

function noteAsked(handle: SignalHandle, note: () => void): void {
  let { onsignal } = handle;
  const get = (): unknown => {
    note();
    return onsignal;
  };
  const set = (value: unknown): void => {
    onsignal = value;
  };
  defineProperty(handle, 'onsignal', bare({ get, set, enumerable: true, configurable: true }));
}

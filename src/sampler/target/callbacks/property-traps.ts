// Tells when Node.js sets a property of an object of its own, or looks it up: an accessor in the object's prototype.
//
// The program may have broken any built-in by then. What Node.js sets and gets does not depend on them, and a callback
// of ours that fails is our loss alone.

import { bare, describeOwn } from '../bare.ts';

/** Is told of an object, and of the function above which the stack is of interest. */
export type OnTrapped = (object: object, above: unknown) => void;

/** Undoes what was done. */
export type Undo = () => void;

const { defineProperty, deleteProperty, getPrototypeOf } = Reflect;
const getProperty = Reflect.get;
const getWeak = uncurry(WeakMap.prototype, 'get');
const setWeak = uncurry(WeakMap.prototype, 'set');
/** Of the getter of {@link onSetAndGet}: where the values are. Others of ours that are set up later share it. */
const VALUES = Symbol.for('hotpath.values');

/** Calls back when the constructor sets the property, which is then the object's own, as it would be without us. */
export function onFirstSet(prototype: object, property: string, onSet: OnTrapped): Undo {
  const before = describeOwn(prototype, property);
  return putAccessor(prototype, property, {
    set: function set(this: object, value: unknown) {
      if (before?.set === undefined) defineProperty(this, property, ownValue(value));
      else before.set.call(this, value);
      attempt(onSet, this, set);
    },
  });
}

/** Is told when a property is set, and when it is looked up; the former with what the property was before. */
export interface OnAccess {
  readonly onSet: (object: object, above: unknown, before: unknown) => void;
  readonly onGet: OnTrapped;
}

/**
 * Calls back whenever the property is set, and whenever it is looked up. Objects that have their value by then keep it
 * when this is undone.
 */
export function onSetAndGet(prototype: object, property: string, on: OnAccess): Undo {
  const above = describeOwn(prototype, property);
  const values = (above?.get as Getter | undefined)?.[VALUES] ?? new WeakMap<object, unknown>();
  let isOn = true;
  const get = function (this: object): unknown {
    if (isOn) attempt(on.onGet, this, get);
    return above?.get === undefined ? getWeak(values, this) : above.get.call(this);
  };
  const set = function (this: object, value: unknown): void {
    const before = getWeak(values, this);
    if (above?.set === undefined) setWeak(values, this, value);
    else above.set.call(this, value);
    if (isOn)
      attempt(
        (object, from) => {
          on.onSet(object, from, before);
        },
        this,
        set,
      );
  };
  defineProperty(get, VALUES, bare({ value: values }));
  defineProperty(prototype, property, bare({ get, set, configurable: true }));
  return () => {
    isOn = false;
    // The first one stays, with the values.
    if (above !== undefined && describeOwn(prototype, property)?.get === get)
      defineProperty(prototype, property, above);
  };
}

type Getter = (() => unknown) & { readonly [VALUES]?: WeakMap<object, unknown> };

/** Calls back whenever a method is looked up that the prototype has, or inherits. */
export function onLookUp(prototype: object, method: string, onGet: OnTrapped): Undo {
  const own = describeOwn(prototype, method);
  const above = getPrototypeOf(prototype) ?? {};
  return putAccessor(prototype, method, {
    get: function get(this: object) {
      attempt(onGet, this, get);
      if (own === undefined) return getProperty(above, method, this) as unknown;
      return own.get === undefined ? (own.value as unknown) : (own.get.call(this) as unknown);
    },
    set(this: object, value: unknown) {
      defineProperty(this, method, ownValue(value));
    },
    enumerable: own?.enumerable ?? false,
  });
}

function putAccessor(prototype: object, property: string, accessor: PropertyDescriptor): Undo {
  const before = describeOwn(prototype, property);
  const ours = bare({ ...accessor, configurable: true });
  defineProperty(prototype, property, ours);
  return () => {
    const now = describeOwn(prototype, property);
    if (now?.get !== ours.get || now?.set !== ours.set) return;
    if (before === undefined) deleteProperty(prototype, property);
    else defineProperty(prototype, property, before);
  };
}

function ownValue(value: unknown): PropertyDescriptor {
  return bare({ value, writable: true, enumerable: true, configurable: true });
}

/** Calls back; what it throws is nothing to the program. */
export function attempt(callback: OnTrapped, object: object, above: unknown): void {
  try {
    callback(object, above);
  } catch {
    // A built-in that we use is broken: this wait is not noted.
  }
}

/** The method as a function of its object, whatever becomes of the prototype. */
function uncurry(prototype: object, name: string): (...args: unknown[]) => unknown {
  const method: unknown = getProperty(prototype, name);
  return Function.prototype.call.bind(method as () => unknown) as (...args: unknown[]) => unknown;
}

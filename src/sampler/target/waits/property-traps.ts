// Tells when Node.js sets a property of an object of its own, or looks it up: an accessor in the object's prototype.
//
// The program may have broken any built-in by then. What Node.js sets and gets does not depend on them, and a callback
// of ours that fails is our loss alone.

/** Is told of an object, and of the function above which the stack is of interest. */
export type OnTrapped = (object: object, above: unknown) => void;

const { defineProperty, get: getProperty, getPrototypeOf } = Reflect;
const getWeak = uncurry(WeakMap.prototype, 'get');
const setWeak = uncurry(WeakMap.prototype, 'set');

/** Calls back when the constructor sets the property, which is then the object's own, as it would be without us. */
export function onFirstSet(prototype: object, property: string, onSet: OnTrapped): void {
  defineProperty(prototype, property, {
    set: function set(this: object, value: unknown) {
      defineProperty(this, property, ownValue(value));
      attempt(onSet, this, set);
    },
    configurable: true,
  });
}

/** Calls back whenever the property is set, and whenever it is looked up. */
export function onSetAndGet(
  prototype: object,
  property: string,
  { onSet, onGet }: { readonly onSet: OnTrapped; readonly onGet: OnTrapped },
): void {
  const values = new WeakMap<object, unknown>();
  defineProperty(prototype, property, {
    get: function get(this: object) {
      attempt(onGet, this, get);
      return getWeak(values, this);
    },
    set: function set(this: object, value: unknown) {
      setWeak(values, this, value);
      attempt(onSet, this, set);
    },
    configurable: true,
  });
}

/** Calls back whenever a method that the prototype inherits is looked up. */
export function onLookUp(prototype: object, method: string, onGet: OnTrapped): void {
  const above = getPrototypeOf(prototype) ?? {};
  defineProperty(prototype, method, {
    get: function get(this: object) {
      attempt(onGet, this, get);
      return getProperty(above, method, this) as unknown;
    },
    set(this: object, value: unknown) {
      defineProperty(this, method, ownValue(value));
    },
    configurable: true,
  });
}

function ownValue(value: unknown): PropertyDescriptor {
  return { value, writable: true, enumerable: true, configurable: true };
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

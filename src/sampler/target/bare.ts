// Descriptions of properties inherit from what the program may have changed: with `Object.prototype.get = …` every one of
// them would be that of a getter.

const { getOwnPropertyDescriptor, setPrototypeOf } = Reflect;

/** The same description, of which nothing is inherited. */
export function bare(descriptor: PropertyDescriptor): PropertyDescriptor {
  const own = { ...descriptor };
  setPrototypeOf(own, null);
  return own;
}

/** How a property of the object itself is described, likewise; `undefined` where it has none. */
export function describeOwn(object: object, key: PropertyKey): PropertyDescriptor | undefined {
  const descriptor = getOwnPropertyDescriptor(object, key);
  return descriptor === undefined ? undefined : bare(descriptor);
}

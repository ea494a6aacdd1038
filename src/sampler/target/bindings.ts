// The parts of Node.js that it keeps for itself, where there is no public way to what we need.

import { createRequire } from 'node:module';

type Binding = Readonly<Record<string, unknown>>;

/** Gives a binding; `undefined` where this Node.js does not have it, or does not give it away. */
export function loadBinding(name: string): Binding | undefined {
  const { binding } = process as unknown as { binding?: (name: string) => Binding };
  return withoutWarnings(() => binding?.(name));
}

/** What a thread of ours is started with so that {@link loadOwnBinding} has something to give. */
export const OWN_BINDINGS = ['--expose-internals'];

/** As {@link loadBinding}, in a thread of ours: there, Node.js gives away all of them in every version. */
export function loadOwnBinding(name: string): Binding | undefined {
  type Internals = { readonly internalBinding: (name: string) => Binding };
  return withoutWarnings(() => {
    const internals = createRequire(__filename)('internal/test/binding') as Internals;
    return internals.internalBinding(name);
  });
}

/** Node.js may warn, at the program's expense. `undefined` where it does not give what is asked for. */
function withoutWarnings(load: () => Binding | undefined): Binding | undefined {
  const theirs = Object.getOwnPropertyDescriptor(process, 'emitWarning');
  try {
    process.emitWarning = () => undefined;
    return load();
  } catch {
    // Not in this Node.js: what depends on it is not recorded.
    return undefined;
  } finally {
    if (theirs !== undefined) Object.defineProperty(process, 'emitWarning', theirs);
  }
}

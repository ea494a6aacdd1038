// The parts of Node.js that it keeps for itself, where there is no public way to what we need.

type Binding = Readonly<Record<string, unknown>>;

/** Gives a binding; `undefined` where this Node.js does not have it, or does not give it away. */
export function loadBinding(name: string): Binding | undefined {
  const { binding } = process as unknown as { binding?: (name: string) => Binding };
  const theirs = Object.getOwnPropertyDescriptor(process, 'emitWarning');
  try {
    // With --pending-deprecation Node.js warns, at the program's expense.
    process.emitWarning = () => undefined;
    return binding?.(name);
  } catch {
    // Not in this Node.js: what depends on it is not recorded.
    return undefined;
  } finally {
    if (theirs !== undefined) Object.defineProperty(process, 'emitWarning', theirs);
  }
}

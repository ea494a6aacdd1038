// Notices that the process is about to end, after everything the program itself does at its end.

import { constants } from 'node:os';
import { afterExitListeners } from './exit-listener.ts';

/** Programs replace globals: what was there at the start is used to the end. */
const { apply } = Reflect;
const { process } = globalThis;
const countListeners = process.listenerCount.bind(process);

const signalNames = Object.keys(constants.signals) as NodeJS.Signals[];

/** The functions of `process` through which every ending that JavaScript can see goes. */
interface ExitHooks {
  readonly reallyExit: (...args: unknown[]) => unknown;
  readonly _kill: (...args: unknown[]) => unknown;
  /** From Node.js 22.15 on. */
  readonly execve?: (...args: unknown[]) => unknown;
}

/**
 * Calls `last` once, after the program's own exit handlers: when the event loop has drained, `process.exit` was
 * called, an error was not caught, the process sends itself a signal that ends it, or another program takes its place. What is returned is to be called
 * now and then, see `ExitListener.check`.
 */
export function atExit(last: () => void): () => void {
  let called = false;
  const once = (): void => {
    if (called) return;
    called = true;
    last();
  };
  const { reallyExit, _kill, execve } = process as unknown as ExitHooks;
  const listener = afterExitListeners(once);
  replace('reallyExit', function (this: unknown, ...args: unknown[]) {
    once();
    return apply(reallyExit, this, args);
  });
  replace('_kill', function (this: unknown, ...args: unknown[]) {
    if (endsThisProcess(args[0], args[1])) once();
    return apply(_kill, this, args);
  });
  if (execve !== undefined)
    replace('execve', function (this: unknown, ...args: unknown[]) {
      once();
      return apply(execve, this, args);
    });
  return listener.check;
}

/** As Node.js itself decides it: such a signal runs its exit hooks at once, where the inspector would speak up. */
function endsThisProcess(pid: unknown, signal: unknown): boolean {
  if (typeof pid !== 'number' || typeof signal !== 'number' || signal === 0) return false;
  if (![0, -1, process.pid, -process.pid].includes(pid)) return false;
  const names = signalNames.filter(name => constants.signals[name] === signal);
  return names.every(name => countListeners(name) === 0);
}

function replace(name: keyof ExitHooks, value: ExitHooks['reallyExit']): void {
  Object.defineProperty(value, 'name', { value: name });
  Object.defineProperty(process, name, {
    value,
    enumerable: Object.prototype.propertyIsEnumerable.call(process, name),
    configurable: true,
    writable: true,
  });
}

// Waits until Node.js has set up a worker thread that starts. Before that, V8 must not be asked for its command-line API:
// Node.js adds `require` to it, once, and would load its own module loader for that while it is half loaded, which
// breaks the program.

import { fileURLToPath } from 'node:url';
import type { InspectorPort } from '../protocol/inspector-port.ts';
import { isSetUp } from './expressions.ts';

/** At first the thread is asked again at once: what it does before it is recorded should be as little as possible. */
const EAGER_ATTEMPTS = 300;
const QUICK_ATTEMPTS = 1000;
const QUICK_PAUSE_MS = 5;
const PAUSE_MS = 100;

/** What a thread that starts will find as its first argument, by the address that Node.js gives for it. */
export function programOf(url: string): string {
  if (!url.startsWith('file:')) return '[worker eval]';
  try {
    return fileURLToPath(url);
  } catch {
    return url; // No path of this system.
  }
}

/** Which thread, and until when. */
export interface SetUpOptions {
  /** See {@link programOf}. */
  readonly program: string;
  readonly isOver: () => boolean;
}

/** Calls `done` once the thread is set up; never when `isOver` says so before. */
export function whenSetUp(
  port: InspectorPort,
  { program, isOver }: SetUpOptions,
  done: () => void,
): void {
  let attempts = 0;
  const expression = `${isSetUp(program)}\n//# sourceURL=hotpath:setup`;
  const attempt = (): void => {
    if (isOver()) return;
    attempts++;
    port.post('Runtime.evaluate', { expression, silent: true }, (_error, result) => {
      const { value } = (result['result'] ?? {}) as { readonly value?: unknown };
      if (value === true) done();
      else if (attempts < EAGER_ATTEMPTS) attempt();
      else setTimeout(attempt, attempts < QUICK_ATTEMPTS ? QUICK_PAUSE_MS : PAUSE_MS).unref();
    });
  };
  attempt();
}

// Remembers by whose callback something was begun that runs later without a wait of its own: `setImmediate`,
// `process.nextTick`. Node.js numbers all that it calls, and knows of each by what it was begun.

import { executionAsyncId, triggerAsyncId } from 'node:async_hooks';
import type { NotedWait } from '../waits/noted-wait.ts';

/** So many of the last callbacks are remembered. */
const MAX_KNOWN = 500;

/** The waits whose callbacks were called lately. */
export class Causes {
  private readonly known = new Map<number, NotedWait>();

  /** The operation's callback is about to be called. */
  add(operation: object, wait: NotedWait): void {
    const id = numberOf(operation);
    if (id === undefined) return;
    this.known.set(id, wait);
    if (this.known.size <= MAX_KNOWN) return;
    for (const oldest of this.known.keys()) {
      this.known.delete(oldest);
      return;
    }
  }

  /** The wait whose callback has begun what runs at present. */
  find(): NotedWait | null {
    return this.known.get(executionAsyncId()) ?? this.known.get(triggerAsyncId()) ?? null;
  }
}

/** Node.js' number of an operation. */
function numberOf(operation: { readonly getAsyncId?: () => number }): number | undefined {
  if (typeof operation.getAsyncId === 'function') return operation.getAsyncId();
  const symbol = Object.getOwnPropertySymbols(operation).find(isAsyncId);
  return symbol === undefined ? undefined : (Reflect.get(operation, symbol) as number);
}

function isAsyncId({ description }: symbol): boolean {
  return description === 'asyncId' || description === 'async_id_symbol';
}

// What the stack on which a wait began tells of it.

import type { AwaitFrame } from '../../await-batch.ts';
import type { StackCall } from '../stack-calls.ts';

/** What runs, without the queue of tasks that has called it, and those who await that. */
export function splitAtQueue(calls: readonly StackCall[]): {
  readonly running: readonly StackCall[];
  readonly awaiting: readonly StackCall[];
} {
  const running = calls.slice(0, runningCount(calls));
  return { running, awaiting: calls.filter(({ isAsync }) => isAsync) };
}

/** So many calls run; what follows is the queue of tasks, or who awaits them. */
export function runningCount(calls: readonly StackCall[]): number {
  const end = calls.findIndex(({ isAsync, url }) => isAsync || isTaskQueue(url));
  return end < 0 ? calls.length : end;
}

/** Whether functions of this script run what was queued: `processTicksAndRejections` and the like. */
function isTaskQueue(url: string): boolean {
  return url === 'node:internal/process/task_queues';
}

/** `all` where `Promise.all` called `then`, or the name of its like. */
export function combiningOf(calls: readonly StackCall[]): string | undefined {
  const [, by] = thenOn(calls);
  // One that awaits the whole, and does not call, is on the stack as well.
  const isCall = by?.isBuiltIn === true && !by.isAsync;
  return isCall && COMBINING.has(by.name) ? by.name : undefined;
}

/** Whether `setInterval` was called: the callback is not what a program waits for beside others. */
export function isRepeated(calls: readonly StackCall[]): boolean {
  const own = calls.findIndex(({ isOfProgram }) => isOfProgram);
  const inner = own < 0 ? calls : calls.slice(0, own);
  return inner.some(({ name, url }) => name === 'setInterval' && url === 'node:timers');
}

/** Whether `then` was called: what goes on is a function that it was given. */
export function isThen(calls: readonly StackCall[]): boolean {
  return thenOn(calls).length > 0;
}

/** The built-in `then` that makes the promise, and what called it; empty where it is an await. */
function thenOn(calls: readonly StackCall[]): readonly StackCall[] {
  const innermost = calls.findIndex(({ isBuiltIn }) => isBuiltIn);
  if (innermost < 0 || innermost > MAX_OWN) return [];
  const found = calls.slice(innermost, innermost + 2);
  return found[0]?.name === 'then' ? found : [];
}

const COMBINING: ReadonlySet<string> = new Set(['all', 'allSettled', 'any', 'race']);
/** What calls promise hooks is on the stack above that, where there are several. */
const MAX_OWN = 2;

/** To look a host up and to connect is a part of the request for which it is done, which is a wait of its own. */
export function isPartOfRequest(frames: readonly AwaitFrame[]): boolean {
  const made = frames.findIndex(
    ({ name, url }) => name === 'ClientRequest' && url === 'node:_http_client',
  );
  // Newer versions of Node.js tell of the request itself on a channel.
  return frames.slice(0, Math.max(0, made)).some(({ url }) => url !== 'node:diagnostics_channel');
}

/** Whether a frame says that the program is being loaded, or made ready to serve. */
export function isOfStartUp({ url, name }: AwaitFrame): boolean {
  return url.startsWith('node:internal/modules/') || name === 'emitListeningNT';
}

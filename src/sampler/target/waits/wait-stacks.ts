// What the stack on which a wait began tells of it.

import type { AwaitFrame } from '../../messages.ts';
import type { CallSite } from '../capture-stack.ts';

/** Whether a call is of the program's own code, or a library's; not Node.js', nor a built-in function's. */
export function isProgramSite(site: CallSite): boolean {
  return !scriptOf(site).startsWith('node:') && site.getLineNumber() !== null;
}

/** What runs, without the queue of tasks that has called it, and those who await that. */
export function splitAtQueue(sites: readonly CallSite[]): {
  readonly running: readonly CallSite[];
  readonly awaiting: readonly CallSite[];
} {
  const end = sites.findIndex(site => site.isAsync() || isTaskQueue(scriptOf(site)));
  const running = end < 0 ? sites : sites.slice(0, end);
  return { running, awaiting: sites.filter(site => site.isAsync()) };
}

function scriptOf(site: CallSite): string {
  return site.getScriptNameOrSourceURL() ?? 'node:';
}

/** Whether functions of this script run what was queued: `processTicksAndRejections` and the like. */
function isTaskQueue(url: string): boolean {
  return url === 'node:internal/process/task_queues';
}

/** `all` where `Promise.all` called `then`, or the name of its like: built-in functions have no line. */
export function combiningOf(sites: readonly CallSite[]): string | undefined {
  const [, by] = thenOn(sites);
  // One that awaits the whole, and does not call, is on the stack as well.
  const isCall = by?.getLineNumber() === null && !by.isAsync();
  const name = isCall ? by.getFunctionName() : null;
  return name !== null && COMBINING.has(name) ? name : undefined;
}

/** Whether `setInterval` was called: the callback is not what a program waits for beside others. */
export function isRepeated(sites: readonly CallSite[]): boolean {
  const own = sites.findIndex(isProgramSite);
  const calls = own < 0 ? sites : sites.slice(0, own);
  return calls.some(
    site => site.getFunctionName() === 'setInterval' && scriptOf(site) === 'node:timers',
  );
}

/** Whether `then` was called: what goes on is a function that it was given. */
export function isThen(sites: readonly CallSite[]): boolean {
  return thenOn(sites).length > 0;
}

/** The built-in `then` that makes the promise, and what called it; empty where it is an await. */
function thenOn(sites: readonly CallSite[]): readonly CallSite[] {
  const innermost = sites.findIndex(site => site.getLineNumber() === null);
  if (innermost < 0 || innermost > MAX_OWN) return [];
  const found = sites.slice(innermost, innermost + 2);
  return found[0]?.getFunctionName() === 'then' ? found : [];
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

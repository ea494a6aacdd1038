// Functions on the stack of this thread, without Hotpath's own and without those of Node.js' hooks.

import { findSourceMap } from 'node:module';
import { isAbsolute, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CallSite } from '../target/capture-stack.ts';
import { captureSites } from '../target/capture-stack.ts';
import { isOwnUrl } from './own.ts';

/** One frame, innermost first. */
export interface StackFunction {
  /** Tells the function from others. */
  readonly function: string;
  /** Where the frame stands: a path or URL, empty for built-in functions; a line and a column from 1. */
  readonly url: string;
  readonly line: number;
  readonly column: number;
  /** One of V8's async callers: it is not on the stack. */
  readonly isAsync: boolean;
}

const MAX_FRAMES = 1000;

/** The stack of whoever called us; `null` where the program has made that impossible. */
export function captureFrames(): readonly StackFunction[] | null {
  const sites = captureSites({ limit: MAX_FRAMES });
  if (sites === null) return null;
  const first = sites.findIndex(site => !isHook(site.getScriptNameOrSourceURL() ?? ''));
  return sites.slice(Math.max(0, first)).map(functionOf);
}

function isHook(url: string): boolean {
  return /^node:internal\/(?:async|promise)_hooks$/.test(url) || isOwnUrl(url);
}

function functionOf(site: CallSite): StackFunction {
  const url = site.getScriptNameOrSourceURL() ?? '';
  const start = `${site.getEnclosingLineNumber?.() ?? 0}:${site.getEnclosingColumnNumber?.() ?? 0}`;
  return {
    function: `${site.getFunctionName() ?? ''} ${url} ${start}`,
    url,
    line: site.getLineNumber() ?? 0,
    column: site.getColumnNumber() ?? 0,
    isAsync: site.isAsync(),
  };
}

/** Where our caller stands: `app.js:12`, with the path from the working directory. */
export function callerPlace(): string {
  const [caller] = captureFrames() ?? [];
  if (caller === undefined || caller.url === '') return 'an unknown place';
  const path = caller.url.startsWith('file:') ? fileURLToPath(caller.url) : caller.url;
  const shown = isAbsolute(path) ? relative(process.cwd(), path) : path;
  // Known only where the process keeps source maps; then it is the line that was written.
  const mapped = findSourceMap(path)?.findEntry(caller.line - 1, caller.column - 1);
  const line =
    mapped !== undefined && 'originalLine' in mapped ? mapped.originalLine + 1 : caller.line;
  return `${shown}:${line}`;
}

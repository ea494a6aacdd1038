// Functions on the stack of this thread, without Hotpath's own and without those of Node.js' hooks.

import { findSourceMap } from 'node:module';
import { isAbsolute, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CallSite } from '../target/capture-stack.ts';
import { captureSites } from '../target/capture-stack.ts';
import { isHookDispatcher, isOwnUrl } from './own-code.ts';
import { currentFolder } from '../current-folder.ts';

/** One frame, innermost first. */
export interface StackFunction {
  /** Empty for functions without one. */
  readonly name: string;
  /** Where the function begins, from 1; 0: unknown. */
  readonly functionLine: number;
  readonly functionColumn: number;
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
  return isHookDispatcher(url) || isOwnUrl(url);
}

function functionOf(site: CallSite): StackFunction {
  const url = site.getScriptNameOrSourceURL() ?? '';
  return {
    name: site.getFunctionName() ?? '',
    functionLine: site.getEnclosingLineNumber?.() ?? 0,
    functionColumn: site.getEnclosingColumnNumber?.() ?? 0,
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
  const shown = isAbsolute(path) ? relative(currentFolder(), path) : path;
  // Known only where the process keeps source maps; then it is the line that was written.
  const mapped = findSourceMap(path)?.findEntry(caller.line - 1, caller.column - 1);
  const line =
    mapped !== undefined && 'originalLine' in mapped ? mapped.originalLine + 1 : caller.line;
  return `${shown}:${line}`;
}

// On which line the statement begins that a line belongs to: V8's own line numbers and those of stack traces differ within
// statements of several lines (the first names the line of a call's last argument, the second that of the call).

import { readFileSync } from 'node:fs';
import { parse } from 'acorn';
import type { Node } from 'acorn';

const known = new Map<string, readonly number[]>();

/** The line of the innermost statement around a line of a file; the line itself where that cannot be told. */
export function statementLine(path: string, line: number): number {
  let lines = known.get(path);
  if (lines === undefined)
    known.set(path, (lines = path.startsWith('/') ? readStatements(path) : []));
  return lines[line] ?? line;
}

function readStatements(path: string): readonly number[] {
  const text = readFileSync(path, 'utf8');
  const begins: number[] = [];
  const open: unknown[] = [parseText(text)];
  for (let item = open.pop(); item !== undefined; item = open.pop()) {
    if (typeof item !== 'object' || item === null) continue;
    if (isNode(item) && isStatement(item))
      for (let at = item.loc!.start.line; at <= item.loc!.end.line; at++)
        begins[at] = item.loc!.start.line;
    // What is inside comes later, and is nearer.
    open.push(...(Object.values(item) as unknown[]));
  }
  return begins;
}

function parseText(text: string): Node {
  const options = { ecmaVersion: 'latest', locations: true, allowHashBang: true } as const;
  try {
    return parse(text, { ...options, sourceType: 'module' });
  } catch {
    // CommonJS: `return` and `with` stand where a module may not have them.
    return parse(text, { ...options, sourceType: 'script', allowReturnOutsideFunction: true });
  }
}

function isNode(value: object): value is Node {
  return typeof (value as { type?: unknown }).type === 'string';
}

function isStatement({ type }: Node): boolean {
  return /Statement$|Declaration$/.test(type) && type !== 'BlockStatement';
}

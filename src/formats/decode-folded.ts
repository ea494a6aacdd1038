// Reads folded stacks, ours and those of other tools: a line for each stack, and how long (or how often) it ran.
//
//   <module> (/app/server.js:1);handler (/app/src/routes.js:10);[await] 500000

import type { Recording } from '../model/session.ts';
import { badFile } from './bad-file.ts';
import { NamedStacks, NO_STACK } from './named-stacks.ts';
import type { NamedFunction } from './named-stacks.ts';
import { AMOUNT } from './read-table.ts';

const STACK = /^(.*\S)\s+(\d+(?:\.\d+)?)\s*$/;
const PLACE = /^(.+?)(?::(\d+))?(?::(\d+))?$/;
const MAX_LINE = 2 ** 31;

/** Whether this may be a file of folded stacks: its first line is a stack and a number. JSON never begins so. */
export function looksLikeFolded(text: string): boolean {
  const [first = ''] = /^[^\n]*\S[^\n]*/m.exec(text.slice(0, 100_000)) ?? [];
  return /^(?:[^\s{["]|\[[a-z])/i.test(first) && (STACK.test(first) || first.length === 100_000);
}

/**
 * Reads the text of a file of folded stacks. Their order in time is not known, nor is the unit of their numbers: they
 * are taken for microseconds. Throws a `ProfileError` (`bad-file`) for a line that is none.
 */
export function decodeFolded(text: string): Recording {
  const rows = readRows(text);
  const stacks = new NamedStacks({
    hasFiles: rows.some(({ functions }) => functions.some(({ file }) => file !== undefined)),
  });
  const lane = stacks.lane('main', {});
  for (const { functions, us } of rows) {
    let stack = NO_STACK;
    for (const fn of functions) stack = stacks.push(stack, stacks.frame(fn));
    stacks.sample(lane, stack, us);
  }
  return stacks.build({
    notes: [
      'The profile tells how much time each stack took, taken for microseconds, but not in which order.',
    ],
  });
}

interface Row {
  readonly functions: readonly NamedFunction[];
  readonly us: number;
}

function readRows(text: string): Row[] {
  const known = new Map<string, NamedFunction>();
  const functionOf = (name: string): NamedFunction => {
    const fn = known.get(name) ?? readFunction(name);
    known.set(name, fn);
    return fn;
  };
  return text.split('\n').flatMap((line, i) => {
    if (line.trim() === '') return [];
    const [, path = '', number = ''] = STACK.exec(line) ?? [];
    const us = Number(number);
    if (path === '' || us > AMOUNT.max) {
      throw badFile(`The file is damaged: line ${i + 1} is not a stack and a number.`);
    }
    return [{ functions: path.split(';').map(functionOf), us }];
  });
}

/** `handler (/app/src/routes.js:10)`: a name, and where there is one, the place, which may tell a column too. */
function readFunction(text: string): NamedFunction {
  const start = findPlace(text);
  const [, file, line = '', column = ''] = PLACE.exec(text.slice(start + 1, -1)) ?? [];
  if (start < 2 || file === undefined) return { name: text };
  const name = text.slice(0, start - 1).trimEnd();
  return { name, file, line: readPlace(line), column: readPlace(column) };
}

/** Where the last parentheses open, with a blank before them and nothing behind; they may hold others. -1: nowhere. */
function findPlace(text: string): number {
  if (!text.endsWith(')')) return -1;
  let open = 0;
  for (let i = text.length - 1; i > 0; i--) {
    if (text[i] === ')') open++;
    else if (text[i] === '(' && --open === 0) return text[i - 1] === ' ' ? i : -1;
  }
  return -1;
}

function readPlace(digits: string): number | undefined {
  const place = Number(digits);
  return place > 0 && place < MAX_LINE ? place : undefined;
}

// Line times as text, for profiles in the notation of profile-text.

import assert from 'node:assert/strict';
import { buildLineTimes } from '../../src/model/line-times.ts';
import type { FileTimes, FunctionTime, LineTime } from '../../src/model/line-times.ts';
import { dedent, parseProfile, printMillis } from './profile-text.ts';

/** Lines as `file:line self S calls C total T waiting W samples N`, without the parts that are 0. */
export function printLines(files: ReadonlyMap<string, FileTimes>): string {
  const rows: string[] = [];
  for (const { path, lines } of files.values()) {
    for (const time of lines.values()) rows.push(`${path}:${time.line}${printLine(time)}`);
  }
  return rows.join('\n');
}

function printLine(time: LineTime): string {
  const parts = (['self', 'calls', 'total', 'waiting'] as const)
    .filter(part => time[part] > 0)
    .map(part => ` ${part} ${printMillis(time[part])}`);
  return `${parts.join('')} samples ${time.samples}`;
}

function printFunctions(files: ReadonlyMap<string, FileTimes>): string {
  return [...files.values()]
    .flatMap(({ path, functions }) => functions.map(time => `${path}:${printFunction(time)}`))
    .join('\n');
}

function printFunction(time: FunctionTime): string {
  const parts = (['self', 'total', 'waiting', 'undecided'] as const)
    .filter(part => time[part] > 0)
    .map(part => ` ${part} ${printMillis(time[part])}`);
  return `${time.line} ${time.name}${parts.join('')} samples ${time.samples}`;
}

/** Asserts which lines of a profile have which times. */
export function checkLines(text: string, expected: string): void {
  assert.equal(printLines(buildLineTimes(parseProfile(text))), dedent(expected));
}

/** Asserts which functions of a profile have which times. */
export function checkFunctions(text: string, expected: string): void {
  assert.equal(printFunctions(buildLineTimes(parseProfile(text))), dedent(expected));
}

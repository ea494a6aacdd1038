// How far Hotpath is from the truth: `npm run bench:accuracy [-- program …] [--verbose] [--scale 1]`.
//
// The programs in `programs/` measure themselves and print what each of their marked lines cost, inclusive and waiting.
// Each runs under Hotpath once; the error of a line is |Hotpath's time - the program's own| as a part of the run.

import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { record, timesOf } from '../test/sampler/run-program.ts';
import type { Recorded } from '../test/sampler/run-program.ts';
import { percent, renderTable } from './table.ts';

const FOLDER = join(import.meta.dirname, 'programs');
/** Lines that take less of the run count only towards the worst error. */
const SHOWN = 0.05;

interface Truth {
  readonly totalMs: number;
  readonly marks: Readonly<
    Record<string, { readonly totalMs: number; readonly waitingMs: number }>
  >;
}

/** A line's time by its program and by Hotpath, as parts of the run. */
interface LineResult {
  readonly mark: string;
  readonly line: number;
  readonly truth: { readonly total: number; readonly waiting: number };
  readonly found: { readonly total: number; readonly waiting: number };
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    verbose: { type: 'boolean', default: false },
    scale: { type: 'string', default: '1' },
    node: { type: 'string' },
  },
});

const head = ['program', 'run', 'lines', 'mean error', 'mean waiting error', 'worst', 'where'];
const rows = [head];
const all: LineResult[] = [];
for (const program of findPrograms()) {
  const run = await record(program, {
    env: { ...process.env, BENCH_SCALE: values.scale },
    ...(values.node === undefined ? {} : { nodePath: values.node }),
  });
  const truth = readTruth(run);
  const results = compare(run, truth);
  all.push(...results);
  rows.push([basename(program), `${(truth.totalMs / 1000).toFixed(1)} s`, ...summarize(results)]);
  console.log(
    renderTable([head, rows.at(-1) ?? []])
      .split('\n')
      .slice(2)
      .join('\n'),
  );
  if (values.verbose) console.log(renderTable(details(results)));
}
rows.push(['all', '', ...summarize(all)]);
console.log(`\n${renderTable(rows)}`);

function findPrograms(): readonly string[] {
  const names = readdirSync(FOLDER).filter(name => !/^truth\.|\.d\./.test(name));
  return names
    .filter(name => positionals.length === 0 || positionals.some(word => name.startsWith(word)))
    .map(name => join(FOLDER, name));
}

function readTruth(run: Recorded): Truth {
  const line = run.stdout.split('\n').find(text => text.startsWith('TRUTH '));
  if (line === undefined) throw new Error(`${run.path} told no truth:\n${run.stdout}${run.stderr}`);
  return JSON.parse(line.slice('TRUTH '.length)) as Truth;
}

function compare(run: Recorded, truth: Truth): LineResult[] {
  const times = timesOf(run);
  const lines = readFileSync(run.path, 'utf8').split('\n');
  return Object.entries(truth.marks).map(([mark, { totalMs, waitingMs }]) => {
    const line = lines.findIndex(text => text.endsWith(`// #${mark}`)) + 1;
    if (line === 0) throw new Error(`${run.path} has no line #${mark}`);
    const found = times?.lines.get(line);
    const share = (us = 0): number => us / 1000 / truth.totalMs;
    return {
      mark,
      line,
      truth: { total: totalMs / truth.totalMs, waiting: waitingMs / truth.totalMs },
      found: { total: share(found?.total), waiting: share(found?.waiting) },
    };
  });
}

function summarize(results: readonly LineResult[]): string[] {
  const shown = results.filter(({ truth }) => truth.total >= SHOWN);
  const waiting = shown.filter(({ truth, found }) => truth.waiting > 0 || found.waiting > 0);
  const worst = results.reduce((a, b) => (errorOf(b) > errorOf(a) ? b : a));
  return [
    String(shown.length),
    percent(mean(shown.map(totalError)), 2),
    percent(mean(waiting.map(waitingError)), 2),
    percent(errorOf(worst), 2),
    `#${worst.mark}`,
  ];
}

function details(results: readonly LineResult[]): string[][] {
  return [
    ['', 'line', 'truth', 'found', 'truth waiting', 'found waiting'],
    ...results.map(({ mark, line, truth, found }) => [
      `    #${mark}`,
      String(line),
      ...[truth.total, found.total, truth.waiting, found.waiting].map(share => percent(share, 2)),
    ]),
  ];
}

function totalError({ truth, found }: LineResult): number {
  return Math.abs(found.total - truth.total);
}

function waitingError({ truth, found }: LineResult): number {
  return Math.abs(found.waiting - truth.waiting);
}

function errorOf(result: LineResult): number {
  return Math.max(totalError(result), waitingError(result));
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

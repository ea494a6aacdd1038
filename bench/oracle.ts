// How far Hotpath's inclusive times are from V8's own: `npm run bench:oracle [-- program …] [--worst 5]`.
//
// V8's profiler can record the line of every caller (`kCallerLineNumbers`), but only for native add-ons, of which
// @datadog/pprof is one. Real programs run once under Hotpath and, before and after, under that; compared is the share
// of the run that passes through each statement. Two runs of one program differ by themselves: the distance between
// V8's own two stands beside.
//
// Left out is what the two mean differently: garbage collection, which V8 puts beside the stacks and Hotpath on top of
// them, and lines that await, which only Hotpath joins to what runs after them.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { Profile } from 'pprof-format';
import { FRAME_KINDS } from '../src/model/frame.ts';
import { buildLineTimes } from '../src/model/line-times.ts';
import type { LineShares, SessionData } from '../src/model/session.ts';
import { durationOf, record } from '../test/sampler/run-program.ts';
import { statementLine } from './statements.ts';
import { median, percent, renderTable } from './table.ts';

interface Program {
  readonly name: string;
  readonly path: string;
  readonly args: readonly string[];
}

/** `path:line` of a statement → the share of the run that passes through it. */
type Shares = ReadonlyMap<string, number>;

const HERE = import.meta.dirname;
const ROOT = join(HERE, '..');
const PROGRAMS: readonly Program[] = [
  { name: 'tsc', path: tool('typescript/lib/_tsc.js'), args: ['--noEmit', '-p', ROOT] },
  {
    name: 'prettier',
    path: tool('prettier/bin/prettier.cjs'),
    args: ['--check', join(ROOT, 'src')],
  },
  { name: 'react', path: join(HERE, 'workloads/react.cjs'), args: ['3000'] },
  { name: 'template', path: join(HERE, 'workloads/template.cjs'), args: ['6000'] },
];
/** Statements that take less of both runs are not compared. */
const SHOWN = 0.01;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { worst: { type: 'string', default: '0' } },
});
const rows = [['program', 'statements', 'mean distance', 'median', 'worst', 'V8 by itself']];
for (const program of PROGRAMS) {
  if (positionals.length > 0 && !positionals.includes(program.name)) continue;
  const first = await runV8(program);
  const { shares: ours, awaiting } = await runHotpath(program);
  const second = await runV8(program);
  const distances = distancesOf(ours, mean(first, second), awaiting);
  const itself = distancesOf(first, second, awaiting);
  const sizes = distances.map(([, distance]) => distance);
  const own = itself.map(([, distance]) => distance);
  rows.push([
    program.name,
    String(distances.length),
    ...[average(sizes), median(sizes), Math.max(...sizes), average(own)].map(d => percent(d, 2)),
  ]);
  for (const [line] of distances.slice(0, Number(values.worst)))
    console.log(
      `${line}  hotpath ${percent(ours.get(line) ?? 0, 2)}  V8 ${percent(first.get(line) ?? 0, 2)}, ${percent(second.get(line) ?? 0, 2)}`,
    );
}
console.log(renderTable(rows));

function tool(path: string): string {
  return fileURLToPath(import.meta.resolve(`../node_modules/${path}`));
}

async function runHotpath({ path, args }: Program): Promise<Measured> {
  const { session } = await record(path, { args });
  const plain = byStatement(withoutSyntheticTime(session));
  const total = durationOf(plain);
  const shares = new Map<string, number>();
  const awaiting = new Set<string>();
  for (const file of buildLineTimes(plain, { lane: 0 }).values())
    for (const [line, time] of file.lines) {
      shares.set(`${file.path}:${line}`, time.total / total);
      if (time.awaits !== null) awaiting.add(`${file.path}:${line}`);
    }
  return { shares, awaiting };
}

interface Measured {
  readonly shares: Shares;
  readonly awaiting: ReadonlySet<string>;
}

function withoutSyntheticTime(session: SessionData): SessionData {
  const { frames, stacks } = session;
  const isSynthetic = (stack: number): boolean =>
    FRAME_KINDS[frames.kind[stacks.frame[stack] ?? -1] ?? -1] === 'synthetic';
  const lanes = session.lanes.map(lane => {
    const { stack, durationUs } = lane.samples;
    const own = Array.from(durationUs, (us, i) => (isSynthetic(stack[i] ?? -1) ? 0 : us));
    return { ...lane, samples: { stack, durationUs: own } };
  });
  return { ...session, lanes };
}

/** Rows of several lines of one statement stand on its first. */
function byStatement(session: SessionData): SessionData {
  const { frames, stacks, strings } = session;
  const pathOf = (stack: number): string =>
    strings[frames.file[stacks.frame[stack] ?? -1] ?? -1] ?? '';
  const merged = (rows: LineShares, owner: (stack: number) => number): LineShares => ({
    ...rows,
    line: rows.line.map((line, i) =>
      line > 0 ? statementLine(pathOf(owner(rows.stack[i] ?? -1)), line) : line,
    ),
    column: rows.column.map(() => 0),
  });
  const lanes = session.lanes.map(lane => ({
    ...lane,
    leafLines: merged(lane.leafLines, stack => stack),
    callLines: merged(lane.callLines, stack => stacks.parent[stack] ?? -1),
  }));
  return { ...session, lanes };
}

async function runV8({ path, args }: Program): Promise<Shares> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-oracle-'));
  const out = join(folder, 'out.pb');
  try {
    const preload = join(HERE, 'workloads/pprof-preload.cjs');
    const child = spawn(process.execPath, ['--require', preload, path, ...args], {
      env: { ...process.env, PPROF_OUT: out },
      stdio: 'ignore',
    });
    await once(child, 'exit');
    return sharesOf(Profile.decode(gunzipSync(readFileSync(out))));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function sharesOf(profile: Profile): Shares {
  const { strings } = profile.stringTable;
  const files = new Map(
    profile.function.map(({ id, filename }) => [id, strings[Number(filename)] ?? '']),
  );
  const places = new Map(
    profile.location.map(({ id, line: [line] }) => {
      const path = files.get(line?.functionId ?? 0) ?? '';
      return [id, `${path}:${statementLine(path, Number(line?.line ?? 0))}`];
    }),
  );
  const sums = new Map<string, number>();
  let total = 0;
  for (const { locationId, value } of profile.sample) {
    const lines = new Set(locationId.map(id => places.get(id) ?? ''));
    const ns = Number(value[1] ?? 0);
    // Garbage collection and the like have no file.
    if ([...lines].every(line => line.startsWith(':'))) continue;
    total += ns;
    for (const line of lines) sums.set(line, (sums.get(line) ?? 0) + ns);
  }
  return new Map([...sums].map(([line, ns]) => [line, ns / total]));
}

/** Statement and distance, the largest first; those of Node.js and those that await are left out. */
function distancesOf(
  a: Shares,
  b: Shares,
  awaiting: ReadonlySet<string>,
): readonly (readonly [string, number])[] {
  return [...new Set([...a.keys(), ...b.keys()])]
    .filter(line => line.startsWith('/') && !awaiting.has(line))
    .filter(line => Math.max(a.get(line) ?? 0, b.get(line) ?? 0) >= SHOWN)
    .map(line => [line, Math.abs((a.get(line) ?? 0) - (b.get(line) ?? 0))] as const)
    .sort((x, y) => y[1] - x[1]);
}

function mean(a: Shares, b: Shares): Shares {
  const lines = new Set([...a.keys(), ...b.keys()]);
  return new Map([...lines].map(line => [line, ((a.get(line) ?? 0) + (b.get(line) ?? 0)) / 2]));
}

function average(values_: readonly number[]): number {
  return values_.reduce((sum, value) => sum + value, 0) / Math.max(1, values_.length);
}

// Memory and pauses over a long run: `npm run bench:long-run [-- --minutes 1,10 --intervals 1000,100]`. Linux only.
//
// A program computes for so many minutes, plainly, under node --cpu-prof and under hotpath. A row tells the peak memory
// of the program's process and of the recorder's, how long the program's process took to end after its own last line,
// and what the file that came out of it holds for each sample. `--only hotpath` leaves the other two out; with
// `--busy 0.1` the program waits for nine tenths of the time.

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { renderTable } from './table.ts';

const PROGRAM = join(import.meta.dirname, 'workloads', 'long.cjs');
const COMMAND = join(import.meta.dirname, '..', 'dist', 'cli.mjs');
const LOOK_MS = 20;

interface Variant {
  readonly name: string;
  /** Arguments of `node` up to the program. */
  args(output: string, intervalUs: number): readonly string[];
}

const VARIANTS: readonly Variant[] = [
  { name: 'node', args: () => [] },
  {
    name: 'node --cpu-prof',
    args: (output, intervalUs) => [
      '--cpu-prof',
      `--cpu-prof-interval=${intervalUs}`,
      `--cpu-prof-dir=${output}`,
    ],
  },
  {
    name: 'hotpath',
    args: (output, intervalUs) => [
      COMMAND,
      '-i',
      `${intervalUs}us`,
      '-o',
      join(output, 'run.hotpath'),
    ],
  },
];

interface Result {
  readonly programMb: number;
  /** Of the process that started the program, where there is one. */
  readonly recorderMb: number | null;
  readonly pauseMs: number;
  readonly fileBytes: number;
  readonly samples: number;
}

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1,10,30' },
    intervals: { type: 'string', default: '1000,100' },
    only: { type: 'string' },
    busy: { type: 'string', default: '1' },
  },
});
const variants = VARIANTS.filter(({ name }) => values.only === undefined || name === values.only);
const rows = [
  ['', 'minutes', 'interval', 'program', 'recorder', 'pause at the end', 'file', 'bytes/sample'],
];
for (const minutes of values.minutes.split(',').map(Number))
  for (const intervalUs of values.intervals.split(',').map(Number))
    rows.push(...(await Promise.all(variants.map(of => measure(of, minutes, intervalUs)))));
console.log(renderTable(rows));

async function measure(variant: Variant, minutes: number, intervalUs: number): Promise<string[]> {
  const output = mkdtempSync(join(tmpdir(), 'bench-long-'));
  try {
    const result = await run(variant.args(output, intervalUs), minutes, output);
    return [
      variant.name,
      String(minutes),
      `${intervalUs} us`,
      `${result.programMb.toFixed(0)} MB`,
      result.recorderMb === null ? '' : `${result.recorderMb.toFixed(0)} MB`,
      `${result.pauseMs.toFixed(0)} ms`,
      result.samples === 0 ? '' : `${(result.fileBytes / 2 ** 20).toFixed(1)} MB`,
      result.samples === 0 ? '' : (result.fileBytes / result.samples).toFixed(1),
    ];
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
}

async function run(args: readonly string[], minutes: number, output: string): Promise<Result> {
  const child = spawn(process.execPath, [...args, PROGRAM, String(minutes), values.busy], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => (text += part));
  const peaks = await watch(child, () => Number(/^PID (\d+)/m.exec(text)?.[1] ?? 0));
  const endedMs = Number(/^END (\d+)/m.exec(text)?.[1] ?? NaN);
  const file = readdirSync(output).map(name => join(output, name))[0];
  return {
    programMb: peaks.programMb,
    recorderMb: args.includes(COMMAND) ? peaks.recorderMb : null,
    pauseMs: peaks.goneMs - endedMs,
    fileBytes: file === undefined ? 0 : statSync(file).size,
    samples: file === undefined ? 0 : countSamples(readFileSync(file, 'utf8')),
  };
}

/** Of a .cpuprofile, or of a session's first lane. */
function countSamples(text: string): number {
  const { samples, lanes } = JSON.parse(text) as {
    readonly samples?: readonly number[];
    readonly lanes?: readonly { readonly samples: { readonly stack: readonly number[] } }[];
  };
  return samples?.length ?? lanes?.[0]?.samples.stack.length ?? 0;
}

/** Follows a process and the program, which may be the same one, until both are gone. */
async function watch(
  child: ChildProcess,
  programPid: () => number,
): Promise<{ programMb: number; recorderMb: number; goneMs: number }> {
  const closed = new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => {
      resolve();
    });
  });
  let [programMb, recorderMb, goneMs, isOver] = [0, 0, NaN, false];
  void closed.then(() => (isOver = true));
  while (!isOver) {
    const now = peakMb(programPid());
    if (now > 0) programMb = now;
    else if (programMb > 0 && Number.isNaN(goneMs)) goneMs = Date.now();
    recorderMb = Math.max(recorderMb, peakMb(child.pid ?? 0));
    await sleep(LOOK_MS);
  }
  return { programMb, recorderMb, goneMs: Number.isNaN(goneMs) ? Date.now() : goneMs };
}

/** Peak of the memory that a process had in RAM; 0 when there is no such process. */
function peakMb(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

// What profiling costs the program: `npm run bench:overhead [-- workload …] [--rounds 7]`.
//
// Each workload does the same work under each profiler, one after the other, round by round. A cell is the median of
// what was found round by round, against plain node in the same round: wall-clock time, and CPU time of the program's
// process with all its threads, those of the profiler included. To start has a price of its own, in milliseconds: that of
// a program that does nothing; the others run for some ten seconds, and are given as ratios.

import { mkdtempSync, rmSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launch } from '../src/sampler/launch.ts';
import type { SpawnedProgram, SpawnSpec } from '../src/sampler/program.ts';
import { childCpuMs } from './child-cpu.ts';
import { driveServer } from './drive-server.ts';
import { median, renderTable } from './table.ts';

interface Workload {
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  /** Sends requests until the program has had enough. */
  readonly isServer?: boolean;
  /** What it costs is given in milliseconds, not as a ratio. */
  readonly isAbsolute?: boolean;
}

interface Cost {
  readonly wallMs: number;
  readonly cpuMs: number;
}

const WORKLOADS: readonly Workload[] = [
  { name: 'only starting', file: 'nothing.cjs', args: [], isAbsolute: true },
  { name: 'template rendering', file: 'template.cjs', args: ['12000'] },
  { name: 'server that awaits', file: 'server.mjs', args: ['5000'], isServer: true },
  { name: 'nothing but awaits', file: 'awaits.mjs', args: ['60000000'] },
];
const FOLDER = join(import.meta.dirname, 'workloads');
const scratch = mkdtempSync(join(tmpdir(), 'bench-overhead-'));

const VARIANTS: readonly {
  readonly name: string;
  run(workload: Workload): Promise<unknown>;
}[] = [
  { name: 'node', run: workload => runNode(workload, []) },
  {
    name: 'node --cpu-prof',
    run: workload => runNode(workload, ['--cpu-prof', `--cpu-prof-dir=${scratch}`]),
  },
  {
    name: '@datadog/pprof',
    run: workload => runNode(workload, ['--require', join(FOLDER, 'pprof-preload.cjs')]),
  },
  { name: 'hotpath', run: runHotpath },
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '7' },
    verbose: { type: 'boolean', default: false },
  },
});
const workloads = WORKLOADS.filter(
  ({ file }) => positionals.length === 0 || positionals.some(word => file.startsWith(word)),
);
const rows = [['', ...workloads.flatMap(({ name }) => [name, 'wall', 'CPU'])]];
const costs = new Map<string, Cost[]>();
try {
  for (let round = 0; round < Number(values.rounds); round++)
    for (const workload of workloads) await runRound(workload);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
for (const { name } of VARIANTS)
  rows.push([name, ...workloads.flatMap(workload => ['', ...cells(workload, name)])]);
console.log(renderTable(rows));

async function runRound(workload: Workload): Promise<void> {
  for (const variant of VARIANTS) {
    const [wall, cpu] = [performance.now(), childCpuMs()];
    await variant.run(workload);
    const cost = { wallMs: performance.now() - wall, cpuMs: childCpuMs() - cpu };
    const key = `${workload.name} ${variant.name}`;
    costs.set(key, [...(costs.get(key) ?? []), cost]);
    if (process.stderr.isTTY || values.verbose)
      process.stderr.write(
        `${workload.name}, ${variant.name}: ${cost.wallMs.toFixed(0)} ms, CPU ${cost.cpuMs.toFixed(0)} ms\n`,
      );
  }
}

function cells({ name, isAbsolute }: Workload, variant: string): string[] {
  const plain = costs.get(`${name} node`) ?? [];
  const own = costs.get(`${name} ${variant}`) ?? [];
  const cell = (what: keyof Cost): string => {
    const pairs = own.map((cost, round) => [cost[what], plain[round]?.[what] ?? NaN] as const);
    if (isAbsolute !== true) return median(pairs.map(([cost, least]) => cost / least)).toFixed(3);
    return `${median(pairs.map(([cost, least]) => cost - least)).toFixed(0)} ms`;
  };
  return [cell('wallMs'), cell('cpuMs')];
}

async function runNode(workload: Workload, flags: readonly string[]): Promise<void> {
  const args = [...flags, join(FOLDER, workload.file), ...workload.args];
  const env = { ...process.env, PPROF_OUT: join(scratch, 'out.pb') } as Record<string, string>;
  await start(workload, { command: process.execPath, args, cwd: process.cwd(), env }).exited;
}

async function runHotpath(workload: Workload): Promise<void> {
  const program = await launch({
    entry: { kind: 'file', path: join(FOLDER, workload.file) },
    args: workload.args,
    nodePath: process.execPath,
    spawner: spec => start(workload, spec),
  });
  const { session } = await program.finished;
  if (session.lanes[0]?.samples.stack.length === 0) throw new Error('Nothing was recorded.');
}

function start(workload: Workload, spec: SpawnSpec): SpawnedProgram {
  const { command, args, cwd, env } = spec;
  const child = spawn(command, [...args], { cwd, env, stdio: ['ignore', 'pipe', 'inherit'] });
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const port = /^PORT (\d+)/m.exec(text)?.[1];
    if (workload.isServer === true && port !== undefined) driveServer(Number(port));
  });
  const exited = new Promise<{ code: number | null; signal: string | null }>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code !== 0) reject(new Error(`${workload.name} ended with ${signal ?? code}.`));
      resolve({ code, signal });
    });
  });
  return { exited, kill: signal => void child.kill(signal) };
}

// Starts a program whose output is taken by us, for want of a terminal.

import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { ExitStatus } from '../model/session.ts';
import type { SpawnedProgram, SpawnSpec } from '../sampler/program.ts';
import { withPatience } from '../sampler/protocol/patience.ts';

/** Takes what the program prints, in pieces of any size. */
export type OutputListener = (text: string, stream: 'stdout' | 'stderr') => void;

/** A process that the program has left behind may hold its output open; it is waited for no longer than this. */
const CLOSE_PATIENCE_MS = 500;

/** Starts the process, with nothing on its stdin. Rejects as `spawn` does when it cannot be started. */
export function spawnCaptured(spec: SpawnSpec, onOutput: OutputListener): Promise<SpawnedProgram> {
  const child = spawn(spec.command, [...spec.args], {
    ...(spec.argv0 === undefined ? {} : { argv0: spec.argv0 }),
    cwd: spec.cwd,
    env: spec.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: HAS_GROUPS,
  });
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      onOutput(text, stream);
    });
  }
  const exited = untilExited(child);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('spawn', () => {
      resolve({
        exited,
        kill: signal => {
          kill(child, signal);
        },
      });
    });
  });
}

type Captured = ChildProcessByStdio<null, Readable, Readable>;

/** A group of its own gets signals as one on a terminal gets Ctrl-C: npm and what it runs alike. */
const HAS_GROUPS = process.platform !== 'win32';

async function untilExited(child: Captured): Promise<ExitStatus> {
  const closed = new Promise<void>(resolve => {
    child.once('close', () => {
      resolve();
    });
  });
  const exit = await new Promise<ExitStatus>(resolve => {
    child.once('exit', (code, signal) => {
      resolve({ code, signal });
    });
  });
  await withPatience(closed, CLOSE_PATIENCE_MS);
  return exit;
}

function kill(child: Captured, signal: NodeJS.Signals): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  if (!HAS_GROUPS) {
    child.kill(signal);
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    // It has just ended.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

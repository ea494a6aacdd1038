// The default way to start a program: as a child that shares our stdin, stdout and stderr.

import { spawn } from 'node:child_process';
import type { ExitStatus } from '../model/session.ts';
import type { SpawnedProgram, SpawnSpec } from './program.ts';

/** Starts the process. Rejects as `spawn` does when it cannot be started. */
export function spawnProgram(spec: SpawnSpec): Promise<SpawnedProgram> {
  const child = spawn(spec.command, [...spec.args], {
    ...(spec.argv0 === undefined ? {} : { argv0: spec.argv0 }),
    cwd: spec.cwd,
    env: spec.env,
    stdio: 'inherit',
  });
  const exited = new Promise<ExitStatus>(resolve => {
    child.once('exit', (code, signal) => {
      resolve({ code, signal });
    });
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('spawn', () => {
      resolve({ exited, kill: signal => void child.kill(signal) });
    });
  });
}

// The default way to start a program: as a child that shares our stdin, stdout and stderr.

import { spawn } from 'node:child_process';
import type { ChildProcess, SerializationType, StdioOptions } from 'node:child_process';
import type { ExitStatus } from '../../model/session.ts';
import type { SpawnedProgram, SpawnSpec } from '../program.ts';
import { currentFolder } from '../current-folder.ts';

/** What the program gets besides stdin, stdout and stderr. */
export interface MoreStreams {
  /** Our own open files, under the numbers that they have here. */
  readonly files: readonly number[];
  /** A channel under this number; `pass` is given the process, and settles when the channel is no longer needed. */
  readonly channel?: {
    readonly fd: number;
    readonly serialization: SerializationType;
    readonly pass: (child: ChildProcess) => Promise<void>;
  };
}

/** Starts the process. Rejects as `spawn` does when it cannot be started. */
export function spawnProgram(
  spec: SpawnSpec,
  more: MoreStreams = { files: [] },
): Promise<SpawnedProgram> {
  const { channel } = more;
  const child = spawn(spec.command, [...spec.args], {
    ...(spec.argv0 === undefined ? {} : { argv0: spec.argv0 }),
    // Our own is inherited: the system could not find it if it has been removed.
    ...(spec.cwd === currentFolder() ? {} : { cwd: spec.cwd }),
    env: spec.env,
    stdio: stdioOf(more),
    ...(channel === undefined ? {} : { serialization: channel.serialization }),
  });
  const passed = channel?.pass(child);
  const exited = new Promise<ExitStatus>(resolve => {
    child.once('exit', (code, signal) => {
      resolve({ code, signal });
    });
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('spawn', () => {
      const complete = exited.then(async exit => (await passed, exit));
      resolve({ exited: complete, kill: signal => void child.kill(signal) });
    });
  });
}

function stdioOf({ files, channel }: MoreStreams): StdioOptions {
  const stdio: ('inherit' | 'ignore' | 'ipc' | number)[] = ['inherit', 'inherit', 'inherit'];
  const place = (fd: number, what: 'ipc' | number): void => {
    while (stdio.length < fd) stdio.push('ignore');
    stdio[fd] = what;
  };
  for (const fd of files) place(fd, fd);
  if (channel !== undefined) place(channel.fd, 'ipc');
  return stdio;
}

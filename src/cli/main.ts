// The `hotpath` command: gives the world to `command.ts` and ends as it says. The only place with `process.exit`.

import { fstatSync } from 'node:fs';
import { runCommand } from './command.ts';
import type { Outcome, PassedSignal } from './host.ts';
import { findInherited } from './inherited.ts';
import { passChannel } from './pass-channel.ts';
import { attach } from '../sampler/attach.ts';
import { launch } from '../sampler/launch.ts';
import type { MoreStreams } from '../sampler/launching/spawn-program.ts';
import { currentFolder } from '../sampler/current-folder.ts';

const OLDEST_MAJOR = 20;
/** After this a command is one that takes long. Most are over, and have not loaded what it takes. */
const LONG_RUN_MS = 1000;

if (Number(process.versions.node.split('.')[0]) < OLDEST_MAJOR) {
  process.stderr.write(
    `hotpath: It needs Node.js ${OLDEST_MAJOR} or later, and this is ${process.version}; ` +
      'programs of Node.js 18 are recorded with --node PATH.\n',
  );
  process.exit(1);
}

// The inspector that NODE_OPTIONS asks for is the program's, as its port is.
if (/(?:^|\s)--inspect/.test(process.env['NODE_OPTIONS'] ?? ''))
  (await import('node:inspector')).close();

// Asked before anything is opened here.
const more = streamsForProgram();

// A reader that goes away (`hotpath … | head`) is told to whoever writes, and nothing to fall over.
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);

setTimeout(() => void keepSmall(), LONG_RUN_MS).unref();

end(
  await runCommand({
    argv: process.argv.slice(2),
    env: process.env,
    cwd: currentFolder(),
    platform: process.platform,
    stdin: { isTTY: process.stdin.isTTY, isPiped: isPiped() },
    stdout: process.stdout,
    stderr: process.stderr,
    more,
    launch,
    attach,
    onSignal,
  }),
);

function streamsForProgram(): MoreStreams {
  const { files, channel } = findInherited(process.channel !== undefined);
  if (channel === undefined) return { files };
  return { files, channel: { ...channel, pass: child => passChannel(process, child) } };
}

/** Whoever starts us without a shell gives us a socket, which may never end, or a device. */
function isPiped(): boolean {
  try {
    const stdin = fstatSync(0);
    return stdin.isFIFO() || stdin.isFile();
  } catch {
    return false; // It is closed.
  }
}

function onSignal(signal: PassedSignal, listener: () => void): () => void {
  process.on(signal, listener);
  return () => process.off(signal, listener);
}

/**
 * The space for new objects of a process that lives long doubles now and then, up to 32 MB, and so does that of each of
 * its threads, though a recording fills little of it in a second. It stays as it is from now on.
 */
async function keepSmall(): Promise<void> {
  const { setFlagsFromString } = await import('node:v8');
  setFlagsFromString('--semi-space-growth-factor=1');
}

/** Ends as the program did: a signal is raised again on this process, so that a shell sees the same. */
function end(outcome: Outcome): void {
  process.exitCode = outcome.code;
  if (!('signal' in outcome) || process.platform === 'win32') return;
  process.kill(process.pid, outcome.signal);
  // The signal arrives soon; should it be ignored here, the exit code tells.
  setTimeout(() => process.exit(outcome.code), 1000);
}

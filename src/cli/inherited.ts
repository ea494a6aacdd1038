// What the command was started with besides stdin, stdout and stderr: open files (`hotpath app.js 3<data`, make's job
// server, systemd's sockets) and a channel to a process that forked it. All of it is meant for the program.

import { fstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** How messages are written on a channel. */
export type Serialization = 'json' | 'advanced';

/** What the program is to be started with. */
export interface Inherited {
  /** Numbers of open files, from 3 on. */
  readonly files: readonly number[];
  /** The number of the channel and how it is written on. */
  readonly channel?: { readonly fd: number; readonly serialization: Serialization };
}

/** The lowest number that stands for none of the standard streams. */
const FIRST = 3;

/** Has to be asked before the command opens anything itself. Files are only found on Linux. */
export function findInherited(hasChannel: boolean): Inherited {
  const channel = hasChannel ? findChannel() : undefined;
  const files = listOpenFiles().filter(fd => fd !== channel?.fd);
  return channel === undefined ? { files } : { files, channel };
}

/** Node.js takes the variables that tell of the channel out of `process.env`, so the system is asked. */
function findChannel(): { readonly fd: number; readonly serialization: Serialization } {
  const variables = readIfThere('/proc/self/environ')?.split('\0') ?? [];
  const valueOf = (name: string): string | undefined =>
    variables.find(text => text.startsWith(`${name}=`))?.slice(name.length + 1);
  return {
    fd: Number(valueOf('NODE_CHANNEL_FD') ?? FIRST),
    serialization: valueOf('NODE_CHANNEL_SERIALIZATION_MODE') === 'advanced' ? 'advanced' : 'json',
  };
}

interface OpenFile {
  readonly fd: number;
  /** Such as `/path`, `pipe:[17]` or `anon_inode:[eventpoll]`. */
  readonly what: string;
}

/**
 * The files that were open before this process opened any. Node.js opens some of its own at its start, in the lowest
 * numbers that are free, and an event poll first: what stands before that was there; of what stands behind it, event
 * polls and the like, both ends of a pipe, and `/dev/null` are its own. So is all that stands behind it where modules
 * are loaded into every program (`NODE_OPTIONS=--require …`): they have run here already, and may have opened anything.
 */
function listOpenFiles(): number[] {
  const files = readOpenFiles();
  const firstOwn = files.find(({ what }) => what === 'anon_inode:[eventpoll]')?.fd ?? FIRST;
  const isOwn = ({ what }: OpenFile): boolean =>
    hasPreloads() ||
    what.startsWith('anon_inode:') ||
    what === '/dev/null' ||
    (what.startsWith('pipe:') && files.filter(file => file.what === what).length > 1);
  return files.filter(file => file.fd < firstOwn || !isOwn(file)).map(({ fd }) => fd);
}

function hasPreloads(): boolean {
  const options = process.env['NODE_OPTIONS'] ?? '';
  return /(?:^|\s)(?:-r|--(?:require|import|(?:experimental-)?loader))(?:[=\s]|$)/.test(options);
}

function readOpenFiles(): OpenFile[] {
  if (process.platform !== 'linux') return [];
  const files: OpenFile[] = [];
  for (const fd of readdirSync('/proc/self/fd').map(Number)) {
    if (fd >= FIRST && isOpen(fd)) files.push({ fd, what: readlinkSync(`/proc/self/fd/${fd}`) });
  }
  return files.sort((a, b) => a.fd - b.fd);
}

/** The folder was listed through a file that is closed again. */
function isOpen(fd: number): boolean {
  try {
    fstatSync(fd);
    return true;
  } catch {
    return false;
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined; // Another system than Linux: then the usual is assumed.
  }
}

// Finds the Node.js processes of this user that are running now, to attach to one of them.

import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { NODE_NAME } from '../../sampler/running-process.ts';

/** A running Node.js process. */
export interface NodeProcess {
  readonly pid: number;
  /** Its whole command line, for people. */
  readonly command: string;
}

/** The processes that the user may look at, the newest first. Rejects when the system does not tell. */
export async function listNodeProcesses(): Promise<readonly NodeProcess[]> {
  const found = await listForPlatform();
  return [...found].sort((a, b) => b.pid - a.pid);
}

async function listForPlatform(): Promise<readonly NodeProcess[]> {
  if (process.platform === 'linux') return await listFromProc();
  if (process.platform === 'win32') return parseWindowsProcesses(await run(...WINDOWS_COMMAND));
  return parsePs(await run('/bin/ps', PS_ARGS));
}

async function listFromProc(): Promise<NodeProcess[]> {
  const pids = (await readdir('/proc')).filter(name => /^\d+$/.test(name));
  const found = await Promise.all(pids.map(readProcess));
  return found.filter(process => process !== undefined);
}

/** `undefined` for what is not Node.js, is another user's, or is just ending. */
async function readProcess(pid: string): Promise<NodeProcess | undefined> {
  const folder = join('/proc', pid);
  try {
    const binary = (await readlink(join(folder, 'exe'))).replace(/ \(deleted\)$/, '');
    if (!NODE_NAME.test(binary.slice(binary.lastIndexOf('/') + 1))) return undefined;
    const command = (await readFile(join(folder, 'cmdline'), 'utf8')).replaceAll('\0', ' ').trim();
    return command === '' ? undefined : { pid: Number(pid), command };
  } catch {
    return undefined;
  }
}

/** Own processes, with or without a terminal: pid, name of the binary, command line. */
const PS_ARGS = ['-xww', '-o', 'pid=,ucomm=,args='];

/** Reads what `ps` prints: `  4711 node  node server.js --port 80`. */
export function parsePs(text: string): NodeProcess[] {
  return text.split('\n').flatMap(line => {
    const [, pid, name = '', command = ''] = /^\s*(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    return pid !== undefined && NODE_NAME.test(name)
      ? [{ pid: Number(pid), command: command.trim() }]
      : [];
  });
}

const WINDOWS_COMMAND = [
  // The system's own: a bare name would be looked for in the current folder first.
  join(
    process.env['SystemRoot'] ?? 'C:\\Windows',
    'System32/WindowsPowerShell/v1.0/powershell.exe',
  ),
  [
    '-NoProfile',
    '-NonInteractive',
    '-Command',
    '[Console]::OutputEncoding = [Text.Encoding]::UTF8; Get-CimInstance Win32_Process -Filter "Name=\'node.exe\'" | Select-Object ProcessId, CommandLine | ConvertTo-Json -Compress',
  ],
] as const;

/** Reads what PowerShell prints: an array, or one process alone, or nothing. */
export function parseWindowsProcesses(text: string): NodeProcess[] {
  if (text.trim() === '') return [];
  const rows = [JSON.parse(text) as WindowsProcess | readonly WindowsProcess[]].flat();
  return rows.map(({ ProcessId, CommandLine }) => ({
    pid: ProcessId,
    command: CommandLine ?? 'node.exe',
  }));
}

interface WindowsProcess {
  readonly ProcessId: number;
  /** `null` for another user's. */
  readonly CommandLine: string | null;
}

async function run(command: string, args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(command, [...args], { maxBuffer: 1 << 26 });
  return stdout;
}

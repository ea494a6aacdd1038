// What can be attached to, as a user sees and types it: a process by its name, or the address of an inspector.

import { countNodeFlag } from '../sampler/launching/node-flags.ts';
import type { AttachTarget } from '../sampler/attach.ts';
import type { NodeProcess } from './node-processes.ts';

/** A target and what to call it. */
export interface AttachChoice {
  readonly target: AttachTarget;
  readonly name: string;
}

/** The choice of a running process, called after its script. */
export function choiceOfProcess({ pid, command }: NodeProcess): AttachChoice {
  return { target: { kind: 'pid', pid }, name: nameProgram(command) };
}

/** What was typed: `9229`, `localhost:9229` or `ws://127.0.0.1:9229/…`; `undefined` for anything else. */
export function parseAddress(text: string): AttachChoice | undefined {
  const typed = text.trim();
  if (/^wss?:\/\/\S+$/i.test(typed)) {
    return { target: { kind: 'address', address: typed }, name: typed };
  }
  const [, digits] = /^(?:(?:localhost|127\.0\.0\.1|\[::1\])?:)?(\d{1,5})$/.exec(typed) ?? [];
  const port = Number(digits);
  if (digits === undefined || port < 1 || port > 65_535) return undefined;
  return { target: { kind: 'port', port }, name: `port ${port}` };
}

/** The base name of the script in a command line; `node` where there is none. */
export function nameProgram(command: string): string {
  const [binary = '', ...args] = command.split(/\s+/);
  // Some programs, such as npm, put a text of their own in the place of their command line.
  if (!/^node(?:js)?(?:\.exe)?$/.test(baseName(binary))) return baseName(binary) || 'node';
  if (args.some(arg => /^(?:-e|-p|-pe|--eval|--print)$/.test(arg))) return 'node';
  return baseName(args[countOptions(args)] ?? '') || 'node';
}

/** How many arguments there are before the script. */
function countOptions(args: readonly string[]): number {
  let count = 0;
  for (let arg = args[0]; arg?.startsWith('-') === true; arg = args[count])
    count += Math.max(1, countNodeFlag(arg));
  return count;
}

function baseName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? '';
}

// What a running program is called, by its command line.

import { countNodeFlags } from '../node-flags.ts';

/** The base name of the script in a command line; `node` where there is none. */
export function nameProgram(command: string): string {
  const [binary = '', ...args] = command.split(/\s+/);
  // Some programs, such as npm, put a text of their own in the place of their command line.
  if (!/^node(?:js)?(?:\.exe)?$/.test(baseName(binary))) return baseName(binary) || 'node';
  if (args.some(arg => /^(?:-e|-p|-pe|--eval|--print)$/.test(arg))) return 'node';
  return baseName(args[countNodeFlags(args)] ?? '') || 'node';
}

function baseName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? '';
}

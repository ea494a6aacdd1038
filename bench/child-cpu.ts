// CPU time of child processes, as the kernel counts it when they have ended.

import { readFileSync } from 'node:fs';

/** USER_HZ: the same on every Linux that Node.js runs on. */
const MS_PER_TICK = 10;

/** CPU time (user and system, all threads) of the children of this process that have ended. Linux only. */
export function childCpuMs(): number {
  const stat = readFileSync('/proc/self/stat', 'utf8');
  // The second field is the command in parentheses, which may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) * MS_PER_TICK;
}

// A program whose time and output are known, and signals to it.

import type { RunOptions } from './run-program.ts';

/** Long enough that its samples have left the process when it is killed. */
export const BUSY = `
function hot(ms) {
  const end = performance.now() + ms;
  while (performance.now() < end);
}
process.stdout.write('begun ü\\n');
process.stderr.write('to stderr\\n');
hot(300);
`;

/** Sent from outside once the program says so. */
export function sendWhenReady(signal: NodeJS.Signals): RunOptions {
  const sent = new Set<number>();
  return {
    onOutput: (stdout, pid) => {
      if (!stdout.includes('ready') || sent.has(pid)) return;
      sent.add(pid);
      process.kill(pid, signal);
    },
  };
}

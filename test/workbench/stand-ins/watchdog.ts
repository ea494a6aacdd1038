/** Stands in for the native module `native-watchdog`: a process of VS Code ends when the one that started it is gone. */
import { exit as exitProcess, kill } from 'node:process';

const INTERVAL_MS = 1_000;

/** Ends this process soon after the process `pid` has ended. */
export function start(pid: number): void {
  setInterval(() => {
    if (!exists(pid)) exitProcess(1);
  }, INTERVAL_MS).unref();
}

/** Ends this process. */
export function exit(code = 0): void {
  exitProcess(code);
}

function exists(pid: number): boolean {
  try {
    kill(pid, 0);
    return true;
  } catch {
    // Either nobody has this id any more, or somebody else's process has taken it over.
    return false;
  }
}

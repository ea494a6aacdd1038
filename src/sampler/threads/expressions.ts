// What a process or a thread tells of itself: expressions that are evaluated in it.

import { AWAIT_BINDING } from '../environment.ts';

/**
 * Whether calls in the thread are counted, or may be: by Node.js for a coverage report, or by a session of the program's
 * own, which nobody tells of.
 */
export const COUNTS_CALLS = `(Boolean(process.env.NODE_V8_COVERAGE) ||
  (process.moduleLoadList ?? []).includes('NativeModule inspector'))`;

/** As `findClockOrigin`: between the two the thread may be halted, which makes it less. */
const CLOCK_ORIGIN = 'Number(process.hrtime.bigint()) / 1000 - performance.now() * 1000';

/**
 * Gives what `HelloMessage` holds, but for the thread; the working directory, how much memory the heap takes, and
 * whether its calls may be counted.
 */
export const FACTS = `({
  pid: process.pid, parentPid: process.ppid, nodeVersion: process.version, platform: process.platform,
  command: ['node', ...process.execArgv, ...process.argv.slice(1)].join(' '),
  cwd: (() => { try { return process.cwd(); } catch { return '/'; } })(),
  script: process.argv[1] ?? '', heapBytes: process.memoryUsage().heapUsed, isCounted: ${COUNTS_CALLS},
  nowUs: Number(process.hrtime.bigint() / 1000n),
  clockOriginUs: Math.max(...[0, 0, 0, 0, 0].map(() => ${CLOCK_ORIGIN})),
})`;

/**
 * Whether Node.js itself profiles the thread or counts its calls for a coverage report: a second profile of the console
 * would be one of its own as well, and it would print what it is told of that.
 */
export const IS_OBSERVED = `(Boolean(process.env.NODE_V8_COVERAGE) ||
  /--(?:cpu-prof|experimental-test-coverage)/.test([...process.execArgv, process.env.NODE_OPTIONS].join(' ')))`;

/**
 * True once Node.js has set up a worker thread that starts: when it has put the program among the arguments, which is the
 * last thing it does, or our preload runs and says that it waits. Touches nothing that is set up only in part.
 */
export function isSetUp(program: string): string {
  return `typeof process === 'object' && Array.isArray(process.argv) &&
  (process.argv[1] === ${JSON.stringify(program)} || globalThis['${AWAIT_BINDING}']?.isAwaited === true)`;
}

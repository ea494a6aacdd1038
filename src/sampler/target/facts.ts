// What a process or a thread tells of itself: expressions that are evaluated in it.

/** Gives what `HelloMessage` holds, but for the thread, and the working directory. */
export const FACTS = `({
  pid: process.pid, parentPid: process.ppid, nodeVersion: process.version, platform: process.platform,
  command: ['node', ...process.execArgv, ...process.argv.slice(1)].join(' '), cwd: process.cwd(),
  nowUs: Number(process.hrtime.bigint() / 1000n),
  clockOriginUs: Number(process.hrtime.bigint() / 1000n) - performance.now() * 1000,
})`;

/** True once Node.js has set up a thread so far that it is safe to evaluate anything else there. */
export const IS_SET_UP = "typeof process === 'object' && Array.isArray(process.argv)";

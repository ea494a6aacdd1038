// What a process that we attach to tells of itself: an expression that is evaluated in it.

/** Gives what `HelloMessage` holds, but for the thread, and the working directory. */
export const FACTS = `({
  pid: process.pid, parentPid: process.ppid, nodeVersion: process.version, platform: process.platform,
  command: ['node', ...process.execArgv, ...process.argv.slice(1)].join(' '), cwd: process.cwd(),
  nowUs: Number(process.hrtime.bigint() / 1000n),
  clockOriginUs: Number(process.hrtime.bigint() / 1000n) - performance.now() * 1000,
})`;

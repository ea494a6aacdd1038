// The options of Node.js, as they stand before a script.
//
//   node --import ./hooks.mjs --max-old-space-size=8192 app.js
//        2 arguments          1 argument

/** Those that take the next argument as their value, unless it is given with `=`. */
const WITH_VALUE: ReadonlySet<string> = new Set([
  ...['-r', '--require', '--import', '--loader', '--experimental-loader', '--conditions', '-C'],
  ...['--env-file', '--env-file-if-exists', '--input-type', '--experimental-default-type'],
  ...['--title', '--icu-data-dir', '--openssl-config', '--disable-proto', '--disable-warning'],
  ...['--unhandled-rejections', '--redirect-warnings', '--diagnostic-dir', '--dns-result-order'],
  ...['--max-http-header-size', '--secure-heap', '--secure-heap-min', '--snapshot-blob'],
  ...['--tls-cipher-list', '--tls-keylog', '--trace-event-categories', '--v8-pool-size'],
  ...['--trace-event-file-pattern', '--report-dir', '--report-directory', '--report-filename'],
  ...['--report-signal', '--heapsnapshot-signal', '--heapsnapshot-near-heap-limit'],
  ...['--cpu-prof-dir', '--cpu-prof-name', '--cpu-prof-interval', '--heap-prof-dir'],
  ...['--heap-prof-name', '--heap-prof-interval', '--test-name-pattern', '--test-reporter'],
  ...['--test-reporter-destination', '--test-concurrency', '--test-timeout', '--test-shard'],
]);

/** Those of Node.js and V8 that `NODE_OPTIONS` may not hold, so that Node.js does not list them. */
const MORE: ReadonlySet<string> = new Set([
  ...['--allow-natives-syntax', '--cpu-prof', '--experimental-strip-types', '--stack-size'],
  ...['--experimental-transform-types', '--expose-gc', '--opt', '--test', '--trace-deopt'],
  ...['--trace-gc', '--trace-opt', '--turbofan', '--sparkplug', '--maglev'],
]);

/**
 * How many arguments the option takes up that begins with this one: 0 when it is none of Node.js, 2 when its value is
 * the next one.
 */
export function countNodeFlag(argument: string): 0 | 1 | 2 {
  const [name = ''] = argument.split('=', 1);
  const flag = name.startsWith('--') ? name.replaceAll('_', '-') : name;
  if (WITH_VALUE.has(flag)) return argument.includes('=') ? 1 : 2;
  const positive = flag.replace(/^--no-/, '--');
  return MORE.has(positive) || process.allowedNodeEnvironmentFlags.has(flag) ? 1 : 0;
}

/** How many arguments of a command line of Node.js, without `node` itself, stand before the script. */
export function countNodeFlags(args: readonly string[]): number {
  let count = 0;
  for (let arg = args[0]; arg?.startsWith('-') === true; arg = args[count])
    count += Math.max(1, countNodeFlag(arg));
  return count;
}

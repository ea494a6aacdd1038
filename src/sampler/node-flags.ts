// The options of Node.js, as they stand before a script.
//
//   node --import ./hooks.mjs --max-old-space-size=8192 app.js
//        2 arguments          1 argument

/** Those that take the next argument as their value, unless it is given with `=`. */
const WITH_VALUE: ReadonlySet<string> = new Set([
  ...['-e', '--eval', '-p', '-pe', '--print', '--run', '--input-type', '--watch-path'],
  ...['-r', '--require', '--import', '--loader', '--experimental-loader', '--conditions', '-C'],
  ...['--env-file', '--env-file-if-exists', '--experimental-default-type', '--inspect-port'],
  ...['--title', '--icu-data-dir', '--openssl-config', '--disable-proto', '--disable-warning'],
  ...['--unhandled-rejections', '--redirect-warnings', '--diagnostic-dir', '--dns-result-order'],
  ...['--max-http-header-size', '--secure-heap', '--secure-heap-min', '--snapshot-blob'],
  ...['--tls-cipher-list', '--tls-keylog', '--trace-event-categories', '--v8-pool-size'],
  ...['--trace-event-file-pattern', '--report-dir', '--report-directory', '--report-filename'],
  ...['--report-signal', '--heapsnapshot-signal', '--heapsnapshot-near-heap-limit'],
  ...['--cpu-prof-dir', '--cpu-prof-name', '--cpu-prof-interval', '--heap-prof-dir'],
  ...['--heap-prof-name', '--heap-prof-interval', '--test-name-pattern', '--test-reporter'],
  ...['--test-reporter-destination', '--test-concurrency', '--test-timeout', '--test-shard'],
  ...['--test-skip-pattern', '--test-isolation', '--experimental-test-isolation'],
  ...['--test-coverage-include', '--test-coverage-exclude', '--test-global-setup'],
  ...['--test-coverage-branches', '--test-coverage-functions', '--test-coverage-lines'],
  ...['--test-random-seed', '--test-rerun-failures', '--experimental-test-tag-filter'],
  ...['--bench-isolation', '--bench-name-pattern', '--bench-reporter', '--bench-samples'],
  ...['--bench-reporter-destination', '--bench-warmup', '--build-sea', '--build-snapshot-config'],
  ...['--allow-fs-read', '--allow-fs-write', '--localstorage-file', '--experimental-config-file'],
  ...['--debug-port', '--es-module-specifier-resolution', '--experimental-package-map'],
  ...['--experimental-policy', '--policy-integrity', '--experimental-sea-config', '--vfs-load'],
  ...['--experimental-specifier-resolution', '--inspect-publish-uid', '--trace-require-module'],
  ...['--max-old-space-size-percentage', '--network-family-autoselection-attempt-timeout'],
  ...['--process-timeout', '--use-largepages', '--watch-kill-signal'],
]);

/** Those of Node.js and V8 that `NODE_OPTIONS` may not hold, so that Node.js does not list them. */
const MORE: ReadonlySet<string> = new Set([
  ...['--allow-natives-syntax', '--cpu-prof', '--experimental-strip-types', '--stack-size'],
  ...['--experimental-transform-types', '--expose-gc', '--opt', '--test', '--trace-deopt'],
  ...['--trace-gc', '--trace-opt', '--turbofan', '--sparkplug', '--maglev', '--watch'],
  // Node.js lists a value for them, but has one by itself.
  ...['--config-file', '--experimental-default-config-file'],
]);

/** With these Node.js is told what to run, or finds it: what follows them is no script. */
const WITHOUT_SCRIPT =
  /^(?:-e|--eval|-p|-pe|--print|--run|--test|--bench|--build-sea|--experimental-sea-config)(?:=|$)/;

/** Which options a Node.js takes. */
export interface NodeFlags {
  /** How many arguments the option takes up that begins with this one: 0 when it is none, 2 when its value is the next. */
  readonly count: (argument: string) => 0 | 1 | 2;
  /** Most of them, with dashes. */
  readonly names: Iterable<string>;
}

/** Those that are known without asking the Node.js that is to run: this one's, and the usual ones of others. */
export const KNOWN_FLAGS: NodeFlags = {
  count(argument) {
    const flag = flagName(argument);
    if (WITH_VALUE.has(flag)) return argument.includes('=') ? 1 : 2;
    const positive = flag.replace(/^--no-/, '--');
    return MORE.has(positive) || process.allowedNodeEnvironmentFlags.has(flag) ? 1 : 0;
  },
  get names() {
    return [...WITH_VALUE, ...MORE, ...process.allowedNodeEnvironmentFlags];
  },
};

/** The name as Node.js lists it: without a value, and with dashes for underscores. */
export function flagName(argument: string): string {
  const [name = ''] = argument.split('=', 1);
  return name.startsWith('--') ? name.replaceAll('_', '-') : name;
}

/** How many arguments of a command line of Node.js, without `node` itself, stand before the script. */
export function countNodeFlags(args: readonly string[]): number {
  let count = 0;
  for (let arg = args[0]; arg?.startsWith('-') === true; arg = args[count])
    count += Math.max(1, KNOWN_FLAGS.count(arg));
  return count;
}

/** Whether a program runs with these options and no script: `--test`, `--run build`, `--print 1+1`. */
export function needNoScript(flags: readonly string[]): boolean {
  return flags.some(flag => WITHOUT_SCRIPT.test(flag));
}

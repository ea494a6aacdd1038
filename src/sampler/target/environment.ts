// The variables that carry the recording into the target. The program itself must not see them.

import type { TargetOptions } from '../messages.ts';

/** Holds the {@link TargetOptions} as JSON. */
export const TARGET_VARIABLE = 'HOTPATH_TARGET';

/** Key of the registered symbol under which `process` holds what the relay calls in the main thread. */
export const TARGET_SYMBOL = 'hotpath.target';

/** Name of the global function by which a worker thread is told to note its awaits; gone once it does. */
export const AWAIT_BINDING = 'hotpath:awaits';

/** Takes our options out of the environment and puts it back as the user had it. */
export function takeTargetOptions(env: NodeJS.ProcessEnv): TargetOptions | null {
  const text = env[TARGET_VARIABLE];
  if (text === undefined) return null;
  const options = JSON.parse(text) as TargetOptions;
  Reflect.deleteProperty(env, TARGET_VARIABLE);
  if (options.nodeOptions === null) delete env['NODE_OPTIONS'];
  else env['NODE_OPTIONS'] = options.nodeOptions;
  return options;
}

/** The environment in which a Node.js process comes under the recorder. */
export function withTargetOptions(
  env: Readonly<NodeJS.ProcessEnv>,
  options: Pick<TargetOptions, 'pipe' | 'intervalUs'>,
  preloadPath: string,
): NodeJS.ProcessEnv {
  const nodeOptions = env['NODE_OPTIONS'] ?? null;
  const own: TargetOptions = { ...options, nodeOptions };
  const flag = `--require ${quoteNodeOption(preloadPath)}`;
  return {
    ...env,
    NODE_OPTIONS: nodeOptions === null ? flag : `${flag} ${nodeOptions}`,
    [TARGET_VARIABLE]: JSON.stringify(own),
  };
}

/** As Node.js reads NODE_OPTIONS: double quotes group, a backslash escapes within them. */
function quoteNodeOption(value: string): string {
  return `"${value.replace(/[\\"]/g, '\\$&')}"`;
}

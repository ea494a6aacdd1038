// The variables that carry the recording into the target. The program itself must not see them.

import { dirname, sep } from 'node:path';
import { findFileOptions, findRequired } from './file-options.ts';
import type { TargetOptions } from './messages.ts';

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

/** A process that is to come under the recorder. */
export interface TargetProcess {
  readonly env: Readonly<NodeJS.ProcessEnv>;
  /** Without `node` itself. */
  readonly args: readonly string[];
  /** Default: this process's. */
  readonly cwd?: string | undefined;
  readonly preloadPath: string;
}

/** The environment in which a Node.js process comes under the recorder. */
export function withTargetOptions(
  { env, args, cwd, preloadPath }: TargetProcess,
  options: Pick<TargetOptions, 'pipe' | 'intervalUs'>,
): NodeJS.ProcessEnv {
  const nodeOptions = env['NODE_OPTIONS'] ?? findFileOptions(args, cwd);
  const own: TargetOptions = { ...options, nodeOptions };
  const flags = [`--require ${quoteNodeOption(preloadPath)}`];
  // It would end at once; that it may read us changes nothing else for it.
  if ([...args, ...(nodeOptions ?? '').split(/\s+/)].some(isPermissionFlag))
    flags.push(quoteNodeOption(`--allow-fs-read=${dirname(preloadPath)}${sep}`));
  if (!/(?:^|\s)(?:-r|--require)\b/.test(nodeOptions ?? ''))
    flags.push(...findRequired(args, cwd).map(name => `--require ${quoteNodeOption(name)}`));
  if (nodeOptions !== null) flags.push(nodeOptions);
  return { ...env, NODE_OPTIONS: flags.join(' '), [TARGET_VARIABLE]: JSON.stringify(own) };
}

function isPermissionFlag(text: string): boolean {
  return /^--(?:experimental-)?permission$/.test(text);
}

/**
 * As Node.js reads NODE_OPTIONS: double quotes group, a backslash escapes within them. Before version 10 it knew neither,
 * and a child of that age is to run nevertheless.
 */
function quoteNodeOption(value: string): string {
  if (!/[\s"\\]/.test(value)) return value;
  return `"${value.replace(/[\\"]/g, '\\$&')}"`;
}

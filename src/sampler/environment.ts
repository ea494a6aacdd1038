// How the recording is carried into the target: by NODE_OPTIONS, which Node.js reads, shells pass on, and programs that
// filter their environment know. The program itself must not see it.
//
//   NODE_OPTIONS="--require /hotpath/dist/target/hotpath-target-eyJwaXB…/../preload.cjs --max-old-space-size=400"
//                           └──────────────── what the preload is told ─┘              └─ the user's ──────────┘
//
// There is no such folder: Node.js takes it out of the path before it looks. A shell may put more of the user's behind it.

import { basename, dirname, sep } from 'node:path';
import { findFileOptions, findRequired } from './file-options.ts';
import type { TargetOptions } from './messages.ts';

/** Programs replace globals, and the functions of these: what was there at the start is used to the end. */
const { Buffer } = globalThis;
const { parse, stringify } = JSON;
const { setPrototypeOf } = Object;

/** Key of the registered symbol under which `process` holds what the relay calls in the main thread. */
export const TARGET_SYMBOL = 'hotpath.target';

/** Name of the global function by which a worker thread is told to note its awaits; gone once it does. */
export const AWAIT_BINDING = 'hotpath:awaits';

const MARK = 'hotpath-target-';
/** A path with the mark, in quotes or without. */
const OWN_FLAG = new RegExp(
  `--require (?:"(?:[^"\\\\]|\\\\.)*${MARK}([\\w-]+)(?:[^"\\\\]|\\\\.)*"|[^\\s"]*${MARK}([\\w-]+)[^\\s"]*)`,
);

/** What the mark says, as JSON in Base64. */
interface Marked extends TargetOptions {
  /** What else is ours behind it, up to the user's own. */
  readonly more: string;
  /** NODE_OPTIONS was not set. */
  readonly isUnset: boolean;
}

/** Takes our options out of the environment and leaves it as the program would have it. */
export function takeTargetOptions(env: NodeJS.ProcessEnv): TargetOptions | null {
  const text = env['NODE_OPTIONS'] ?? '';
  const found = OWN_FLAG.exec(text);
  if (found === null) return null;
  const data = Buffer.from(found[1] ?? found[2] ?? '', 'base64').toString('utf8');
  const { more, isUnset, ...options } = parse(data) as Marked;
  const behind = text.slice(found.index + found[0].length);
  const theirs = behind.startsWith(more) ? behind.slice(more.length) : behind.trimStart();
  const rest = text.slice(0, found.index) + theirs;
  if (rest === '' && isUnset) delete env['NODE_OPTIONS'];
  else env['NODE_OPTIONS'] = rest;
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
  target: TargetProcess,
  options: TargetOptions,
): NodeJS.ProcessEnv {
  const { env, args, cwd, preloadPath } = target;
  const nodeOptions = env['NODE_OPTIONS'] ?? findFileOptions(args, cwd);
  const flags = moreFlags(target, nodeOptions ?? '').map(flag => ` ${flag}`);
  const isUnset = nodeOptions === null;
  const more = flags.join('') + (isUnset ? '' : ' ');
  const { pipe, intervalUs } = options;
  const marked: Marked = { pipe, intervalUs, more, isUnset };
  // A program may have given all objects a `toJSON`.
  setPrototypeOf(marked, null);
  const data = Buffer.from(stringify(marked)).toString('base64url');
  const path = [dirname(preloadPath), `${MARK}${data}`, '..', basename(preloadPath)].join(sep);
  const own = `--require ${quoteNodeOption(path)}${more}`;
  return { ...env, NODE_OPTIONS: own + (nodeOptions ?? '') };
}

/** What Node.js would not do any more, or not let us do, because of our own. */
function moreFlags(
  { args, cwd, preloadPath }: TargetProcess,
  nodeOptions: string,
): readonly string[] {
  const flags: string[] = [];
  // It would end at once; that it may read us changes nothing else for it.
  if ([...args, ...nodeOptions.split(/\s+/)].some(isPermissionFlag))
    flags.push(quoteNodeOption(`--allow-fs-read=${dirname(preloadPath)}${sep}`));
  if (!/(?:^|\s)(?:-r|--require)\b/.test(nodeOptions))
    flags.push(...findRequired(args, cwd).map(name => `--require ${quoteNodeOption(name)}`));
  return flags;
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

// From a configuration of request `launch` to what the sampler is to run. Attributes have the names and meanings that
// configurations of type `node` give them, so that one can be copied.

import { basename, dirname, isAbsolute, resolve } from 'node:path';
import type { Micros } from '../model/frame.ts';
import { countNodeFlags, needNoScript } from '../sampler/node-flags.ts';
import type { Entry } from '../sampler/program.ts';
import {
  badConfiguration,
  readNumber,
  readText,
  readTexts,
  readVariables,
  readWord,
} from './attributes.ts';
import type { Attributes, NumberRange } from './attributes.ts';

/** A program to launch. What is `undefined` is left to the user's settings. */
export interface LaunchConfiguration {
  /** For people: `app.js`, `npm run build`. */
  readonly name: string;
  readonly entry: Entry;
  readonly args: readonly string[];
  readonly nodePath: string | undefined;
  readonly nodeArgs: readonly string[] | undefined;
  readonly cwd: string;
  /** Beside those that the program would have anyway; `null` takes one away. */
  readonly env: Readonly<Record<string, string | null>>;
  /** Whole path of a file with more of them. */
  readonly envFile: string | undefined;
  readonly console: ProgramConsole;
  readonly intervalUs: Micros | undefined;
}

/** Where the program prints: among the debug session's messages, or on a terminal of its own. */
export type ProgramConsole = 'internalConsole' | 'integratedTerminal';

/** Milliseconds between samples, as the setting `hotpath.interval`. */
export const INTERVAL: NumberRange = { min: 0.05, max: 100, unit: 'milliseconds' };

/** Throws a `ProfileError` (`usage`) that says which attribute is wrong. */
export function parseLaunch(attributes: Attributes): LaunchConfiguration {
  const cwd = readCwd(attributes);
  const envFile = readText(attributes, 'envFile');
  return {
    ...readCommand(attributes, cwd),
    cwd,
    env: readVariables(attributes, 'env'),
    envFile: envFile === undefined ? undefined : resolve(cwd, envFile),
    console: readWord(attributes, 'console', ['internalConsole', 'integratedTerminal']),
    intervalUs: readInterval(attributes),
  };
}

/** `undefined` where the setting holds. Throws a `ProfileError` (`usage`). */
export function readInterval(attributes: Attributes): Micros | undefined {
  const ms = readNumber(attributes, 'interval', INTERVAL);
  return ms === undefined ? undefined : Math.round(ms * 1000);
}

function readCwd(attributes: Attributes): string {
  const cwd = readText(attributes, 'cwd');
  const program = readText(attributes, 'program');
  return cwd ?? (program === undefined ? resolve('.') : dirname(resolve(program)));
}

type Command = Pick<LaunchConfiguration, 'name' | 'entry' | 'args' | 'nodePath' | 'nodeArgs'>;

function readCommand(attributes: Attributes, cwd: string): Command {
  if (readText(attributes, 'runtimeVersion') !== undefined) {
    throw badConfiguration(
      'Hotpath does not choose by "runtimeVersion": name the Node.js with "runtimeExecutable".',
    );
  }
  const runtime = readText(attributes, 'runtimeExecutable');
  const isNode = runtime === undefined || NODE.test(basename(runtime));
  if (!isNode) return toolCommand(attributes, atPath(runtime, cwd));
  const nodePath = runtime === undefined ? undefined : atPath(runtime, cwd);
  return { ...nodeCommand(attributes, cwd), nodePath };
}

/** `node`, `nodejs`, `node22`, `node.exe`. */
const NODE = /^node(?:js)?[-\d.]*(?:\.exe)?$/i;

/** npm, tsx, nodemon: what Node.js runs for it takes the options and the program. */
function toolCommand(attributes: Attributes, name: string): Command {
  const program = readText(attributes, 'program');
  const options = readTexts(attributes, 'runtimeArgs') ?? [];
  const args = [...options, ...(program === undefined ? [] : [program]), ...readArgs(attributes)];
  return {
    name: program === undefined ? [basename(name), ...options].join(' ') : basename(program),
    entry: { kind: 'package', name },
    args,
    nodePath: undefined,
    nodeArgs: undefined,
  };
}

function nodeCommand(attributes: Attributes, cwd: string): Omit<Command, 'nodePath'> {
  const given = readTexts(attributes, 'runtimeArgs')?.filter(arg => !WAITS_FOR_DEBUGGER.test(arg));
  const program = readText(attributes, 'program');
  const { flags, rest } =
    program === undefined ? splitFlags(given ?? []) : { flags: given, rest: [program] };
  const [script, ...args] = [...rest, ...readArgs(attributes)];
  if (program === undefined && needNoScript(flags ?? [])) {
    const name = ['node', ...(flags ?? [])].join(' ');
    return {
      name,
      entry: { kind: 'node' },
      args: [...rest, ...readArgs(attributes)],
      nodeArgs: flags,
    };
  }
  if (script === undefined) {
    throw badConfiguration(
      'Say in the launch configuration what to run: a file as "program", or a command as "runtimeExecutable".',
    );
  }
  const path = resolve(cwd, script);
  return { name: basename(path), entry: { kind: 'file', path }, args, nodeArgs: flags };
}

/** No debugger comes, so that the program would never begin. */
const WAITS_FOR_DEBUGGER = /^--inspect-(?:brk|wait)\b/;

/** Where no program is named, the options of Node.js may hold it: `["--no-lazy", "jest.js", "--runInBand"]`. */
function splitFlags(given: readonly string[]): {
  flags: readonly string[];
  rest: readonly string[];
} {
  const end = countNodeFlags(given);
  return { flags: given.slice(0, end), rest: given.slice(end) };
}

function readArgs(attributes: Attributes): readonly string[] {
  return readTexts(attributes, 'args') ?? [];
}

/** A bare name is looked for where commands are; everything else is a path. */
function atPath(name: string, cwd: string): string {
  return isAbsolute(name) || !/[\\/]/.test(name) ? name : resolve(cwd, name);
}

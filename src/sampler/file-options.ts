// Options of Node.js that stand in files which its command line names. NODE_OPTIONS counts more, so that ours would put
// them out of force.
//
//   --env-file=.env                            NODE_OPTIONS="--stack-trace-limit=50"
//   --experimental-config-file=node.json       { "nodeOptions": { "require": ["./setup.cjs"] } }

import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnvFile } from './env-file.ts';
import { countNodeFlags } from './node-flags.ts';

/** Programs replace globals: what was there at the start is used to the end. */
const { parse } = JSON;

const ENV_FILE = /^--env-file(?:-if-exists)?(?:=(.*))?$/s;
const NAMED_CONFIG = /^--(?:experimental-)?config-file=(.*)$/s;
const ANY_CONFIG = /^--(?:experimental-)?(?:default-)?config-file(?:=|$)/;
const USUAL_CONFIG = 'node.config.json';

/** NODE_OPTIONS in the files of variables that a command line names; `null`: there are none. */
export function findFileOptions(args: readonly string[], cwd?: string): string | null {
  if (!args.some(arg => ENV_FILE.test(arg))) return null;
  const found = flagsOf(args).flatMap((arg, i) => {
    const match = ENV_FILE.exec(arg);
    if (match === null) return [];
    const text = readText(match[1] ?? args[i + 1] ?? '', cwd);
    return parseEnvFile(text ?? '')['NODE_OPTIONS'] ?? [];
  });
  return found.at(-1) ?? null;
}

/** What the configuration file that a command line names has Node.js `require` before the program. */
export function findRequired(args: readonly string[], cwd?: string): readonly string[] {
  if (!args.some(arg => ANY_CONFIG.test(arg))) return [];
  const flags = flagsOf(args);
  const at = flags.findLastIndex(arg => ANY_CONFIG.test(arg));
  const flag = flags[at];
  if (flag === undefined) return [];
  const next = flag === '--experimental-config-file' ? flags[at + 1] : undefined;
  const text = readText(NAMED_CONFIG.exec(flag)?.[1] ?? next ?? USUAL_CONFIG, cwd);
  return text === undefined ? [] : readRequired(text);
}

function flagsOf(args: readonly string[]): readonly string[] {
  return args.slice(0, countNodeFlags(args));
}

function readRequired(text: string): readonly string[] {
  try {
    const config = parse(text) as { nodeOptions?: { require?: unknown } } | null;
    const required = config?.nodeOptions?.require;
    return [required].flat().filter(name => typeof name === 'string');
  } catch {
    return []; // Node.js itself says that it is no JSON.
  }
}

/** `undefined` for what is no file: a pipe can be read only once, and Node.js itself says what is missing. */
function readText(file: string, cwd = ''): string | undefined {
  try {
    const path = resolve(cwd, file);
    return statSync(path).isFile() ? readFileSync(path, 'utf8') : undefined;
  } catch {
    return undefined; // It is not there, or not ours to read.
  }
}

// What a user asked the command for.

import { ProfileError } from '../model/errors.ts';
import type { Micros } from '../model/frame.ts';
import type { GroupOptions } from '../processors/group-library-frames.ts';
import type { NodeFlags } from '../sampler/node-flags.ts';
import { splitArguments } from './arguments.ts';
import type { SplitArguments } from './arguments.ts';
import { withDefaults, withoutCode } from './config-file.ts';
import type { ProjectConfig } from './config-file.ts';
import type { SwitchName, ValueName } from './option-table.ts';
import { globToRegex } from './path-pattern.ts';
import { readTask } from './task.ts';
import type { Task } from './task.ts';

/** The command line, understood. */
export interface CommandOptions extends GroupOptions {
  readonly task: Task;
  readonly outfile?: string;
  /** As typed: a name or the path of a module. */
  readonly renderer?: string;
  /** As typed: `key=value` or `key`. */
  readonly rendererOptions: readonly string[];
  /** From the project: for renderers that know them. */
  readonly defaultRendererOptions?: Readonly<Record<string, unknown>>;
  readonly timeline: boolean;
  readonly showAll: boolean;
  readonly intervalUs?: Micros;
  /** Absent: by what the output is. */
  readonly color?: boolean;
  /** Absent: by the locale. */
  readonly unicode?: boolean;
  /** Absent: on a terminal. */
  readonly status?: boolean;
  /** With `{args}` as typed. */
  readonly targetDescription?: string;
  readonly nodePath?: string;
  /** Options for that Node.js. */
  readonly nodeArgs: readonly string[];
}

/** In what surroundings arguments are understood. */
export interface ArgumentSurroundings {
  /** What the project says where they are silent. */
  readonly config?: ProjectConfig | undefined;
  /** Options of the Node.js that is to run. Default: those that are known without asking it. */
  readonly flags?: NodeFlags;
  /** A program may come on stdin. */
  readonly isPiped?: boolean | undefined;
}

/** Understands the arguments (without `node` and the script). Throws a `ProfileError` (`usage`). */
export function parseOptions(
  argv: readonly string[],
  { config, flags, isPiped }: ArgumentSurroundings = {},
): CommandOptions {
  const split = splitArguments(argv, flags);
  if (config === undefined) return readOptions(split, isPiped);
  checkConfig(config);
  const runs = readTask(split, isPiped).kind === 'run';
  const defaults = runs ? config : withoutCode(config);
  const options = readOptions(withDefaults(split, defaults), isPiped);
  return {
    ...options,
    nodeArgs: [...defaults.nodeArgs, ...options.nodeArgs],
    defaultRendererOptions: config.rendererOptions,
  };
}

/** What the project says must make sense by itself: a mistake there is told with the name of the file. */
function checkConfig(config: ProjectConfig): void {
  try {
    readOptions(withDefaults(splitArguments([]), config));
  } catch (cause) {
    if (!(cause instanceof ProfileError)) throw cause;
    throw new ProfileError(cause.code, `${config.file}: ${cause.message}`, { cause });
  }
}

function readOptions(split: SplitArguments, isPiped?: boolean): CommandOptions {
  const one = (name: ValueName): string | undefined => split.values.get(name)?.at(-1);
  const on = (name: SwitchName): boolean | undefined => split.switches.get(name);
  allowOne(split, ['hide', 'hideRegex']);
  allowOne(split, ['show', 'showRegex', 'showAll']);
  const interval = one('interval');
  return withoutUndefined({
    task: readTask(split, isPiped),
    outfile: one('outfile'),
    renderer: one('renderer'),
    rendererOptions: split.values.get('rendererOption') ?? [],
    defaultRendererOptions: undefined,
    timeline: on('timeline') ?? false,
    showAll: on('showAll') ?? false,
    intervalUs: interval === undefined ? undefined : parseInterval(interval),
    hideRegex: readPattern('--hide-regex', one('hide'), one('hideRegex')),
    showRegex: readPattern('--show-regex', one('show'), one('showRegex')),
    color: on('color'),
    unicode: on('unicode'),
    status: on('status'),
    targetDescription: checkDescription(one('targetDescription')),
    nodePath: one('node'),
    nodeArgs: split.nodeArgs,
  });
}

/** `1`, `1ms`, `500us`, `0.5s`; a bare number is in milliseconds. */
export function parseInterval(text: string): Micros {
  const [, number, unit] = /^(\d+\.?\d*|\.\d+)\s*(us|µs|ms|s)?$/.exec(text) ?? [];
  const factors: Readonly<Record<string, number>> = { us: 1, µs: 1, ms: 1000, s: 1_000_000 };
  const us = Number(number) * (factors[unit ?? 'ms'] ?? NaN);
  if (us >= 1 && us <= 10_000_000) return us;
  throw usage(`--interval ${text} is no time from 1us to 10s: write 1, 1ms or 500us.`);
}

/** Puts the program's command line in the place of `{args}`. */
export function describeTarget(description: string, command: string): string {
  return description.replaceAll('{args}', () => command);
}

const FLAGS = {
  hide: '--hide',
  hideRegex: '--hide-regex',
  show: '--show',
  showRegex: '--show-regex',
  showAll: '--show-all',
} as const;

function allowOne(
  { values, switches }: SplitArguments,
  names: readonly (keyof typeof FLAGS)[],
): void {
  const given = names.filter(name =>
    name === 'showAll' ? switches.get(name) === true : values.has(name),
  );
  if (given.length < 2) return;
  throw usage(`${given.map(name => FLAGS[name]).join(' and ')} exclude each other.`);
}

function readPattern(
  flag: string,
  glob: string | undefined,
  regex: string | undefined,
): RegExp | undefined {
  if (glob !== undefined) return globToRegex(glob);
  if (regex === undefined) return undefined;
  try {
    return new RegExp(regex);
  } catch (cause) {
    throw new ProfileError('usage', `${flag} ${regex} is no regular expression.`, { cause });
  }
}

function checkDescription(text: string | undefined): string | undefined {
  for (const [, name] of text?.matchAll(/\{([^{}]*)\}/g) ?? []) {
    if (name === '') throw usage('Empty placeholder {} in --target-description: there is {args}.');
    if (name !== 'args') {
      throw usage(`Unknown placeholder {${name ?? ''}} in --target-description: there is {args}.`);
    }
  }
  return text;
}

function withoutUndefined(options: {
  readonly [K in keyof CommandOptions]: CommandOptions[K] | undefined;
}): CommandOptions {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as unknown as CommandOptions;
}

function usage(sentence: string): ProfileError {
  return new ProfileError('usage', sentence);
}

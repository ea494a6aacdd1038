// What a user asked the command for.

import { ProfileError } from '../model/errors.ts';
import type { Micros } from '../model/frame.ts';
import type { GroupOptions } from '../processors/group-library-frames.ts';
import type { AttachTarget } from '../sampler/attach.ts';
import type { Entry } from '../sampler/program.ts';
import { splitArguments } from './arguments.ts';
import type { SplitArguments } from './arguments.ts';
import { withDefaults } from './config-file.ts';
import type { ProjectConfig } from './config-file.ts';
import type { SwitchName, ValueName } from './option-table.ts';
import { globToRegex } from './path-pattern.ts';

/** What to make a report of, or what else to do. */
export type Target =
  | { readonly kind: 'run'; readonly entry: Entry; readonly args: readonly string[] }
  | { readonly kind: 'load'; readonly file: string }
  | { readonly kind: 'attach'; readonly to: AttachTarget; readonly durationMs?: number }
  | { readonly kind: 'load-prev'; readonly id: string }
  | { readonly kind: 'list' }
  | { readonly kind: 'version' }
  | { readonly kind: 'help' }
  | { readonly kind: 'nothing' };

/** The command line, understood. */
export interface CommandOptions extends GroupOptions {
  readonly target: Target;
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
}

/**
 * Understands the arguments (without `node` and the script), and what the project says where they are silent. Throws a
 * `ProfileError` (`usage`).
 */
export function parseOptions(argv: readonly string[], config?: ProjectConfig): CommandOptions {
  const split = splitArguments(argv);
  if (config === undefined) return readOptions(split);
  const options = readOptions(withDefaults(split, config));
  return { ...options, defaultRendererOptions: config.rendererOptions };
}

function readOptions(split: SplitArguments): CommandOptions {
  const one = (name: ValueName): string | undefined => split.values.get(name)?.at(-1);
  const on = (name: SwitchName): boolean | undefined => split.switches.get(name);
  allowOne(split, ['hide', 'hideRegex']);
  allowOne(split, ['show', 'showRegex', 'showAll']);
  const interval = one('interval');
  return withoutUndefined({
    target: readTarget(split),
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
  return description.replaceAll('{args}', command);
}

function readTarget({ values, switches, rest }: SplitArguments): Target {
  if (switches.get('help') === true) return { kind: 'help' };
  if (switches.get('version') === true) return { kind: 'version' };
  const targets = listTargets(values, rest);
  if (switches.get('list') === true) targets.push({ kind: 'list' });
  const [target, second] = targets;
  if (second !== undefined) {
    throw usage('Choose one of: a script, -m, -e, --attach, --load, --load-prev, --list.');
  }
  return target ?? { kind: 'nothing' };
}

function listTargets(values: SplitArguments['values'], rest: readonly string[]): Target[] {
  const name = values.get('package')?.at(-1);
  const code = values.get('eval')?.at(-1);
  const file = values.get('load')?.at(-1);
  const id = values.get('loadPrev')?.at(-1);
  const [path, ...args] = rest;
  const takesRest = name !== undefined || code !== undefined;
  const targets: Target[] = [];
  if (name !== undefined)
    targets.push({ kind: 'run', entry: { kind: 'package', name }, args: rest });
  if (code !== undefined) targets.push({ kind: 'run', entry: { kind: 'eval', code }, args: rest });
  if (file !== undefined) targets.push({ kind: 'load', file });
  targets.push(...listAttachTargets(values));
  if (id !== undefined) targets.push({ kind: 'load-prev', id });
  if (!takesRest && path !== undefined)
    targets.push({ kind: 'run', entry: { kind: 'file', path }, args });
  return targets;
}

function listAttachTargets(values: SplitArguments['values']): Target[] {
  const text = values.get('attach')?.at(-1);
  const duration = values.get('duration')?.at(-1);
  if (text === undefined) {
    if (duration === undefined) return [];
    throw usage('--duration goes with --attach.');
  }
  const to = parseAttachTarget(text);
  if (duration === undefined) return [{ kind: 'attach', to }];
  const seconds = Number(duration);
  if (!(seconds > 0 && seconds <= 86_400))
    throw usage(`--duration ${duration} is no number of seconds up to a day.`);
  return [{ kind: 'attach', to, durationMs: seconds * 1000 }];
}

/** Ports of inspectors are told from process ids by `:`, or by a host before it. */
export function parseAttachTarget(text: string): AttachTarget {
  const [, port] = /^(?:(?:localhost|127\.0\.0\.1):|:)(\d{1,5})$/.exec(text) ?? [];
  if (port !== undefined) return { kind: 'port', port: Number(port) };
  if (/^ws:\/\/\S+$/.test(text) && URL.canParse(text)) return { kind: 'address', address: text };
  if (/^[1-9]\d{0,9}$/.test(text)) return { kind: 'pid', pid: Number(text) };
  throw usage(`--attach ${text} is no process id, :PORT or ws:// address.`);
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

// The project's own defaults: `hotpath.config.json`, or `hotpath` in `package.json`, here or in a folder above, up to
// the project's own. What would run code of the project holds only where its program is run.
//
//   { "interval": "500us", "hide": "*/generated/*", "unicode": false, "rendererOptions": { "time": "percent" } }
//
// Keys are the long options in camelCase; `nodeArgs` are options for the program's Node.js. Paths are relative to the
// file. What the command line says counts more.

import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ProfileError } from '../model/errors.ts';
import type { SplitArguments } from './arguments.ts';
import type { SwitchName, ValueName } from './option-table.ts';
import { findRendererFor } from './renderers.ts';
import { isModulePath } from './user-renderer.ts';

/** A project's defaults, and the file they are from. */
export interface ProjectConfig {
  readonly file: string;
  readonly values: ReadonlyMap<ValueName, string>;
  readonly switches: ReadonlyMap<SwitchName, boolean>;
  /** Options for the Node.js that runs the program. */
  readonly nodeArgs: readonly string[];
  /** For renderers that know them. */
  readonly rendererOptions: Readonly<Record<string, unknown>>;
}

const VALUES: readonly ValueName[] = [
  ...(['renderer', 'interval', 'hide', 'hideRegex', 'show', 'showRegex'] as const),
  ...(['targetDescription', 'node'] as const),
];
const SWITCHES: readonly SwitchName[] = ['timeline', 'showAll', 'color', 'unicode', 'status'];
/** Of these, the command line's word replaces whatever the file says of any. */
const GROUPS: readonly (readonly (ValueName | SwitchName)[])[] = [
  ['hide', 'hideRegex'],
  ['show', 'showRegex', 'showAll'],
];

/**
 * Finds the defaults that hold in `cwd`. `passOver` is called for a file with settings that do not hold, because it is
 * another user's. Throws a `ProfileError` (`usage`) for a file that says something senseless.
 */
export function findConfig(
  cwd: string,
  passOver: (file: string) => void = () => undefined,
): ProjectConfig | undefined {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    for (const [name, read] of SOURCES) {
      const file = join(folder, name);
      const text = readIfThere(file);
      if (text === undefined) continue;
      if (!text.isTrusted) {
        if (saysSomething(text.content, file, read)) passOver(file);
        continue;
      }
      const section = read(text.content, file);
      if (section !== undefined) return readConfig(section, file);
    }
    if (isProject(folder) || dirname(folder) === folder) return undefined;
  }
}

/** Gives the settings in a file; `undefined`: there are none in it. Throws where it cannot be understood. */
type ReadSection = (text: string, file: string) => unknown;

const SOURCES: readonly (readonly [name: string, read: ReadSection])[] = [
  ['hotpath.config.json', parse],
  ['package.json', readSection],
];

/** Whether there are settings in a file that we do not go by. */
function saysSomething(text: string, file: string, read: ReadSection): boolean {
  try {
    return read(text, file) !== undefined;
  } catch {
    return false; // Whoever it belongs to will be told.
  }
}

/** What lies above is not the project's. */
function isProject(folder: string): boolean {
  return ['package.json', '.git'].some(name => existsSync(join(folder, name)));
}

/** The defaults without those that run code: for what only reads a recording, perhaps in a folder of somebody else's. */
export function withoutCode(config: ProjectConfig): ProjectConfig {
  const harmless = [...config.values].filter(
    ([name, value]) => name !== 'node' && !(name === 'renderer' && isModulePath(value)),
  );
  return { ...config, values: new Map(harmless), nodeArgs: [] };
}

/** The arguments, with the project's defaults where they say nothing. */
export function withDefaults(split: SplitArguments, config: ProjectConfig): SplitArguments {
  const isGiven = (name: string): boolean =>
    split.values.has(name as ValueName) || split.switches.has(name as SwitchName);
  const isChosen = (name: string): boolean =>
    isGiven(name) || (name === 'renderer' && endsLikeReport(split.values.get('outfile')?.at(-1)));
  const isOpen = (name: ValueName | SwitchName): boolean =>
    !(GROUPS.find(group => group.includes(name)) ?? [name]).some(isChosen);
  const values = [...config.values].filter(([name]) => isOpen(name));
  const switches = [...config.switches].filter(([name]) => isOpen(name));
  return {
    values: new Map([...split.values, ...values.map(([name, value]) => [name, [value]] as const)]),
    switches: new Map([...split.switches, ...switches]),
    nodeArgs: split.nodeArgs,
    rest: split.rest,
  };
}

/** The ending of an output file is a choice of renderer, too. */
function endsLikeReport(outfile: string | undefined): boolean {
  return outfile !== undefined && findRendererFor(outfile) !== undefined;
}

function readConfig(section: unknown, file: string): ProjectConfig {
  if (!isRecord(section)) throw badConfig(file, 'its settings are no object.');
  const values = new Map<ValueName, string>();
  const switches = new Map<SwitchName, boolean>();
  let rendererOptions: Readonly<Record<string, unknown>> = {};
  let nodeArgs: readonly string[] = [];
  for (const [key, value] of Object.entries(section)) {
    const valueName = VALUES.find(name => name === key);
    const switchName = SWITCHES.find(name => name === key);
    if (valueName !== undefined && (typeof value === 'string' || typeof value === 'number')) {
      values.set(valueName, fromFolderOf(file, valueName, String(value)));
    } else if (switchName !== undefined && typeof value === 'boolean') {
      switches.set(switchName, value);
    } else if (key === 'rendererOptions' && isRecord(value)) rendererOptions = value;
    else if (key === 'nodeArgs' && isTextList(value)) nodeArgs = value;
    else throw badConfig(file, wrongSetting(key, switchName !== undefined));
  }
  return { file, values, switches, nodeArgs, rendererOptions };
}

/** Paths that a project names are found from its file, wherever the command is called. */
function fromFolderOf(file: string, name: ValueName, value: string): string {
  const isPath = name === 'renderer' ? isModulePath(value) : name === 'node' && /[\\/]/.test(value);
  return isPath ? resolve(dirname(file), value) : value;
}

function wrongSetting(key: string, isSwitch: boolean): string {
  if (isSwitch) return `${key} must be true or false.`;
  if (key === 'rendererOptions') return `${key} must be an object.`;
  if (key === 'nodeArgs') return `${key} must be a list of texts.`;
  if (VALUES.some(name => name === key)) return `${key} must be a text or a number.`;
  const known = [...VALUES, ...SWITCHES, 'nodeArgs', 'rendererOptions'].join(', ');
  return `there is no setting ${key}; there are ${known}.`;
}

/** What `package.json` says below `hotpath`. One that cannot be understood is npm's to complain of. */
function readSection(text: string, file: string): unknown {
  if (!text.includes('"hotpath"')) return undefined;
  const content = parse(text, file);
  // A package that is called hotpath has a text there: `"hotpath": "1.0.0"` is a dependency, not a section.
  const section = isRecord(content) ? content['hotpath'] : undefined;
  return typeof section === 'string' ? undefined : section;
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ProfileError('usage', `${file} is no valid JSON.`, { cause });
  }
}

interface ConfigText {
  readonly content: string;
  readonly isTrusted: boolean;
}

function readIfThere(file: string): ConfigText | undefined {
  try {
    const stats = statSync(file);
    if (!stats.isFile()) return undefined;
    return { content: readFileSync(file, 'utf8'), isTrusted: isTrusted(stats.uid) };
  } catch {
    return undefined; // No such file, or none that we may read: no defaults.
  }
}

/** Whether a file is the user's, or the administrator's. Windows tells of no owner. */
function isTrusted(owner: number): boolean {
  return process.getuid === undefined || owner === process.getuid() || owner === 0;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(item => typeof item === 'string');
}

function badConfig(file: string, sentence: string): ProfileError {
  return new ProfileError('usage', `${file}: ${sentence}`);
}

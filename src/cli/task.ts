// What a command line asks to make a report of, or what else to do.

import { ProfileError } from '../model/errors.ts';
import type { AttachTarget } from '../sampler/attach.ts';
import { parseInspectorAddress } from '../sampler/attaching/inspector-address.ts';
import { needNoScript } from '../sampler/node-flags.ts';
import type { Entry } from '../sampler/program.ts';
import type { SplitArguments } from './arguments.ts';
import type { ValueName } from './option-table.ts';

/** What to make a report of, or what else to do. */
export type Task =
  | {
      readonly kind: 'run';
      readonly entry: Entry;
      readonly args: readonly string[];
    }
  | { readonly kind: 'load'; readonly file: string }
  | { readonly kind: 'attach'; readonly to: AttachTarget; readonly durationMs?: number }
  | { readonly kind: 'load-prev'; readonly id: string }
  | { readonly kind: 'list' }
  | { readonly kind: 'version' }
  | { readonly kind: 'help' }
  | { readonly kind: 'nothing' };

const NOTHING: Task = { kind: 'nothing' };

/**
 * Where nothing is asked for, `isPiped` says that a program comes on stdin, as in `echo … | node`. Throws a
 * `ProfileError` (`usage`) for a command line that asks for several things, or for what cannot be.
 */
export function readTask(split: SplitArguments, isPiped = false): Task {
  const { values, switches } = split;
  if (switches.get('help') === true) return { kind: 'help' };
  if (switches.get('version') === true) return { kind: 'version' };
  const isOnPath = switches.get('bin') === true;
  const tasks = [...readRunTasks(split, isOnPath), ...readOtherTasks(values)];
  if (switches.get('list') === true) tasks.push({ kind: 'list' });
  const [task, second] = tasks;
  if (second !== undefined) {
    throw usage('Choose one of: a script, -m, -e, --attach, --load, --load-prev, --list.');
  }
  if (task?.kind === 'run') return task;
  if (isOnPath) throw usage('--bin needs the name of a command on the PATH.');
  return task ?? (isPiped ? { kind: 'run', entry: { kind: 'node' }, args: [] } : NOTHING);
}

function readRunTasks({ values, nodeArgs, rest }: SplitArguments, isOnPath: boolean): Task[] {
  const name = values.get('package')?.at(-1);
  const code = values.get('eval')?.at(-1);
  if (isOnPath && (name ?? code) !== undefined) throw usage('--bin goes with neither -m nor -e.');
  if (name !== undefined) return [{ kind: 'run', entry: { kind: 'package', name }, args: rest }];
  if (code !== undefined) return [{ kind: 'run', entry: { kind: 'eval', code }, args: rest }];
  if (needNoScript(nodeArgs)) return [{ kind: 'run', entry: { kind: 'node' }, args: rest }];
  const [first, ...args] = rest;
  if (first === undefined) return [];
  return [{ kind: 'run', entry: entryOf(first, isOnPath), args }];
}

function entryOf(first: string, isOnPath: boolean): Entry {
  if (isOnPath) return { kind: 'command', name: first };
  return first === '-' ? { kind: 'stdin' } : { kind: 'file', path: first };
}

function readOtherTasks(values: SplitArguments['values']): Task[] {
  const one = (name: ValueName): string | undefined => values.get(name)?.at(-1);
  const [file, id, attach, duration] = [
    one('load'),
    one('loadPrev'),
    one('attach'),
    one('duration'),
  ];
  const tasks: Task[] = [];
  if (file !== undefined) tasks.push({ kind: 'load', file });
  if (attach !== undefined) tasks.push(readAttachTarget(attach, duration));
  else if (duration !== undefined) throw usage('--duration goes with --attach.');
  if (id !== undefined) tasks.push({ kind: 'load-prev', id });
  return tasks;
}

function readAttachTarget(text: string, duration: string | undefined): Task {
  const to = parseAttachTarget(text);
  if (duration === undefined) return { kind: 'attach', to };
  const seconds = Number(duration);
  if (seconds > 0 && seconds <= 86_400) return { kind: 'attach', to, durationMs: seconds * 1000 };
  throw usage(`--duration ${duration} is no number of seconds up to a day.`);
}

/** Ports of inspectors are told from process ids by `:`, or by a host before it. */
function parseAttachTarget(text: string): AttachTarget {
  const inspector = parseInspectorAddress(text);
  if (inspector !== undefined) return inspector;
  if (/^[1-9]\d{0,9}$/.test(text)) return { kind: 'pid', pid: Number(text) };
  throw usage(`--attach ${text} is no process id, :PORT or ws:// address.`);
}

function usage(sentence: string): ProfileError {
  return new ProfileError('usage', sentence);
}

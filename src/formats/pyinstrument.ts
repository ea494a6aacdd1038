// Reads the sessions of pyinstrument (`.pyisession`), the Python profiler: seconds, and a record for each sample.
//
//   "frame_records": [[["main\0/app/a.py\0001\u0001l12", "parse\0/app/b.py\0005\u0001cParser"], 0.001], …]
//
// A function is name, file and line; after it come the class (`c`) and the line that ran (`l`).

import { SYNTHETIC, syntheticFrame } from '../model/frame.ts';
import type { Frame } from '../model/frame.ts';
import { SessionBuilder } from '../model/session-builder.ts';
import type { SessionData, SessionMeta } from '../model/session.ts';
import { badFile } from './bad-file.ts';
import { asArray, asNumber, asObject, asString } from './json-value.ts';
import type { JsonObject, NumberRange } from './json-value.ts';
import { EMPTY_FRAMES, PSEUDO_FRAMES } from './pseudo-frames.ts';

/** As much as a session file may hold, in seconds. */
const SECONDS: NumberRange = { min: 0, max: 1e9, integer: false };
const START: NumberRange = { ...SECONDS, max: 1e11 };

/** Whether this may be one of pyinstrument's sessions, as far as can be told at a glance. */
export function looksLikePyinstrument(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'frame_records' in value;
}

/** Reads a parsed session. Throws a `ProfileError` (`bad-file`) when it is damaged. */
export function readPyinstrument(value: unknown): SessionData {
  const file = asObject(value, 'the session');
  const records = asArray(file['frame_records'], 'frame_records').map(readRecord);
  const infos = new FrameInfos(readTexts(file, 'sys_prefixes'));
  const builder = new SessionBuilder();
  const lane = builder.lane({ name: 'main', pid: 0, threadId: 0 });
  const stem = stemLength(records, readTexts(file, 'start_call_stack'));
  for (const { stack, us } of records) {
    let top = -1;
    let line = 0;
    let caller: Frame | undefined;
    for (const info of withoutStarter(stack.slice(stem))) {
      if (EMPTY_FRAMES.has(info)) continue;
      const { frame, line: at } = infos.read(info, caller);
      const pushed = builder.stack(top, builder.frame(frame));
      if (top >= 0 && line > 0) lane.callLine(pushed, { line, column: 0 }, us);
      [top, line, caller] = [pushed, at, frame];
    }
    if (top < 0) top = builder.stack(-1, builder.frame(syntheticFrame(SYNTHETIC.native)));
    else if (line > 0) lane.leafLine(top, { line, column: 0 }, us);
    lane.sample(top, us);
  }
  return builder.build(readMeta(file, lane.endUs));
}

interface Record {
  readonly stack: readonly string[];
  readonly us: number;
}

function readRecord(value: unknown, index: number): Record {
  const path = `frame_records[${index}]`;
  const [stack, time] = asArray(value, path);
  return {
    stack: asArray(stack, path).map(info => asString(info, path)),
    us: toMicros(asNumber(time, path, SECONDS)),
  };
}

/** How many frames every record begins with, of those in which the profiler was started: they are left out but the last. */
function stemLength(records: readonly Record[], start: readonly string[]): number {
  const ids = start.map(identifierOf);
  let length = 0;
  while (
    length < ids.length &&
    records.every(({ stack }) => {
      const info = stack[length];
      return info !== undefined && identifierOf(info) === ids[length];
    })
  )
    length++;
  return Math.max(0, length - 1);
}

/** The stack without the frames with which pyinstrument's command starts a program. */
function withoutStarter(stack: readonly string[]): readonly string[] {
  if (!STARTER.test(fileOf(stack[0]))) return stack;
  const first = stack.findIndex(info => !STARTER.test(fileOf(info)) && !RUNNER.test(fileOf(info)));
  return first < 0 ? [] : stack.slice(first);
}

const STARTER = /pyinstrument[\\/]__main__\.py$/;
const RUNNER = /^<string>$|^<frozen runpy>$|[\\/]runpy\.py$/;

function fileOf(info: string | undefined): string {
  return identifierOf(info ?? '').split('\0')[1] ?? '';
}

/** Reads frames; those of generated code go by their caller. */
class FrameInfos {
  readonly #prefixes: readonly string[];

  constructor(prefixes: readonly string[]) {
    this.#prefixes = prefixes;
  }

  read(info: string, caller: Frame | undefined): { readonly frame: Frame; readonly line: number } {
    const [, ...attributes] = info.split('\u0001');
    const attribute = (mark: string): string | undefined =>
      attributes.find(text => text.startsWith(mark))?.slice(1);
    const [name = '', file, definedAt] = identifierOf(info).split('\0');
    if (file === undefined) return { frame: pseudoFrame(name), line: 0 };
    const frame: Frame = {
      name: name === '' ? '<anonymous>' : name,
      className: attribute('c') ?? null,
      file,
      line: readLine(definedAt) || null,
      column: null,
      kind: this.#kindOf(file, caller),
    };
    return { frame, line: readLine(attribute('l')) };
  }

  #kindOf(file: string, caller: Frame | undefined): Frame['kind'] {
    if (file === '<built-in>') return 'native';
    if (this.#prefixes.some(prefix => prefix !== '' && file.startsWith(prefix))) return 'library';
    if (!file.startsWith('<') || file.startsWith('<ipython-input-')) return 'application';
    if (file !== '<string>' && file !== '<stdin>') return 'library';
    return caller === undefined || caller.kind === 'application' ? 'application' : 'library';
  }
}

function pseudoFrame(name: string): Frame {
  const known = PSEUDO_FRAMES.get(name);
  if (known !== undefined) return syntheticFrame(known);
  return { name, className: null, file: null, line: null, column: null, kind: 'native' };
}

function identifierOf(info: string): string {
  const end = info.indexOf('\u0001');
  return end < 0 ? info : info.slice(0, end);
}

function readLine(text: string | undefined): number {
  const line = Number(text ?? 0);
  return Number.isInteger(line) && line > 0 && line < 2 ** 31 ? line : 0;
}

function readMeta(file: JsonObject, endUs: number): SessionMeta {
  const seconds = (key: string) => toMicros(asNumber(file[key], key, SECONDS));
  const start = asNumber(file['start_time'] ?? 0, 'start_time', START);
  const [cwd = '', ...moduleFolders] = readTexts(file, 'sys_path').filter(path => path !== '');
  return {
    program: asString(file['target_description'] ?? '', 'target_description').replace(
      /^Program: /,
      '',
    ),
    startTime: new Date(start * 1000).toISOString(),
    cwd,
    ...(moduleFolders.length > 0 && { moduleFolders }),
    nodeVersion: null,
    platform: null,
    intervalUs: file['max_interval'] == null ? 1000 : seconds('max_interval'),
    durationUs: file['duration'] == null ? endUs : seconds('duration'),
    cpuTimeUs: file['cpu_time'] == null ? null : seconds('cpu_time'),
    exit: { code: null, signal: null },
    notes: [],
  };
}

function readTexts(file: JsonObject, key: string): string[] {
  const texts = asArray(file[key] ?? [], key).map(text => asString(text, key));
  if (texts.length > 100_000) throw badFile(`The file is damaged: ${key} is far too long.`);
  return texts;
}

/** To the nanosecond: the digits of a clock, without the noise of binary fractions. */
function toMicros(seconds: number): number {
  return Math.round(seconds * 1e9) / 1000;
}

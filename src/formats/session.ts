// `.hotpath` files: a session as JSON, its tables as columns. docs/session-format.md describes it for other writers.

import { FRAME_KINDS } from '../model/frame.ts';
import { columnPieces, columnsOf } from '../model/sample-rows.ts';
import type {
  FrameTable,
  LaneData,
  SampleTable,
  SessionData,
  StackTable,
} from '../model/session.ts';
import { badFile } from './bad-file.ts';
import { asArray, asNumber, asObject, asString, parseJson } from './json-value.ts';
import { guessKinds } from './guess-kinds.ts';
import type { JsonObject } from './json-value.ts';
import { AMOUNT, indexRange, PLACE, PLACE_OR_NONE, readTable } from './read-table.ts';
import type { ColumnRule } from './read-table.ts';
import { readMeta } from './read-meta.ts';
import { mergeEqualRows } from './merge-equal-rows.ts';

const FORMAT = 'hotpath-session';
const VERSION = 1;

/** The text of a `.hotpath` file. */
export function encodeSession(session: SessionData): string {
  return [...sessionText(session)].join('');
}

/** The same in pieces, for writing: the text of a long recording is larger than the recording itself. */
export function* sessionText(session: SessionData): Generator<string> {
  const { meta, strings, frames, stacks, lanes } = session;
  const head = JSON.stringify({ format: FORMAT, version: VERSION, meta, strings, frames, stacks });
  yield `${head.slice(0, -1)},"lanes":[`;
  for (const [i, lane] of lanes.entries()) {
    if (i > 0) yield ',';
    yield* laneText(lane);
  }
  yield ']}\n';
}

function* laneText({ samples, ...rest }: LaneData): Generator<string> {
  yield `${JSON.stringify(rest).slice(0, -1)},"samples":{`;
  for (const [i, [name, column]] of columnsOf(samples).entries()) {
    yield `${i > 0 ? ',' : ''}"${name}":[`;
    let isFirst = true;
    for (const piece of columnPieces(samples, column)) {
      yield (isFirst ? '' : ',') + piece.join(',');
      isFirst = false;
    }
    yield ']';
  }
  yield '}}';
}

/**
 * Reads the text of a `.hotpath` file. Columns that other writers leave out get their defaults, unknown keys are
 * ignored, and rows that say the same twice are merged. Throws a `ProfileError` (`bad-file`) when the file is damaged:
 * what is returned is sound in every index.
 */
export function decodeSession(text: string): SessionData {
  return readSession(parseJson(text));
}

/** As {@link decodeSession}, for JSON that was parsed already. */
export function readSession(value: unknown): SessionData {
  const file = asObject(value, 'the session');
  checkFormat(file);
  const strings = readStrings(file['strings']);
  const frames = readFrameTable(file['frames'], strings);
  const stacks = readStacks(file['stacks'], frames.name.length);
  const sizes = { strings: strings.length, stacks: stacks.frame.length };
  const lanes = asArray(file['lanes'], 'lanes').map((lane, i) => readLane(lane, i, sizes));
  const meta = readMeta(file['meta'], lanes);
  return mergeEqualRows({ format: FORMAT, version: VERSION, meta, strings, frames, stacks, lanes });
}

/** Whether this may be a session, as far as can be told at a glance. */
export function looksLikeSession(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && 'format' in value && value.format === FORMAT
  );
}

function checkFormat(file: JsonObject): void {
  if (file['format'] !== FORMAT) throw badFile('The file is not a Hotpath session.');
  if (file['version'] === VERSION) return;
  throw badFile(
    `The file is a session of format version ${String(file['version'])}; this Hotpath reads version ${VERSION}.`,
  );
}

function readStrings(value: unknown): readonly string[] {
  const strings = asArray(value, 'strings');
  for (const text of strings) asString(text, 'an entry of strings');
  return strings as readonly string[];
}

function readFrameTable(value: unknown, strings: readonly string[]): FrameTable {
  const file = asObject(value, 'frames');
  const table = readTable(file, 'frames', {
    name: { range: indexRange(strings.length) },
    className: { range: indexRange(strings.length, -1), fallback: -1 },
    file: { range: indexRange(strings.length, -1), fallback: -1 },
    line: { range: PLACE_OR_NONE, fallback: -1 },
    column: { range: PLACE_OR_NONE, fallback: -1 },
    kind: { range: indexRange(FRAME_KINDS.length), fallback: 0 },
  });
  return {
    ...table,
    line: noneForZero(table.line),
    column: noneForZero(table.column),
    kind: file['kind'] === undefined ? guessKinds(table, strings) : table.kind,
  };
}

/** Writers who count lines from 1 may use 0, as well as -1, for none. */
function noneForZero(places: readonly number[]): readonly number[] {
  return places.includes(0) ? places.map(place => (place === 0 ? -1 : place)) : places;
}

function readStacks(value: unknown, frames: number): StackTable {
  const table = readTable(asObject(value, 'stacks'), 'stacks', {
    parent: { range: { min: -1, max: Infinity, integer: true } },
    frame: { range: indexRange(frames) },
  });
  for (let i = 0; i < table.parent.length; i++) {
    if ((table.parent[i] ?? 0) < i) continue;
    throw badFile(`The file is damaged: stacks.parent[${i}] does not refer to an earlier row.`);
  }
  return table;
}

interface Sizes {
  readonly strings: number;
  readonly stacks: number;
}

function readLane(value: unknown, number: number, sizes: Sizes): LaneData {
  const path = `lanes[${number}]`;
  const lane = asObject(value, path);
  const stack = { range: indexRange(sizes.stacks) };
  const place = { range: PLACE, fallback: 0 };
  const amount = { range: AMOUNT };
  const shares = { stack, line: { range: PLACE }, column: place, us: amount };
  return {
    name:
      lane['name'] === undefined ? `lane ${number + 1}` : asString(lane['name'], `${path}.name`),
    pid: asNumber(lane['pid'] ?? 0, `${path}.pid`, PLACE),
    threadId: asNumber(lane['threadId'] ?? 0, `${path}.threadId`, PLACE),
    startUs: asNumber(lane['startUs'] ?? 0, `${path}.startUs`, AMOUNT),
    samples: readSamples(lane['samples'], `${path}.samples`, { stack, durationUs: amount }),
    leafLines: readTable(lane['leafLines'], `${path}.leafLines`, shares),
    callLines: readTable(lane['callLines'], `${path}.callLines`, shares),
    ...(lane['waitLines'] === undefined
      ? {}
      : { waitLines: readTable(lane['waitLines'], `${path}.waitLines`, shares) }),
    awaits: readTable(lane['awaits'], `${path}.awaits`, {
      file: { range: indexRange(sizes.strings) },
      line: { range: PLACE },
      column: place,
      count: { range: AMOUNT, fallback: 1 },
      totalUs: { range: AMOUNT, fallback: 0 },
      maxUs: { range: AMOUNT, fallback: 0 },
    }),
  };
}

/** Only where samples are counted otherwise than one each, there is a column for it. */
function readSamples(
  value: unknown,
  path: string,
  rules: Readonly<Record<'stack' | 'durationUs', ColumnRule>>,
): SampleTable {
  const table = asObject(value, path);
  if (table['count'] === undefined) return readTable(table, path, rules);
  return readTable(table, path, { ...rules, count: { range: AMOUNT } });
}

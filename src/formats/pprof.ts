// pprof's format (profile.proto): samples and wall-clock time of every stack, with the line of each frame as far as it
// is known, so that `pprof -list` and `-lines` work.

import {
  Function as ProfileFunction,
  Label,
  Line,
  Location,
  Mapping,
  Profile,
  Sample,
  StringTable,
  ValueType,
} from 'pprof-format';
import { displayName } from '../model/frame.ts';
import type { Frame } from '../model/frame.ts';
import { readFrames } from '../model/frame-table.ts';
import { pickLanes } from '../model/lane.ts';
import { rowsOf } from '../model/sample-rows.ts';
import type { LaneData, SessionData } from '../model/session.ts';
import { LineChoices } from './line-choices.ts';
import type { LinePath } from './line-choices.ts';

/** What goes into the file. */
export interface PprofOptions {
  /** Index of the only lane to write. Default: all lanes; each sample has its lane's name as the label `lane`. */
  readonly lane?: number;
}

/** The bytes of a pprof file, not compressed. Throws a `RangeError` when there is no such lane. */
export function encodePprof(session: SessionData, options: PprofOptions = {}): Uint8Array {
  const writer = new PprofWriter(session);
  for (const lane of pickLanes(session, options.lane)) writer.addLane(lane);
  return writer.finish();
}

const NANOS = 1000;

class PprofWriter {
  readonly #session: SessionData;
  readonly #frames: readonly Frame[];
  readonly #strings = new StringTable();
  readonly #samples: Sample[] = [];
  readonly #functions: ProfileFunction[] = [];
  readonly #functionIds = new Map<number, number>();
  readonly #locations: Location[] = [];
  readonly #locationIds = new Map<string, number>();

  constructor(session: SessionData) {
    this.#session = session;
    this.#frames = readFrames(session);
  }

  addLane(lane: LaneData): void {
    const choices = new LineChoices(this.#session.stacks, lane);
    const label = Label.create({ key: this.#text('lane'), str: this.#text(lane.name) });
    for (const [stack, { us, count }] of sumByStack(lane)) {
      const paths = choices.pathsOf(stack);
      const shares = paths.map(({ share }) => share);
      const nanos = inWholes(us * NANOS, shares);
      const counts = inWholes(count, shares);
      for (const [i, path] of paths.entries())
        this.#addSample(path, { nanos: nanos[i] ?? 0, count: counts[i] ?? 0 }, label);
    }
  }

  finish(): Uint8Array {
    const { meta } = this.#session;
    const wall = this.#valueType('wall', 'nanoseconds');
    const mapping = Mapping.create({
      id: 1,
      filename: this.#text(meta.program),
      hasFunctions: true,
      hasFilenames: true,
      hasLineNumbers: true,
    });
    const profile = new Profile({
      sampleType: [this.#valueType('samples', 'count'), wall],
      sample: this.#samples,
      mapping: [mapping],
      location: this.#locations,
      function: this.#functions,
      stringTable: this.#strings,
      timeNanos: nanosOf(Date.parse(meta.startTime) * 1000),
      durationNanos: nanosOf(meta.durationUs),
      periodType: wall,
      period: Math.round(meta.intervalUs * NANOS),
      defaultSampleType: this.#text('wall'),
    });
    return profile.encode();
  }

  #addSample(
    path: LinePath,
    { nanos, count }: { nanos: number; count: number },
    label: Label,
  ): void {
    const { stacks } = this.#session;
    const locationId: number[] = [];
    for (const { stack, line } of path.places) {
      locationId.push(this.#location(stacks.frame[stack] ?? -1, line));
    }
    this.#samples.push(Sample.create({ locationId, value: [count, nanos], label: [label] }));
  }

  #location(frame: number, line: number): number {
    const key = `${frame}:${line}`;
    const known = this.#locationIds.get(key);
    if (known !== undefined) return known;
    const id = this.#locations.length + 1;
    const place = Line.create({ functionId: this.#function(frame), line });
    this.#locations.push(Location.create({ id, mappingId: 1, line: [place] }));
    this.#locationIds.set(key, id);
    return id;
  }

  #function(frame: number): number {
    const known = this.#functionIds.get(frame);
    if (known !== undefined) return known;
    const id = this.#functions.length + 1;
    const found = this.#frames[frame];
    const name = this.#text(found === undefined ? '' : displayName(found));
    const filename = this.#text(found?.file ?? '');
    this.#functions.push(
      ProfileFunction.create({ id, name, systemName: name, filename, startLine: found?.line ?? 0 }),
    );
    this.#functionIds.set(frame, id);
    return id;
  }

  #valueType(type: string, unit: string): ValueType {
    return ValueType.create({ type: this.#text(type), unit: this.#text(unit) });
  }

  #text(text: string): number {
    return this.#strings.dedup(text);
  }
}

/** The shares of an amount as whole numbers, none below 0, that sum to the amount. `shares` sum to 1. */
function inWholes(amount: number, shares: readonly number[]): number[] {
  const all = Math.round(amount);
  let sum = 0;
  let given = 0;
  return shares.map((share, i) => {
    sum += share;
    const upTo = i === shares.length - 1 ? all : Math.min(all, Math.round(all * sum));
    const part = Math.max(0, upTo - given);
    given += part;
    return part;
  });
}

function sumByStack({ samples }: LaneData): Map<number, { us: number; count: number }> {
  const sums = new Map<number, { us: number; count: number }>();
  for (const rows = rowsOf(samples); rows.next();) {
    const { stack, us, count } = rows;
    const sum = sums.get(stack);
    if (sum === undefined) sums.set(stack, { us, count });
    else {
      sum.us += us;
      sum.count += count;
    }
  }
  return sums;
}

/** Nanoseconds since 1970 exceed what a number holds exactly. */
function nanosOf(us: number): bigint {
  return Number.isFinite(us) ? BigInt(Math.round(us)) * 1000n : 0n;
}

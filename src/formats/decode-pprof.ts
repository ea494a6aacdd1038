// Reads pprof's files, ours and those of other tools, as far as they tell times. They hold sums, not a timeline.

import { Profile } from 'pprof-format';
import type { Line, Sample, ValueType } from 'pprof-format';
import type { LaneBuilder } from '../model/lane-builder.ts';
import type { Recording, SessionMeta } from '../model/session.ts';
import { badFile } from './bad-file.ts';
import { NamedStacks, NO_STACK } from './named-stacks.ts';
import { AMOUNT } from './read-table.ts';

type Numeric = number | bigint;

/** Unit → microseconds. */
const UNITS: ReadonlyMap<string, number> = new Map([
  ['nanoseconds', 1e-3],
  ['microseconds', 1],
  ['milliseconds', 1e3],
  ['seconds', 1e6],
]);
const NO_ORDER = 'The profile tells how long each stack ran, but not in which order.';
const CPU_ONLY = 'The profile tells CPU time: waiting is not in it.';

/**
 * Reads the bytes of a pprof file, not compressed. Samples with a label `lane`, as we write it, are of that lane.
 * Positions are taken for original ones. Throws a `ProfileError` (`bad-file`) when it is damaged, or tells no times.
 */
export function decodePprof(bytes: Uint8Array): Recording {
  const reader = new PprofReader(decodeProfile(bytes));
  return reader.read();
}

/** Throws for what is no file of that format; the decoder's own errors say nothing to a reader. */
function decodeProfile(bytes: Uint8Array): Profile {
  try {
    return Profile.decode(bytes);
  } catch (cause) {
    throw badFile('The file is damaged, or not one that Hotpath can read.', cause);
  }
}

/** Which of a sample's values is its time. */
interface TimeValue {
  readonly index: number;
  readonly unitUs: number;
  readonly type: string;
}

class PprofReader {
  readonly #profile: Profile;
  readonly #stacks: NamedStacks;
  readonly #lanes = new Map<string, LaneBuilder>();
  readonly #functions: ReadonlyMap<number, Profile['function'][number]>;
  readonly #locations: ReadonlyMap<number, Profile['location'][number]>;
  readonly #frames = new Map<number, number | undefined>();
  /** Which of a sample's values says how many samples there were; -1: none does. */
  readonly #count: number;

  constructor(profile: Profile) {
    this.#profile = profile;
    this.#count = profile.sampleType.findIndex(value => this.#isCount(value));
    const hasFiles = profile.function.some(({ filename }) => this.#text(filename) !== '');
    this.#stacks = new NamedStacks({ hasFiles });
    this.#functions = new Map(profile.function.map(fn => [Number(fn.id), fn]));
    this.#locations = new Map(profile.location.map(at => [Number(at.id), at]));
  }

  read(): Recording {
    const time = this.#findTime(this.#profile.sampleType);
    for (const sample of this.#profile.sample) this.#addSample(sample, time);
    const notes = time.type === 'cpu' ? [NO_ORDER, CPU_ONLY] : [NO_ORDER];
    return this.#stacks.build({ ...this.#meta(), notes });
  }

  /** Wall-clock time where there is one, else the last time of all values, as pprof itself chooses. */
  #findTime(types: readonly ValueType[]): TimeValue {
    const times = types.flatMap((value, index) => {
      const unitUs = UNITS.get(this.#text(value.unit));
      return unitUs === undefined ? [] : [{ index, unitUs, type: this.#text(value.type) }];
    });
    const time = times.find(({ type }) => type === 'wall') ?? times.at(-1);
    if (time === undefined) throw badFile('The profile does not tell times.');
    return time;
  }

  #isCount({ type, unit }: ValueType): boolean {
    return this.#text(unit) === 'count' && /^samples?$/.test(this.#text(type));
  }

  #countOf(sample: Sample): number {
    const count = this.#count < 0 ? 1 : Number(sample.value[this.#count] ?? 1);
    if (count >= 0 && count <= AMOUNT.max) return count;
    throw badFile('The file is damaged: a number of samples is senseless.');
  }

  #addSample(sample: Sample, { index, unitUs }: TimeValue): void {
    const value = Number(sample.value[index] ?? 0);
    const us = unitUs < 1 ? value / 1000 : value * unitUs;
    if (!(us >= 0 && us <= AMOUNT.max)) throw badFile('The file is damaged: a time is senseless.');
    if (us === 0) return;
    const lane = this.#lane(sample);
    let stack = NO_STACK;
    let line = 0;
    for (const place of this.#placesOf(sample)) {
      const pushed = this.#stacks.push(stack, this.#frame(Number(place.functionId)));
      if (pushed !== stack && stack !== NO_STACK && line > 0) {
        lane.callLine(pushed, { line, column: 0 }, us);
      }
      stack = pushed;
      line = lineOf(place);
    }
    if (stack !== NO_STACK && line > 0) lane.leafLine(stack, { line, column: 0 }, us);
    lane.sample(this.#stacks.orIdle(stack), us, this.#countOf(sample));
  }

  /** From the root to the leaf; a location has a line for each function that was inlined there, the innermost first. */
  #placesOf({ locationId }: Sample): Line[] {
    return locationId.toReversed().flatMap(id => {
      const location = this.#locations.get(Number(id));
      if (location === undefined) throw badFile('The file is damaged: a location is missing.');
      return location.line.toReversed();
    });
  }

  #frame(id: number): number | undefined {
    if (this.#frames.has(id)) return this.#frames.get(id);
    const fn = this.#functions.get(id);
    if (fn === undefined) throw badFile('The file is damaged: a function is missing.');
    const file = this.#text(fn.filename);
    const frame = this.#stacks.frame({
      name: this.#text(fn.name),
      file: file === '' ? undefined : file,
      line: safeLine(fn.startLine),
    });
    this.#frames.set(id, frame);
    return frame;
  }

  #lane({ label }: Sample): LaneBuilder {
    const found = label.find(({ key }) => this.#text(key) === 'lane');
    const name = found === undefined ? 'main' : this.#text(found.str);
    const known = this.#lanes.get(name);
    if (known !== undefined) return known;
    const lane = this.#stacks.lane(name, { threadId: this.#lanes.size });
    this.#lanes.set(name, lane);
    return lane;
  }

  #meta(): Partial<SessionMeta> {
    const { timeNanos, durationNanos, period, periodType, mapping } = this.#profile;
    const start = new Date(Number(timeNanos) / 1e6);
    const durationUs = Number(durationNanos) / 1000;
    const unitUs = periodType === undefined ? undefined : UNITS.get(this.#text(periodType.unit));
    const intervalUs = Number(period) * (unitUs ?? 0);
    return {
      program: this.#text(mapping[0]?.filename ?? 0),
      ...(Number.isNaN(start.getTime()) ? {} : { startTime: start.toISOString() }),
      ...(durationUs > 0 && durationUs <= AMOUNT.max ? { durationUs } : {}),
      ...(intervalUs > 0 && intervalUs <= AMOUNT.max ? { intervalUs } : {}),
    };
  }

  #text(index: Numeric): string {
    const text = this.#profile.stringTable.strings[Number(index)];
    if (text === undefined) throw badFile('The file is damaged: a text is missing.');
    return text;
  }
}

function lineOf({ line }: Line): number {
  return safeLine(line) ?? 0;
}

function safeLine(line: Numeric): number | undefined {
  const value = Number(line);
  return value > 0 && value < 2 ** 31 ? value : undefined;
}

// Reads speedscope's own files (https://www.speedscope.app/file-format-schema.json): each profile becomes a lane.

import type { LaneBuilder } from '../model/lane-builder.ts';
import type { Recording, SessionMeta } from '../model/session.ts';
import { badFile } from './bad-file.ts';
import { asArray, asNumber, asObject, asString } from './json-value.ts';
import type { JsonObject, NumberRange } from './json-value.ts';
import { NamedStacks, NO_STACK } from './named-stacks.ts';
import type { NamedFunction } from './named-stacks.ts';
import { indexRange, PLACE_OR_NONE } from './read-table.ts';

const SCHEMA = 'https://www.speedscope.app/file-format-schema.json';
const MOMENT: NumberRange = { min: -1e18, max: 1e18, integer: false };
const WEIGHT: NumberRange = { ...MOMENT, min: 0 };

/** Unit → nanoseconds. */
const UNITS: ReadonlyMap<string, number> = new Map([
  ['nanoseconds', 1],
  ['microseconds', 1e3],
  ['milliseconds', 1e6],
  ['seconds', 1e9],
  ['none', 1e3],
]);

/** Whether this may be one of speedscope's files, as far as can be told at a glance. */
export function looksLikeSpeedscope(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && '$schema' in value && value.$schema === SCHEMA
  );
}

/**
 * Reads a parsed file, evented and sampled profiles alike. Positions are taken for original ones. Throws a
 * `ProfileError` (`bad-file`) when it is damaged, or tells no times.
 */
export function readSpeedscope(value: unknown): Recording {
  const file = asObject(value, 'the file');
  const functions = readFunctions(asObject(file['shared'], 'shared'));
  const stacks = new NamedStacks({ hasFiles: functions.some(fn => fn.file !== undefined) });
  const frames = functions.map(fn => stacks.frame(fn));
  const profiles = asArray(file['profiles'], 'profiles').map((entry, i) =>
    asObject(entry, `profiles[${i}]`),
  );
  const readers = profiles.map((profile, i) => new LaneReader(profile, `profiles[${i}]`));
  const start = readers.reduce((first, { startNs }) => Math.min(first, startNs), Infinity);
  readers.forEach((reader, threadId) => {
    const startUs = toMicros(reader.startNs - start);
    const lane = stacks.lane(reader.name ?? `lane ${threadId + 1}`, { threadId, startUs });
    reader.addSamples(lane, { stacks, frames });
  });
  const isTimed = profiles.every(({ unit }) => unit !== 'none');
  const notes = isTimed
    ? []
    : ['The profile has no unit: its numbers were taken for microseconds.'];
  return stacks.build({ ...readTitle(file['name']), notes });
}

/** The names of frames, ready to be stacked. */
interface Frames {
  readonly stacks: NamedStacks;
  /** Index in the file → frame. */
  readonly frames: readonly (number | undefined)[];
}

/** One profile of the file. Moments are nanoseconds, so that they are whole numbers, as they mostly were. */
class LaneReader {
  readonly #profile: JsonObject;
  readonly #path: string;
  readonly #unit: number;

  constructor(profile: JsonObject, path: string) {
    this.#profile = profile;
    this.#path = path;
    const unit = asString(profile['unit'], `${path}.unit`);
    const nanos = UNITS.get(unit);
    if (nanos === undefined) throw badFile(`The profile tells ${unit.slice(0, 40)}, not times.`);
    this.#unit = nanos;
  }

  get name(): string | undefined {
    const { name } = this.#profile;
    return name === undefined ? undefined : asString(name, `${this.#path}.name`);
  }

  get startNs(): number {
    return this.#moment(this.#profile['startValue'] ?? 0, 'startValue');
  }

  addSamples(lane: LaneBuilder, frames: Frames): void {
    const { type } = this.#profile;
    if (type === 'evented') this.#addEvents(lane, frames);
    else if (type === 'sampled') this.#addSamples(lane, frames);
    else throw badFile(`The file is damaged: ${this.#path}.type is neither evented nor sampled.`);
  }

  /** What is open at the end lasts until then; between calls the lane is idle. */
  #addEvents(lane: LaneBuilder, { stacks, frames }: Frames): void {
    const open: { readonly frame: number; readonly stack: number }[] = [];
    let now = this.startNs;
    const advance = (moment: number): void => {
      const top = open.at(-1)?.stack ?? NO_STACK;
      if (moment > now) stacks.sample(lane, top, toMicros(moment - now));
      now = Math.max(now, moment);
    };
    asArray(this.#profile['events'], `${this.#path}.events`).forEach((entry, i) => {
      const event = asObject(entry, `${this.#path}.events[${i}]`);
      const at = this.#moment(event['at'], `events[${i}].at`);
      const frame = this.#frame(event['frame'], `events[${i}].frame`, frames);
      if (at < now) throw badFile(`The file is damaged: ${this.#path}.events[${i}] is too early.`);
      advance(at);
      if (event['type'] === 'O') {
        const stack = stacks.push(open.at(-1)?.stack ?? NO_STACK, frames[frame]);
        open.push({ frame, stack });
      } else if (event['type'] !== 'C' || open.pop()?.frame !== frame) {
        throw badFile(`The file is damaged: ${this.#path}.events[${i}] ends what was not open.`);
      }
    });
    advance(this.#moment(this.#profile['endValue'] ?? 0, 'endValue'));
  }

  #addSamples(lane: LaneBuilder, { stacks, frames }: Frames): void {
    const samples = asArray(this.#profile['samples'], `${this.#path}.samples`);
    const weights = asArray(this.#profile['weights'], `${this.#path}.weights`);
    if (weights.length !== samples.length) {
      throw badFile(
        `The file is damaged: ${samples.length} samples have ${weights.length} weights.`,
      );
    }
    samples.forEach((sample, i) => {
      const weight = asNumber(weights[i], `${this.#path}.weights[${i}]`, WEIGHT);
      let stack = NO_STACK;
      for (const entry of asArray(sample, `${this.#path}.samples[${i}]`)) {
        stack = stacks.push(stack, frames[this.#frame(entry, `samples[${i}]`, frames)]);
      }
      stacks.sample(lane, stack, toMicros(Math.round(weight * this.#unit)));
    });
  }

  #moment(value: unknown, what: string): number {
    return Math.round(asNumber(value, `${this.#path}.${what}`, MOMENT) * this.#unit);
  }

  #frame(value: unknown, what: string, frames: readonly unknown[]): number {
    return asNumber(value, `${this.#path}.${what}`, indexRange(frames.length));
  }
}

function readFunctions(shared: JsonObject): NamedFunction[] {
  return asArray(shared['frames'], 'shared.frames').map((entry, i) => {
    const path = `shared.frames[${i}]`;
    const { name, file, line, col } = asObject(entry, path);
    return {
      name: asString(name, `${path}.name`),
      file: file == null || file === '' ? undefined : asString(file, `${path}.file`),
      line: line == null ? undefined : asNumber(line, `${path}.line`, PLACE_OR_NONE),
      column: col == null ? undefined : asNumber(col, `${path}.col`, PLACE_OR_NONE),
    };
  });
}

/** `node app.js at 2026-11-22T10:00:00.000Z`, as we write it; any other name is the program's. */
function readTitle(value: unknown): Partial<SessionMeta> {
  const name = value == null ? '' : asString(value, 'name');
  const [, program = '', startTime = ''] =
    /^(.*) at (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)$/s.exec(name) ?? [];
  const isOurs = !Number.isNaN(Date.parse(startTime));
  return isOurs ? { program, startTime } : { program: name };
}

function toMicros(nanos: number): number {
  return nanos / 1000;
}

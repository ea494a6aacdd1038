// Maps the frames of one recording, each once, and remembers where lines in them lead.

import type { Frame, Micros } from '../model/frame.ts';
import type { LinePosition } from '../model/lane-builder.ts';
import { rowsOf } from '../model/sample-rows.ts';
import type { Recording, Script, SessionData } from '../model/session.ts';
import { decideSite } from './call-sites.ts';
import { mapFrame } from './map-frame.ts';
import type { MappedFrame } from './map-frame.ts';
import { mapLine } from './map-line.ts';
import type { MappedSource } from './maps/script-map.ts';
import { frameKind } from './origin.ts';
import type { LoadedScript, ScriptFiles } from './loaded-script.ts';
import type { ScriptCache } from './script-cache.ts';

/** A library's script is parsed when at least this share of all time was spent in its own code. */
const WANTED_SHARE = 0.005;
/** Larger than any column, so that a line and a column make one number. */
const COLUMNS = 2 ** 31;

/** Answers for the frames of one recording. */
export class FrameMapper {
  readonly #frames: readonly Frame[];
  readonly #scripts: ReadonlyMap<string, Script>;
  readonly #cache: ScriptCache;
  readonly #files: ScriptFiles;
  readonly #mapped: MappedFrame[] = [];
  readonly #lines = new Map<MappedFrame, Map<number, LinePosition>>();
  readonly #topLevels = new Map<MappedSource, MappedFrame>();
  readonly #sites = new Map<MappedFrame, Map<MappedFrame, LinePosition | undefined>>();

  /** `frames` may grow later: a frame is looked at when it is asked for. */
  constructor(
    frames: readonly Frame[],
    recording: Recording,
    from: { readonly cache: ScriptCache; readonly files: ScriptFiles },
  ) {
    this.#frames = frames;
    this.#scripts = new Map(recording.scripts.map(script => [script.url, script]));
    this.#cache = from.cache;
    this.#files = from.files;
    this.#wantHeavyScripts(recording.session);
    for (const { file, line, column } of frames) {
      if (file !== null && line !== null) this.script(file).checkPlace(line, column ?? 1);
    }
  }

  /** The frame with this number. Throws a `RangeError` when there is none. */
  mapped(frame: number): MappedFrame {
    const known = this.#mapped[frame];
    if (known !== undefined) return known;
    const generated = this.#frames[frame];
    if (generated === undefined) throw new RangeError(`No frame ${frame}`);
    const script = generated.file === null ? undefined : this.script(generated.file);
    return (this.#mapped[frame] = mapFrame(generated, script, this.#files));
  }

  /** The top level of one of the sources of which the script of `at` was made. */
  topLevel(at: MappedFrame, source: MappedSource): MappedFrame {
    const known = this.#topLevels.get(source);
    if (known !== undefined) return known;
    const kind = frameKind(source.path, { ...this.#files, ignored: source.isIgnored });
    const frame = { ...at.frame, file: source.path, line: 1, column: 1, kind };
    const mapped = { ...at, frame, source };
    this.#topLevels.set(source, mapped);
    return mapped;
  }

  /** The script that V8 ran under this URL. */
  script(url: string): LoadedScript {
    return this.#cache.load(this.#scripts.get(url) ?? { url }, this.#files);
  }

  /** The application's scripts that have frames. */
  get applicationScripts(): readonly LoadedScript[] {
    const urls = new Set(this.#frames.flatMap(({ file }) => file ?? []));
    return [...urls].map(url => this.script(url)).filter(({ kind }) => kind === 'application');
  }

  /** What a reader should know about the source maps that were used. */
  get notes(): readonly string[] {
    const scripts = new Set(this.#mapped.flatMap(({ script }) => script ?? []));
    return [...scripts].map(({ note }) => note).filter(note => note !== '');
  }

  /** `mapLine`, remembered. */
  line(at: MappedFrame, place: LinePosition): LinePosition {
    const known = this.#lines.get(at) ?? new Map<number, LinePosition>();
    this.#lines.set(at, known);
    const key = place.line * COLUMNS + place.column;
    const line = known.get(key) ?? mapLine(at, place);
    known.set(key, line);
    return line;
  }

  /** The generated place from which `caller` must have called `callee`, by its text; `undefined` if that is open. */
  site(caller: MappedFrame, callee: number): LinePosition | undefined {
    const known = this.#sites.get(caller) ?? new Map<MappedFrame, LinePosition | undefined>();
    this.#sites.set(caller, known);
    const { fn } = this.mapped(callee);
    const key = this.mapped(callee);
    if (known.has(key)) return known.get(key);
    const name = this.#frames[callee]?.name ?? '';
    const site = decideSite(caller, { name: /^[<(]/.test(name) ? '' : name, fn });
    known.set(key, site);
    return site;
  }

  #wantHeavyScripts({ lanes, stacks, frames, strings }: SessionData): void {
    const times = new Map<number, Micros>();
    let all = 0;
    for (const { samples } of lanes) {
      for (const rows = rowsOf(samples); rows.next();) {
        const file = frames.file[stacks.frame[rows.stack] ?? -1] ?? -1;
        all += rows.us;
        if (file >= 0) times.set(file, (times.get(file) ?? 0) + rows.us);
      }
    }
    for (const [file, us] of times) {
      if (us >= all * WANTED_SHARE) this.script(strings[file] ?? '').isWanted = true;
    }
  }
}

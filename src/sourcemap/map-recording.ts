// A recording, in the positions of the code that V8 ran → a session, in those of the code that people wrote.
//
//   generated positions:  functions that V8 left out are put back, calls without a line are looked up in the text
//   ────────────────────  every frame, line and await is mapped
//   original positions:   equal frames, stacks and rows become one again
// Every sample keeps its duration, and the rows of every stack their sum.

import type { ChangeStack } from '../model/changed-samples.ts';
import { SessionBuilder } from '../model/session-builder.ts';
import type { LaneBuilder, LinePosition } from '../model/lane-builder.ts';
import { isRegExpName, SYNTHETIC } from '../model/frame.ts';
import type { Micros } from '../model/frame.ts';
import { changeStacks, keepSamples, selfTimes } from '../model/sample-rows.ts';
import type { AwaitTable, LaneData, Recording, SessionData } from '../model/session.ts';
import { FrameMapper } from './frame-mapper.ts';
import { awaitedPlace, mapAwait } from './map-await.ts';
import type { MappedFrame } from './map-frame.ts';
import { UNDECIDED } from './map-line.ts';
import { findProgramFolder } from './origin.ts';
import { restoreInlined } from './inlined/restore-inlined.ts';
import { ScriptCache } from './script-cache.ts';
import { placeAt, placesBesideGc } from './seen-places.ts';
import type { ScriptFiles } from './loaded-script.ts';
import { scaleRows, sumRows } from './inlined/share-rows.ts';
import type { ShareRow } from './inlined/share-rows.ts';
import { regExpLines } from './call-sites.ts';
import { totalTimes } from './inlined/share-samples.ts';
import { StackDraft } from './inlined/stack-draft.ts';
import { StackRows } from './inlined/stack-rows.ts';
import { StackMapper } from './stack-mapper.ts';
import { tellKinds } from './tell-kinds.ts';
import { TopLevels } from './top-levels.ts';

/** How to map a recording. */
export interface MapOptions extends ScriptFiles {
  /** Keeps what was read and parsed for the next snapshot of the same program. Default: nothing is kept. */
  readonly cache?: ScriptCache;
}

/**
 * The session in original positions. Files are read with `options.readText` alone, those of the application and of
 * libraries in which much time was spent. A source map that cannot be used is left out, with a note in `meta.notes`.
 */
export function mapRecording(recording: Recording, options: MapOptions): SessionData {
  const { session } = recording;
  if (recording.isMapped === true) return tellKinds(session, options);
  const draft = new StackDraft(session);
  const cache = options.cache ?? new ScriptCache();
  const programFolder = findProgramFolder(recording.program ?? '');
  const files = programFolder === undefined ? options : { programFolder, ...options };
  const frames = new FrameMapper(draft.frames, recording, { cache, files });
  const knowledge = {
    mapped: (frame: number) => frames.mapped(frame),
    scripts: frames.applicationScripts,
  };
  const lanes = session.lanes.map(lane => restoreInlined(lane, draft, knowledge));
  const builder = new SessionBuilder();
  const topLevels = new TopLevels(draft, lanes, frames);
  const stacks = new StackMapper(draft, { frames, topLevels }, builder);
  for (const lane of lanes)
    new LaneMapper(lane, draft, { frames, stacks, topLevels }).addTo(builder);
  const { meta } = session;
  return builder.build({
    ...meta,
    cwd: meta.cwd || options.cwd,
    notes: [...meta.notes, ...frames.notes],
  });
}

/** Writes one lane into the new session. */
class LaneMapper {
  readonly #lane: LaneData;
  readonly #draft: StackDraft;
  readonly #frames: FrameMapper;
  readonly #stacks: StackMapper;
  readonly #topLevels: TopLevels;
  #seen: ReadonlyMap<number, readonly LinePosition[]> | null = null;

  constructor(
    lane: LaneData,
    draft: StackDraft,
    maps: {
      readonly frames: FrameMapper;
      readonly stacks: StackMapper;
      readonly topLevels: TopLevels;
    },
  ) {
    this.#lane = lane;
    this.#draft = draft;
    this.#frames = maps.frames;
    this.#stacks = maps.stacks;
    this.#topLevels = maps.topLevels;
  }

  addTo(builder: SessionBuilder): void {
    const { name, pid, threadId, startUs, samples, awaits } = this.#lane;
    const lane = builder.lane({ name, pid, threadId, startUs });
    const toMapped: ChangeStack = ({ stack }) => this.#stacks.mapped(stack);
    lane.append(keepSamples(changeStacks(samples, () => toMapped)));
    this.#addLeafLines(lane);
    this.#addCallLines(lane);
    this.#addWaitLines(lane);
    this.#addAwaits(lane, awaits);
  }

  #addLeafLines(lane: LaneBuilder): void {
    const { stack, line, column, us } = this.#lane.leafLines;
    for (const [i, of] of stack.entries()) {
      const at = this.#frames.mapped(this.#draft.frame[of] ?? -1);
      const place = { line: line[i] ?? 0, column: column[i] ?? 0 };
      lane.leafLine(this.#stacks.mapped(of), this.#frames.line(at, place), us[i] ?? 0);
    }
  }

  /** What no stack decided goes to the only line of the caller that can make the call, if there is one. */
  #addCallLines(lane: LaneBuilder): void {
    const { parent } = this.#draft;
    const rows = new StackRows(this.#lane.callLines);
    const totals = totalTimes(selfTimes(this.#lane.samples, parent.length), parent);
    for (const [stack, total] of totals.entries()) {
      if (this.#stacks.isDropped(stack)) continue;
      const known = rows.of(stack);
      const decided = this.#decided(stack, known, total);
      for (const { place, us } of decided) this.#addCallLine(lane, stack, { place, us });
      const open = total - sumRows(decided);
      // What is left of a sum of fractions is no time at all.
      if (open < total * 1e-9 || open <= 0) continue;
      const place = this.#findSite(stack);
      if (place !== undefined) this.#addCallLine(lane, stack, { place, us: open });
      else if (known.length > 0) this.#addCallLine(lane, stack, { place: UNDECIDED, us: open });
    }
  }

  /** A regular expression that takes no time to speak of is seen to run on lines that come after it. */
  #decided(stack: number, known: readonly ShareRow[], total: Micros): readonly ShareRow[] {
    const decided = known.filter(({ place }) => place.line > 0);
    const { name } = this.#draft.frames[this.#draft.frame[stack] ?? -1] ?? {};
    const caller = this.#draft.parent[stack] ?? -1;
    if (name === undefined || !isRegExpName(name) || caller < 0) return decided;
    const lines = regExpLines(this.#frames.mapped(this.#draft.frame[caller] ?? -1), name);
    const right = decided.filter(({ place }) => lines.has(place.line));
    return lines.size === 0 ? decided : scaleRows(right, total);
  }

  #addCallLine(
    lane: LaneBuilder,
    stack: number,
    row: { readonly place: LinePosition; readonly us: number },
  ): void {
    const below = this.#stacks.topLevelBelow(stack);
    if (below !== undefined) lane.callLine(below, UNDECIDED, row.us);
    lane.callLine(this.#stacks.mapped(stack), this.#callPlace(stack, row.place), row.us);
  }

  #addWaitLines(lane: LaneBuilder): void {
    const { waitLines } = this.#lane;
    for (const [i, stack] of waitLines?.stack.entries() ?? []) {
      if (waitLines === undefined || this.#stacks.isDropped(stack)) continue;
      const place = this.#callPlace(stack, placeAt(waitLines, i));
      lane.waitLine(this.#stacks.mapped(stack), place, waitLines.us[i] ?? 0);
    }
  }

  #callPlace(stack: number, place: LinePosition): LinePosition {
    const caller = this.#draft.parent[stack] ?? -1;
    const own = caller < 0 ? undefined : this.#frames.mapped(this.#draft.frame[caller] ?? -1);
    const at = this.#topLevels.callerOf(stack) ?? own;
    if (at === undefined) return UNDECIDED;
    const isAwait = this.#draft.isAt(stack, SYNTHETIC.await);
    return this.#frames.line(at, isAwait ? awaitedPlace(at.script, place) : place);
  }

  #findSite(stack: number): LinePosition | undefined {
    const caller = this.#draft.parent[stack] ?? -1;
    if (caller < 0) return undefined;
    const at = this.#frames.mapped(this.#draft.frame[caller] ?? -1);
    if (this.#draft.isAt(stack, SYNTHETIC.gc)) return this.#onlyPlace(caller, at);
    return this.#frames.site(at, this.#draft.frame[stack] ?? -1);
  }

  /** V8 does not tell on which line it collected garbage: on the only one, where no other was seen to run. */
  #onlyPlace(stack: number, at: MappedFrame): LinePosition | undefined {
    const places = (this.#seen ??= placesBesideGc(this.#lane, this.#draft)).get(stack) ?? [];
    const lines = new Set(places.map(place => this.#frames.line(at, place).line));
    return lines.size === 1 && !lines.has(UNDECIDED.line) ? places[0] : undefined;
  }

  #addAwaits(lane: LaneBuilder, awaits: AwaitTable): void {
    for (const [i, file] of awaits.file.entries()) {
      const script = this.#frames.script(this.#draft.strings[file] ?? '');
      const place = { line: awaits.line[i] ?? 0, column: awaits.column[i] ?? 0 };
      const original = mapAwait(script, place);
      lane.awaits(original.file, original.place, {
        count: awaits.count[i] ?? 0,
        totalUs: awaits.totalUs[i] ?? 0,
        maxUs: awaits.maxUs[i] ?? 0,
      });
    }
  }
}

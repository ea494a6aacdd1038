// Puts functions that V8 inlined, and left out of its samples, back into the stacks of a lane.
//
//   V8 (Node.js 18 to 24)              here
//   caller 1778ms                      caller          18ms
//     line 4      18ms                   work   :5   1160ms
//     line 13   1160ms  (of `work`)      other  :6     65ms
//     line 19     65ms  (of `other`)       deep :19   535ms
//     line 23    535ms  (of `deep`)
//
// Which sample was on which line is not known, only how many: the samples of a stack are shared out in these
// proportions, evenly over time. A line whose function cannot be told becomes undecided, unless its stack's function
// has only one line that calls anything.

import type { Micros } from '../../model/frame.ts';
import { selfTimes } from '../../model/sample-rows.ts';
import type { LaneData } from '../../model/session.ts';
import { onlyCallPlace } from '../call-sites.ts';
import { SeenCalls } from './seen-calls.ts';
import { findInlined, findInlinedElsewhere } from './find-inlined.ts';
import type { InlinedCall } from './find-inlined.ts';
import { generatedFrame } from '../generated-frame.ts';
import type { MappedFrame } from '../map-frame.ts';
import { UNDECIDED } from '../map-line.ts';
import type { LoadedScript } from '../loaded-script.ts';
import { addRow, flattenRows, groupRows, scaleRows, sumRows } from './share-rows.ts';
import type { RowsByStack, ShareRow } from './share-rows.ts';
import { shareSamples, totalTimes } from './share-samples.ts';
import type { StackDraft } from './stack-draft.ts';
import { StackRows } from './stack-rows.ts';

/** What is known about the functions of a recording. */
export interface FrameKnowledge {
  /** The frame with this number in the draft. */
  readonly mapped: (frame: number) => MappedFrame;
  /** Scripts in which a function may have been inlined from. */
  readonly scripts: readonly LoadedScript[];
}

/** The lane with these functions in its stacks, which `draft` gains. Its duration and all sums stay the same. */
export function restoreInlined(
  lane: LaneData,
  draft: StackDraft,
  knowledge: FrameKnowledge,
): LaneData {
  const [leafRows, callRows] = [groupRows(lane.leafLines), new StackRows(lane.callLines)];
  const seen = new SeenCalls(draft, { leafRows, callRows }, knowledge.mapped);
  const restorer = new Restorer(draft, knowledge, seen);
  const { leaves, shares } = splitLeaves(leafRows, restorer);
  if (shares.size === 0) return { ...lane, leafLines: flattenRows(leaves) };
  const samples = shareSamples(lane.samples, shares);
  const self = selfTimes(samples, draft.parent.length);
  for (const [stack, parts] of shares) {
    for (const at of [stack, ...parts.keys()]) {
      leaves.set(at, scaleRows(leaves.get(at) ?? [], self[at] ?? 0));
    }
  }
  const before = totalTimes(selfTimes(lane.samples, draft.parent.length), draft.parent);
  for (const [stack, total] of totalTimes(self, draft.parent).entries()) {
    const gained = total - (before[stack] ?? 0);
    if (gained > 0) restorer.addCallRow(callRows, stack, gained);
  }
  return { ...lane, samples, leafLines: flattenRows(leaves), callLines: callRows.table() };
}

interface SplitLeaves {
  /** The lines of all stacks, those that are new included. */
  readonly leaves: RowsByStack;
  /** Stack of which others take a part → stack, maybe itself → time. */
  readonly shares: ReadonlyMap<number, ReadonlyMap<number, Micros>>;
}

function splitLeaves(leafRows: RowsByStack, restorer: Restorer): SplitLeaves {
  const leaves: RowsByStack = new Map();
  const shares = new Map<number, Map<number, Micros>>();
  for (const [stack, rows] of leafRows) {
    const parts = restorer.splitRows(stack, rows);
    for (const [target, ofTarget] of parts) {
      for (const row of ofTarget) addRow(leaves, target, row);
    }
    if (parts.size === 1 && parts.has(stack)) continue;
    shares.set(stack, new Map([...parts].map(([target, of]) => [target, sumRows(of)])));
  }
  return { leaves, shares };
}

class Restorer {
  readonly #draft: StackDraft;
  readonly #knowledge: FrameKnowledge;
  readonly #seen: SeenCalls;
  /** By stack: the call that put its leaf back. */
  readonly #calls = new Map<number, InlinedCall>();
  /** By frame and line: the calls that lead to the line's function. */
  readonly #found = new Map<number, Map<number, readonly InlinedCall[]>>();

  constructor(draft: StackDraft, knowledge: FrameKnowledge, seen: SeenCalls) {
    this.#draft = draft;
    this.#knowledge = knowledge;
    this.#seen = seen;
  }

  /** The leaf rows of a stack, by the stack that they really belong to. */
  splitRows(stack: number, rows: readonly ShareRow[]): RowsByStack {
    const parts: RowsByStack = new Map();
    const frame = this.#draft.frame[stack] ?? -1;
    const at = this.#knowledge.mapped(frame);
    for (const row of rows) {
      if (isOwnLine(at, row)) {
        addRow(parts, stack, row);
        continue;
      }
      const calls = this.#findCalls(frame, at, row.place.line);
      const way = calls.length > 0 ? undefined : this.#seen.findWay(frame, row.place.line);
      if (calls.length > 0) addRow(parts, this.#addStacks(stack, calls), row);
      else if (way !== undefined) addRow(parts, this.#addWay(stack, way), row);
      else addRow(parts, stack, { place: onlyCallPlace(at) ?? UNDECIDED, us: row.us });
    }
    return parts;
  }

  /** Adds rows to a stack for time that it gained: at the call that put it back, else where its other time is. */
  addCallRow(rows: StackRows, stack: number, us: Micros): void {
    const place = this.#calls.get(stack)?.place;
    if (place !== undefined) {
      rows.add(stack, { place, us });
      return;
    }
    const decided = rows.of(stack).filter(row => row.place.line > 0);
    const scaled = scaleRows(decided.length > 0 ? decided : this.#seenPlaces(stack), us);
    if (scaled.length === 0) rows.add(stack, { place: UNDECIDED, us });
    for (const row of scaled) rows.add(stack, row);
  }

  #seenPlaces(stack: number): readonly ShareRow[] {
    const { frame, parent } = this.#draft;
    return this.#seen.placesOf(frame[parent[stack] ?? -1] ?? -1, frame[stack] ?? -1);
  }

  #addWay(stack: number, way: readonly number[]): number {
    return way.reduce((at, frame) => this.#draft.addStack(at, frame), stack);
  }

  #findCalls(frame: number, at: MappedFrame, line: number): readonly InlinedCall[] {
    const byLine = this.#found.get(frame) ?? new Map<number, readonly InlinedCall[]>();
    this.#found.set(frame, byLine);
    const known = byLine.get(line);
    if (known !== undefined) return known;
    const { scripts } = this.#knowledge;
    const calls = findInlined(at, line) ?? findInlinedElsewhere(at, line, scripts) ?? [];
    byLine.set(line, calls);
    return calls;
  }

  #addStacks(stack: number, calls: readonly InlinedCall[]): number {
    let at = stack;
    for (const call of calls) {
      at = this.#draft.addStack(at, this.#draft.addFrame(generatedFrame(call.fn, call.script)));
      this.#calls.set(at, call);
    }
    return at;
  }
}

/** Rows with a column come from stacks that were looked at, not from V8's samples: they are right. */
function isOwnLine({ script, fn }: MappedFrame, { place }: ShareRow): boolean {
  const outline = script?.outline;
  if (outline === undefined || fn === undefined) return true;
  return place.line === 0 || place.column > 0 || outline.ownsLine(fn, place.line);
}

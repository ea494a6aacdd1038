// What a lane's samples say themselves about a function that V8 left out of some of them: before it was inlined, it was
// seen, with its callers and its lines.
//
//   walk > spin > now :139  40ms       so when `walk` has time on line 139, which it does not own,
//   walk            :139  65ms         that is time of walk > spin > now

import { PairIndex } from '../../model/pair-index.ts';
import type { MappedFrame } from '../map-frame.ts';
import type { RowsByStack, ShareRow } from './share-rows.ts';
import type { StackDraft } from './stack-draft.ts';
import type { StackRows } from './stack-rows.ts';

/** V8 inlines small functions only, and not many levels of them. */
const MAX_DEPTH = 6;
/** A function without a text to tell its end has its lines within this distance. */
const MAX_LINES = 200;

/** Calls below a function that lead to a line of another one. */
interface SeenWay {
  /** The functions that are called, outermost first: numbers of frames. */
  readonly frames: readonly number[];
  us: number;
}

/** Looks up what the stacks of one lane have in common. */
export class SeenCalls {
  readonly #ways = new Map<string, Map<string, SeenWay>>();
  /** Caller's and callee's frame → the places of such calls. */
  readonly #pairs = new PairIndex();
  readonly #places: ShareRow[][] = [];

  constructor(
    draft: StackDraft,
    { leafRows, callRows }: { readonly leafRows: RowsByStack; readonly callRows: StackRows },
    /** The frame with this number. */
    mapped: (frame: number) => MappedFrame,
  ) {
    for (const [stack, rows] of leafRows) {
      const frame = draft.frame[stack] ?? -1;
      const start = draft.frames[frame]?.line ?? Infinity;
      this.#addWays(draft, stack, ownRows(mapped(frame), start, rows));
    }
    this.#addPlaces(draft, callRows);
  }

  /** The calls that lead from this function to a line that it does not own; `undefined` when none were seen. */
  findWay(frame: number, line: number): readonly number[] | undefined {
    let best: SeenWay | undefined;
    for (const way of this.#ways.get(`${frame} ${line}`)?.values() ?? [])
      if (best === undefined || way.us > best.us) best = way;
    return best?.frames;
  }

  /** Where one function was seen to call the other, each place with the time of such calls. */
  placesOf(caller: number, callee: number): readonly ShareRow[] {
    return this.#places[this.#pairs.find(caller, callee)] ?? [];
  }

  #addWays(draft: StackDraft, leaf: number, rows: readonly ShareRow[]): void {
    const frames: number[] = [];
    let stack = leaf;
    for (let depth = 0; depth < MAX_DEPTH && stack >= 0 && rows.length > 0; depth++) {
      frames.unshift(draft.frame[stack] ?? -1);
      stack = draft.parent[stack] ?? -1;
      const caller = draft.frame[stack] ?? -1;
      // A function that calls itself is not what its own lines are told apart from.
      if (stack < 0 || frames.includes(caller)) return;
      for (const row of rows) this.#addWay(`${caller} ${row.place.line}`, frames, row.us);
    }
  }

  #addWay(key: string, frames: readonly number[], us: number): void {
    let ways = this.#ways.get(key);
    if (ways === undefined) this.#ways.set(key, (ways = new Map<string, SeenWay>()));
    const name = frames.join(' ');
    const way = ways.get(name);
    if (way === undefined) ways.set(name, { frames: [...frames], us });
    else way.us += us;
  }

  #addPlaces(draft: StackDraft, rows: StackRows): void {
    rows.forEach((stack, ofStack) => {
      const decided = ofStack.filter(({ place, us }) => place.line > 0 && us > 0);
      if (decided.length === 0) return;
      const caller = draft.frame[draft.parent[stack] ?? -1] ?? -1;
      const pair = this.#pairs.intern(caller, draft.frame[stack] ?? -1);
      (this.#places[pair] ??= []).push(...decided);
    });
  }
}

/** Rows on lines of the function itself. */
function ownRows(
  { script, fn }: MappedFrame,
  start: number,
  rows: readonly ShareRow[],
): ShareRow[] {
  const outline = script?.outline;
  return rows.filter(({ place: { line } }) =>
    outline !== undefined && fn !== undefined
      ? outline.ownsLine(fn, line)
      : line >= start && line < start + MAX_LINES,
  );
}

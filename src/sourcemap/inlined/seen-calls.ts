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
/** One that was seen, but not on its lines, within this. */
const MAX_UNSEEN_LINES = 50;

/** Calls below a function that lead to a line of another one. */
interface SeenWay {
  /** The functions that are called, outermost first: numbers of frames. */
  readonly frames: readonly number[];
  us: number;
}

/** A function without a text, as Node.js' own are, and how it was seen to be called. */
interface Textless {
  readonly start: number;
  readonly frames: readonly number[];
}

/** Looks up what the stacks of one lane have in common. */
export class SeenCalls {
  readonly #draft: StackDraft;
  readonly #mapped: (frame: number) => MappedFrame;
  readonly #ways = new Map<string, Map<string, SeenWay>>();
  /** Caller's frame → functions below it that have no text, by their frames; made when it is asked for. */
  #textless: Map<number, Map<number, Textless>> | null = null;
  /** Caller's and callee's frame → the places of such calls. */
  readonly #pairs = new PairIndex();
  readonly #places: ShareRow[][] = [];

  constructor(
    draft: StackDraft,
    { leafRows, callRows }: { readonly leafRows: RowsByStack; readonly callRows: StackRows },
    /** The frame with this number. */
    mapped: (frame: number) => MappedFrame,
  ) {
    this.#draft = draft;
    this.#mapped = mapped;
    for (const [stack, rows] of leafRows) {
      const frame = draft.frame[stack] ?? -1;
      const start = draft.frames[frame]?.line ?? Infinity;
      const own = ownRows(mapped(frame), start, rows);
      if (own.length === 0) continue;
      this.#goUp(stack, (caller, frames) => {
        for (const row of own) this.#addWay(`${caller} ${row.place.line}`, frames, row.us);
      });
    }
    this.#addPlaces(draft, callRows);
  }

  /** The calls that lead from this function to a line that it does not own; `undefined` when none were seen. */
  findWay(frame: number, line: number): readonly number[] | undefined {
    let best: SeenWay | undefined;
    for (const way of this.#ways.get(`${frame} ${line}`)?.values() ?? [])
      if (best === undefined || way.us > best.us) best = way;
    return best?.frames ?? this.#findTextless(frame, line);
  }

  /** The function that begins last before the line: it was seen to be called, if never on that line. */
  #findTextless(frame: number, line: number): readonly number[] | undefined {
    this.#textless ??= this.#collectTextless();
    let best: Textless | undefined;
    for (const of of this.#textless.get(frame)?.values() ?? [])
      if (of.start <= line && line < of.start + MAX_UNSEEN_LINES && of.start > (best?.start ?? 0))
        best = of;
    return best?.frames;
  }

  #collectTextless(): Map<number, Map<number, Textless>> {
    const found = new Map<number, Map<number, Textless>>();
    const { frame, frames } = this.#draft;
    for (const [stack, leaf] of frame.entries()) {
      const start = frames[leaf]?.line ?? 0;
      if (start <= 0 || this.#mapped(leaf).fn !== undefined) continue;
      this.#goUp(stack, (caller, way) => {
        let below = found.get(caller);
        if (below === undefined) found.set(caller, (below = new Map<number, Textless>()));
        if (!below.has(leaf)) below.set(leaf, { start, frames: [...way] });
      });
    }
    return found;
  }

  /** Where one function was seen to call the other, each place with the time of such calls. */
  placesOf(caller: number, callee: number): readonly ShareRow[] {
    return this.#places[this.#pairs.find(caller, callee)] ?? [];
  }

  /** Visits the callers of a stack's leaf, each with the calls from it to the leaf. */
  #goUp(leaf: number, visit: (caller: number, frames: readonly number[]) => void): void {
    const { frame, parent } = this.#draft;
    const frames: number[] = [];
    let stack = leaf;
    for (let depth = 0; depth < MAX_DEPTH && stack >= 0; depth++) {
      frames.unshift(frame[stack] ?? -1);
      stack = parent[stack] ?? -1;
      const caller = frame[stack] ?? -1;
      // A function that calls itself is not what its own lines are told apart from.
      if (stack < 0 || frames.includes(caller)) return;
      visit(caller, frames);
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

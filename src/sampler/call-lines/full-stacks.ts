// V8's samples hold the innermost 254 frames only, and fewer functions where built-in ones count several times. What
// called the outermost of them is known from interrupted stacks (see `stack-taker.ts`): the cut stack is put on top of
// it.
//
//   cut sample        descend > descend > … > descend > spin     (254 frames)
//   interrupted       main > run > descend > descend > …         (the outermost of 5,003 frames)
//   sample here       main > run > descend > … > descend > spin  (256 frames)
//
// It goes where its outermost function first occurs: thousands of calls of one function by itself say nothing.

import type { V8CallFrame, V8Profile } from '../../formats/v8-profile.ts';
import { siteAt } from './call-sites.ts';
import { FunctionFinder, fitOf } from './function-finder.ts';
import type { CodePlace } from './function-finder.ts';
import type { CallSites } from '../messages.ts';
import { keyOf, ProfileTree } from './profile-tree.ts';

/** A sample's stack of this many functions, or more, may be cut. */
const CUT_DEPTH = 80;
const MODULE_LOADER = 'node:internal/modules/';

/** Remembers functions and callers from chunk to chunk of one lane. */
export class FullStacks {
  private readonly functions = new FunctionFinder();
  private readonly callFrames: V8CallFrame[] = [];
  private readonly ids = new Map<string, number>();
  /** Key of a function → the callers under which it was seen last. */
  private readonly lastCallers = new Map<string, readonly V8CallFrame[]>();

  /** The profile with what is known of its cut stacks' callers. */
  complete(profile: V8Profile, sites: CallSites): V8Profile {
    for (const { callFrame } of profile.nodes) this.note(callFrame);
    const tree = new ProfileTree(profile.nodes);
    if (tree.deepest < CUT_DEPTH) return profile;
    const callers = new CallersByTime(sites, (place, url) => this.resolve(place, url));
    const samples: number[] = [];
    let moment = profile.startTime;
    (profile.samples ?? []).forEach((id, i) => {
      moment += profile.timeDeltas?.[i] ?? 0;
      const outermost = tree.outermost(id);
      if (outermost === undefined || tree.depth(id) < CUT_DEPTH) samples.push(id);
      else samples.push(tree.graft(id, this.callersOf(outermost, callers, moment)));
    });
    return { ...profile, nodes: tree.nodes, samples };
  }

  /** The function in which a place is, as samples name it; `undefined`: none that was sampled. */
  findFunction(place: CodePlace): V8CallFrame | undefined {
    const id = this.functions.find(place);
    return id === undefined ? undefined : this.callFrames[id];
  }

  private callersOf(
    outermost: V8CallFrame,
    callers: CallersByTime,
    moment: number,
  ): readonly V8CallFrame[] {
    const key = keyOf(outermost);
    const found = callers.nearest(outermost, moment) ?? this.lastCallers.get(key) ?? [];
    this.lastCallers.set(key, found);
    return found;
  }

  private note(callFrame: V8CallFrame): void {
    const key = keyOf(callFrame);
    if (callFrame.url === '' || this.ids.has(key)) return;
    const id = this.callFrames.push(callFrame) - 1;
    this.ids.set(key, id);
    this.functions.add(callFrame, id);
  }

  /** The function of a frame; a file's top level is known without having been sampled. */
  private resolve(place: CodePlace, callerUrl: string): V8CallFrame | undefined {
    const { url, functionName } = place;
    const isTopLevel = functionName === '' && url !== '' && callerUrl.startsWith(MODULE_LOADER);
    // Other functions without a name begin before most of its lines, too.
    if (isTopLevel) return { url, functionName, scriptId: '', lineNumber: 0, columnNumber: 0 };
    return this.findFunction(place);
  }
}

/** The callers of a function at some moment, outermost first. */
interface Callers {
  readonly us: number;
  readonly callers: readonly V8CallFrame[];
}

/** The callers in the chunk's interrupted stacks, of those that are whole at their outer end. */
class CallersByTime {
  private readonly stacks: { readonly us: number; readonly rows: readonly number[] }[] = [];
  /** Key of a function → its callers on each of the stacks, where there are any. */
  private readonly known = new Map<string, readonly Callers[]>();

  constructor(
    private readonly sites: CallSites,
    private readonly resolve: (place: CodePlace, callerUrl: string) => V8CallFrame | undefined,
  ) {
    sites.hitRow.forEach((hit, i) => {
      if (sites.hitCut[i] === true) return;
      const rows: number[] = [];
      for (let row = hit; row >= 0; row = sites.parent[row] ?? -1) rows.push(row);
      this.stacks.push({ us: sites.hitUs[i] ?? 0, rows });
    });
  }

  /** Who called this function, as far as was seen nearest to this moment; outermost first. */
  nearest(callee: V8CallFrame, moment: number): readonly V8CallFrame[] | undefined {
    let best: Callers | undefined;
    for (const of of this.of(callee))
      if (best === undefined || Math.abs(of.us - moment) < Math.abs(best.us - moment)) best = of;
    return best?.callers;
  }

  private of(callee: V8CallFrame): readonly Callers[] {
    const key = keyOf(callee);
    let known = this.known.get(key);
    if (known === undefined) {
      known = this.stacks
        .map(({ us, rows }) => ({ us, callers: this.callers(callee, rows) }))
        .filter(({ callers }) => callers.length > 0);
      this.known.set(key, known);
    }
    return known;
  }

  private callers(callee: V8CallFrame, rows: readonly number[]): readonly V8CallFrame[] {
    const callers: V8CallFrame[] = [];
    for (let i = rows.length - 1; i >= 0; i--) {
      const place = siteAt(this.sites, rows[i] ?? -1);
      const isKnown = place.functionLine >= 0 || place.functionName === callee.functionName;
      if (isKnown && fitOf(callee, place) >= 0) return callers;
      const callFrame = this.resolve(place, siteAt(this.sites, rows[i + 1] ?? -1).url);
      if (callFrame !== undefined) callers.push(callFrame);
    }
    return [];
  }
}

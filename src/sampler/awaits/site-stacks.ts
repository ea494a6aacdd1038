// The stacks of a session for the places where its program waits.

import { SYNTHETIC, syntheticFrame } from '../../model/frame.ts';
import { PairIndex } from '../../model/pair-index.ts';
import type { SessionBuilder } from '../../model/session-builder.ts';
import type { SessionTables } from '../../model/session.ts';
import { countCalledAgain, ofProgram } from '../await-frames.ts';
import { SiteFrames } from './site-frames.ts';
import type { KnownFrames } from './site-frames.ts';
import { ResumedSites } from './resumed-sites.ts';
import { hasText, taskOn } from './tasks.ts';
import type { AwaitFrame, AwaitSite } from '../await-batch.ts';

/** The way from the outermost caller to a site: stacks, and for each the place in it from which the next is called. */
export interface SitePath {
  readonly stacks: readonly number[];
  readonly places: readonly { readonly line: number; readonly column: number }[];
}

/** Where a stack is meant to be. */
export interface Continued {
  /** The stacks from its leaf down to the function that went on. */
  readonly stacks: readonly number[];
  /** So many of the stacks of the site's path are that function's callers. */
  readonly callers: number;
  /** These have called it on a line that is not known. */
  readonly isUnplaced?: true;
}

/** Interns each site's stacks once. Frames that have samples are recognised, so that both meet in one call tree. */
export class SiteStacks {
  private readonly session: SessionTables;
  private readonly frames: SiteFrames;
  private readonly paths = new Map<string, SitePath>();
  private readonly awaits = new Map<string, number>();
  private readonly joined: (Continued | undefined)[] = [];
  /** Stack and site → which of `joined`. */
  private readonly joinedOf = new PairIndex();
  private readonly resumed: ResumedSites;
  private readonly ofNode = new Map<number, boolean>();
  private readonly awaitFrame: number;
  private readonly gcFrame: number;
  private readonly nativeFrame: number;

  constructor(
    private readonly builder: SessionBuilder,
    known: KnownFrames,
    private readonly sites: readonly AwaitSite[],
  ) {
    this.session = known.session;
    this.awaitFrame = builder.frame(syntheticFrame(SYNTHETIC.await));
    this.gcFrame = builder.frame(syntheticFrame(SYNTHETIC.gc));
    this.nativeFrame = builder.frame(syntheticFrame(SYNTHETIC.native));
    this.frames = new SiteFrames(builder, known);
    const frameOf = (site: number): number => builder.frameOf(this.path(site).stacks.at(-1) ?? -1);
    this.resumed = new ResumedSites(known.session, sites, frameOf);
  }

  /** The stack of the site's `[await]`; `below`: see `WaitingShare`. */
  awaitStack(site: number, below = -1): number {
    const key = `${site} ${below}`;
    let stack = this.awaits.get(key);
    if (stack === undefined) {
      stack = this.builder.stack(this.path(site, below).stacks.at(-1) ?? -1, this.awaitFrame);
      this.awaits.set(key, stack);
    }
    return stack;
  }

  /** The site's callers, outermost first, itself last; on top of another site's where it waits below that. */
  path(site: number, below = -1): SitePath {
    const key = `${site} ${below}`;
    let path = this.paths.get(key);
    if (path === undefined) {
      const own = this.sites[site]?.frames ?? [];
      const outer = this.sites[below]?.frames;
      path = this.build(outer === undefined ? own : [...ofProgram(own), ...outer]);
      this.paths.set(key, path);
    }
    return path;
  }

  /**
   * Puts a stack of what runs after an await at `site` on the site's callers: the part of it from the function that
   * awaited on; of what `.then` has called back, the part from that on; a garbage collection, or native code, that nothing
   * has called: the function ran on meanwhile.
   * `undefined` when there is none of these.
   */
  continued(stack: number, site: number): Continued | undefined {
    const known = this.joinedOf.intern(stack, site);
    if (known < this.joined.length) return this.joined[known];
    const path = this.path(site).stacks;
    const isCalledBack = this.sites[site]?.callsBack === true;
    const joined = isCalledBack ? this.calledBack(stack, path) : this.join(stack, path);
    const continued = joined ?? this.uncalled(stack, path);
    this.joined.push(continued);
    return continued;
  }

  /**
   * For a stack of which it was not noted after which await it ran: the sites of the function that the task queue
   * resumed, if it has any. Empty for other stacks.
   */
  likelySites(stack: number): readonly number[] {
    return this.resumed.sitesOf(stack);
  }

  /** The same stack, called where the site waits. */
  calledAt(site: number, stack: number): Continued {
    const { frame, parent } = this.session.stacks;
    const frames: number[] = [];
    for (let at = stack; at >= 0; at = parent[at] ?? -1) frames.push(frame[at] ?? -1);
    return this.put(frames, this.path(site).stacks);
  }

  /** Whether only Node.js itself is on the stack, or native code that nothing has called. */
  isOfNode(stack: number): boolean {
    let answer = this.ofNode.get(stack);
    if (answer === undefined) this.ofNode.set(stack, (answer = this.findOfNode(stack)));
    return answer;
  }

  private findOfNode(stack: number): boolean {
    const { frames, stacks, strings } = this.session;
    let isSeen = false;
    for (let at = stack; at >= 0; at = stacks.parent[at] ?? -1) {
      const url = strings[frames.file[stacks.frame[at] ?? -1] ?? -1] ?? '';
      if (url !== '' && !url.startsWith('node:')) return false;
      isSeen ||= url !== '';
    }
    return isSeen || this.isNative(stack);
  }

  private isNative(stack: number): boolean {
    const { frame, parent } = this.session.stacks;
    return parent[stack] === -1 && frame[stack] === this.nativeFrame;
  }

  private join(stack: number, path: readonly number[]): Continued | undefined {
    const { stacks } = this.session;
    const awaiting = path.at(-1);
    if (awaiting === undefined) return undefined;
    const frame = this.builder.frameOf(awaiting);
    const above: number[] = [];
    let length = 0;
    for (let at = stack; at >= 0; at = stacks.parent[at] ?? -1) {
      above.push(stacks.frame[at] ?? -1);
      if (stacks.frame[at] === frame) ({ length } = above);
    }
    return length === 0 ? undefined : this.put(above.slice(0, length), path.slice(0, -1));
  }

  private calledBack(stack: number, path: readonly number[]): Continued | undefined {
    const called = taskOn(this.session, stack);
    const outermost = called.at(-1);
    if (outermost === undefined || !hasText(this.session, outermost)) return undefined;
    const own = called.filter(frame => hasText(this.session, frame));
    const callers = path.map(caller => this.builder.frameOf(caller)).reverse();
    const again = countCalledAgain(own, callers, (a, b) => a === b);
    return this.put(called, path.slice(0, path.length - again));
  }

  private uncalled(stack: number, path: readonly number[]): Continued | undefined {
    const { frame, parent } = this.session.stacks;
    const own = frame[stack] ?? -1;
    const isAlone = parent[stack] === -1 && (own === this.gcFrame || own === this.nativeFrame);
    return isAlone ? { ...this.put([own], path), isUnplaced: true } : undefined;
  }

  /** Frames from a leaf down, on callers. */
  private put(frames: readonly number[], callers: readonly number[]): Continued {
    let stack = callers.at(-1) ?? -1;
    const stacks = frames.toReversed().map(frame => (stack = this.builder.stack(stack, frame)));
    return { stacks: stacks.reverse(), callers: callers.length };
  }

  private build(frames: readonly AwaitFrame[]): SitePath {
    const stacks: number[] = [];
    const places: SitePath['places'][number][] = [];
    for (let i = frames.length - 1; i >= 0; i--) {
      const frame = frames[i];
      if (frame === undefined) continue;
      stacks.push(this.builder.stack(stacks.at(-1) ?? -1, this.frames.of(frame)));
      places.push({ line: frame.line, column: frame.column });
    }
    return { stacks, places };
  }
}

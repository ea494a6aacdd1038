// The stacks of one chunk of samples as V8 named them, to recognise interrupted stacks among them.

import { internStacks } from '../../formats/v8-stacks.ts';
import type { V8CallFrame, V8Profile } from '../../formats/v8-profile.ts';
import { isRegExpName, SYNTHETIC, syntheticFrame } from '../../model/frame.ts';
import type { SessionBuilder } from '../../model/session-builder.ts';
import { FunctionFinder, fitOf } from './function-finder.ts';
import type { CodePlace } from './function-finder.ts';

const NONE: ReadonlyMap<number, number> = new Map();

/** A tree of stacks: numbers are those of the session. */
export class ChunkStacks {
  private readonly callFrames = new Map<number, V8CallFrame>();
  private readonly children = new Map<number, number[]>();
  private readonly functions = new FunctionFinder();
  private readonly ticks = new Map<number, Map<number, number>>();
  private readonly gcFrame: number;

  /** Names the profile's stacks in the session. */
  constructor(
    private readonly builder: SessionBuilder,
    profile: V8Profile,
  ) {
    this.gcFrame = builder.frame(syntheticFrame(SYNTHETIC.gc));
    const { stackOf } = internStacks(builder, profile);
    profile.nodes.forEach(({ callFrame, positionTicks = [] }, node) => {
      const stack = stackOf[node] ?? -1;
      for (const { line, ticks } of positionTicks) this.addTicks(stack, line, ticks);
      if (stack < 0 || this.callFrames.has(stack)) return;
      this.callFrames.set(stack, callFrame);
      this.functions.add(callFrame, builder.leafFrame(stack));
      const siblings = this.children.get(this.parent(stack));
      if (siblings === undefined) this.children.set(this.parent(stack), [stack]);
      else siblings.push(stack);
    });
  }

  /** The stack without its leaf; -1 for a root. */
  parent(stack: number): number {
    return this.builder.parentStack(stack);
  }

  /** The frame of a stack's leaf. */
  frame(stack: number): number {
    return this.builder.leafFrame(stack);
  }

  /** Whether garbage is collected at a stack's leaf. */
  isGc(stack: number): boolean {
    return this.frame(stack) === this.gcFrame;
  }

  /** Line → how many samples of a stack's leaf itself were on it. */
  ticksOf(stack: number): ReadonlyMap<number, number> {
    return this.ticks.get(stack) ?? NONE;
  }

  private addTicks(stack: number, line: number, count: number): void {
    if (line <= 0) return;
    let ticks = this.ticks.get(stack);
    if (ticks === undefined) this.ticks.set(stack, (ticks = new Map<number, number>()));
    ticks.set(line, (ticks.get(line) ?? 0) + count);
  }

  /** Whether a stack's leaf is part of Node.js' engine and has no source text. */
  isBuiltIn(stack: number): boolean {
    return (this.callFrames.get(stack)?.url ?? '') === '';
  }

  /** Whether a stack's leaf is a regular expression. */
  isRegExp(stack: number): boolean {
    return this.isBuiltIn(stack) && isRegExpName(this.callFrames.get(stack)?.functionName ?? '');
  }

  /** Whether a place can be in the function of a stack's leaf. */
  isIn(stack: number, place: CodePlace): boolean {
    const callFrame = this.callFrames.get(stack);
    return callFrame !== undefined && fitOf(callFrame, place) >= 0;
  }

  /** The frame of the function in which this place is; `undefined` when none of the chunk's functions fits. */
  findFrame(place: CodePlace): number | undefined {
    return this.functions.find(place);
  }

  /**
   * The stacks above `parent` whose function fits best to a place: several where that was called by built-in functions as
   * well; none when no function fits.
   */
  findCallees(parent: number, place: CodePlace): readonly number[] {
    let best: number[] = [];
    let bestFit = -1;
    // Interrupted stacks leave built-in functions out: their callees count as their caller's.
    const open = [...(this.children.get(parent) ?? [])];
    for (let stack = open.pop(); stack !== undefined; stack = open.pop()) {
      const callFrame = this.callFrames.get(stack);
      if (callFrame === undefined) continue;
      if (callFrame.url === '') open.push(...(this.children.get(stack) ?? []));
      const fit = fitOf(callFrame, place);
      if (fit > bestFit) [best, bestFit] = [[stack], fit];
      else if (fit === bestFit && fit >= 0) best.push(stack);
    }
    return best;
  }

  /** What `caller` called on the way to `stack`: that itself, or the built-in function between the two. */
  called(stack: number, caller: number): number {
    let called = stack;
    for (;;) {
      const parent = this.parent(called);
      if (parent === caller || parent < 0) return called;
      called = parent;
    }
  }
}

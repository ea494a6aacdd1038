// Adds one V8 profile to a session that is being built.

import { addAt } from '../model/column.ts';
import { SYNTHETIC, syntheticFrame } from '../model/frame.ts';
import type { LaneBuilder } from '../model/lane-builder.ts';
import type { SessionBuilder } from '../model/session-builder.ts';
import { orderSamples } from './v8-samples.ts';
import { GARBAGE_COLLECTOR, internStacks, ROOT } from './v8-stacks.ts';
import type { V8Profile } from './v8-profile.ts';
import type { V8Stacks } from './v8-stacks.ts';

/**
 * Appends the profile's samples and leaf lines to the lane; the samples' durations sum to the profile's. Profiles of
 * one thread can be added one after another. Garbage collection goes under the stack that was running. Throws a
 * `ProfileError` (`bad-file`) when the nodes are no tree, or a sample's node is missing.
 */
export function addV8Profile(builder: SessionBuilder, lane: LaneBuilder, profile: V8Profile): void {
  const stacks = internStacks(builder, profile);
  const selfUs = addSamples(builder, lane, { profile, stacks });
  addLeafLines(lane, profile, { stacks, selfUs });
}

interface Interned {
  readonly profile: V8Profile;
  readonly stacks: V8Stacks;
}

/** Appends the samples; returns the self time of each node that stands for a stack. */
function addSamples(
  builder: SessionBuilder,
  lane: LaneBuilder,
  { profile, stacks }: Interned,
): Float64Array {
  const pseudo = internPseudoLeaves(builder);
  const selfUs = new Float64Array(profile.nodes.length);
  const { node, durationUs } = orderSamples(profile, stacks);
  let running = findRunning(builder, lane, pseudo);
  for (let i = 0; i < node.length; i++) {
    const us = durationUs[i] ?? 0;
    const at = node[i] ?? 0;
    const stack = stacks.stackOf[at] ?? ROOT;
    if (stack === GARBAGE_COLLECTOR) {
      lane.sample(builder.stack(running, pseudo.gc), us);
    } else if (stack === ROOT) {
      lane.sample(pseudo.native, us);
    } else {
      lane.sample(stack, us);
      addAt(selfUs, at, us);
      running = pseudo.stacks.has(stack) ? ROOT : stack;
    }
  }
  return selfUs;
}

/** Where code without a function goes. */
interface PseudoLeaves {
  /** Frame of `[gc]`. */
  readonly gc: number;
  /** Stack of `[native]`. */
  readonly native: number;
  /** Stacks that no garbage collection goes under: nothing ran there. */
  readonly stacks: ReadonlySet<number>;
}

function internPseudoLeaves(builder: SessionBuilder): PseudoLeaves {
  const idle = builder.stack(ROOT, builder.frame(syntheticFrame(SYNTHETIC.idle)));
  const native = builder.stack(ROOT, builder.frame(syntheticFrame(SYNTHETIC.native)));
  const gc = builder.frame(syntheticFrame(SYNTHETIC.gc));
  return { gc, native, stacks: new Set([idle, native]) };
}

/** The stack that ran when the lane's samples so far ended. */
function findRunning(builder: SessionBuilder, lane: LaneBuilder, { gc, stacks }: PseudoLeaves) {
  const last = lane.lastStack;
  if (last < 0 || stacks.has(last)) return ROOT;
  return builder.leafFrame(last) === gc ? builder.parentStack(last) : last;
}

/** Shares each node's self time among its lines in proportion to their ticks. */
function addLeafLines(
  lane: LaneBuilder,
  { nodes }: V8Profile,
  { stacks, selfUs }: { readonly stacks: V8Stacks; readonly selfUs: Float64Array },
): void {
  for (let i = 0; i < nodes.length; i++) {
    const ticks = nodes[i]?.positionTicks ?? [];
    const us = selfUs[i] ?? 0;
    const all = ticks.reduce((sum, tick) => sum + tick.ticks, 0);
    if (us === 0 || all === 0 || nodes[i]?.callFrame.url === '') continue;
    for (const tick of ticks) {
      const position = { line: tick.line, column: 0 };
      lane.leafLine(stacks.stackOf[i] ?? ROOT, position, (us * tick.ticks) / all);
    }
  }
}

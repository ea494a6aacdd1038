// Adds one V8 profile to a session that is being built.

import { SYNTHETIC, syntheticFrame } from '../model/frame.ts';
import type { SyntheticName } from '../model/frame.ts';
import type { LaneBuilder } from '../model/lane-builder.ts';
import type { SessionBuilder } from '../model/session-builder.ts';
import type { SampleTable } from '../model/session.ts';
import { badFile } from './bad-file.ts';
import { orderSamples } from './v8-samples.ts';
import { internStacks, ROOT } from './v8-stacks.ts';
import type { V8Profile } from './v8-profile.ts';
import type { V8Stacks } from './v8-stacks.ts';

/**
 * Appends the profile's samples and leaf lines to the lane, and returns the samples; their durations sum to the
 * profile's. Profiles of one thread can be added one after another. Garbage collection goes under the stack that was
 * running. Throws a `ProfileError` (`bad-file`) when the nodes are no tree, or a sample's node is missing.
 */
export function addV8Profile(
  builder: SessionBuilder,
  lane: LaneBuilder,
  profile: V8Profile,
): SampleTable {
  const stacks = internStacks(builder, profile);
  const { selfUs, samples } = readSamples(builder, lane, { profile, stacks });
  lane.append(samples);
  addLeafLines(lane, profile, { stacks, selfUs });
  return samples;
}

interface Interned {
  readonly profile: V8Profile;
  readonly stacks: V8Stacks;
}

interface ReadSamples {
  readonly samples: SampleTable;
  /** Self time of each node that stands for a stack. */
  readonly selfUs: Float64Array;
}

function readSamples(
  builder: SessionBuilder,
  lane: LaneBuilder,
  { profile, stacks }: Interned,
): ReadSamples {
  const pseudo = internPseudoLeaves(builder);
  const selfUs = new Float64Array(profile.nodes.length);
  const { ids, durationUs, count } = orderSamples(profile);
  const stack = new Array<number>(ids.length);
  let running = findRunning(builder, lane, pseudo);
  for (let i = 0; i < ids.length; i++) {
    const node = stacks.indexOf(ids[i] ?? NaN);
    if (node === -1) throw badFile(`A sample is in node ${ids[i] ?? ''}, which is not there.`);
    const found = stacks.stackOf[node] ?? ROOT;
    if (found >= 0) {
      stack[i] = found;
      selfUs[node] = (selfUs[node] ?? 0) + (durationUs[i] ?? 0);
      running = found === pseudo.idle || found === pseudo.native ? ROOT : found;
    } else {
      stack[i] = found === ROOT ? pseudo.native : builder.stack(running, pseudo.gc);
    }
  }
  return { samples: { stack, durationUs, ...(count !== undefined && { count }) }, selfUs };
}

/** Where code without a function goes. No garbage collection goes under the two stacks: nothing ran there. */
interface PseudoLeaves {
  /** Frame of `[gc]`. */
  readonly gc: number;
  /** Stack of `[native]`. */
  readonly native: number;
  /** Stack of `[idle]`. */
  readonly idle: number;
}

function internPseudoLeaves(builder: SessionBuilder): PseudoLeaves {
  const frame = (name: SyntheticName) => builder.frame(syntheticFrame(name));
  return {
    gc: frame(SYNTHETIC.gc),
    native: builder.stack(ROOT, frame(SYNTHETIC.native)),
    idle: builder.stack(ROOT, frame(SYNTHETIC.idle)),
  };
}

/** The stack that ran when the lane's samples so far ended. */
function findRunning(
  builder: SessionBuilder,
  lane: LaneBuilder,
  { gc, native, idle }: PseudoLeaves,
) {
  const last = lane.lastStack;
  if (last < 0 || last === native || last === idle) return ROOT;
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
      const position = { line: Math.max(0, tick.line), column: 0 };
      lane.leafLine(stacks.stackOf[i] ?? ROOT, position, (us * tick.ticks) / all);
    }
  }
}

// Gives parts of a stack's samples to other stacks.

import type { ChangeStack } from '../../model/changed-samples.ts';
import type { Micros } from '../../model/frame.ts';
import { changeStacks } from '../../model/sample-rows.ts';
import type { SampleTable } from '../../model/session.ts';

/** By stack, and by the stack that gets a part of its samples (it may keep one): the parts, in any unit. */
export type StackParts = ReadonlyMap<number, ReadonlyMap<number, number>>;

/** Gives the samples of each stack in `shares` to its parts, so that each part has its share at any moment. */
export function shareSamples(samples: SampleTable, shares: StackParts): SampleTable {
  return changeStacks(samples, () => shareOut(shares));
}

function shareOut(shares: StackParts): ChangeStack {
  const owed = new Map<number, Map<number, number>>();
  return ({ stack, us }) => {
    const parts = shares.get(stack);
    if (parts === undefined) return stack;
    const debts = owed.get(stack) ?? new Map<number, number>();
    owed.set(stack, debts);
    return takeShare(parts, debts, us);
  };
}

/** The part that is owed most after a sample of this duration, which it gets. */
function takeShare(
  parts: ReadonlyMap<number, Micros>,
  debts: Map<number, number>,
  us: Micros,
): number {
  let all = 0;
  for (const part of parts.values()) all += part;
  let most = -1;
  for (const [target, part] of parts) {
    debts.set(target, (debts.get(target) ?? 0) + (all === 0 ? 0 : (us * part) / all));
    if (most < 0 || (debts.get(target) ?? 0) > (debts.get(most) ?? 0)) most = target;
  }
  debts.set(most, (debts.get(most) ?? 0) - us);
  return most;
}

/** Total time of each stack: its own and that of all above it. A parent stands before its children. */
export function totalTimes(self: Float64Array, parent: readonly number[]): Float64Array {
  const totals = self.slice();
  for (let stack = totals.length - 1; stack >= 0; stack--) {
    const below = parent[stack] ?? -1;
    if (below >= 0) totals[below] = (totals[below] ?? 0) + (totals[stack] ?? 0);
  }
  return totals;
}

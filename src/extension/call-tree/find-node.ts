// Finds a function in a call tree.

import type { CallNode } from '../../model/call-tree.ts';

/** The nodes from below `root` down to the heaviest one that is wanted; `undefined` when there is none. */
export function findHeaviestPath(
  root: CallNode,
  isWanted: (node: CallNode) => boolean,
): readonly CallNode[] | undefined {
  const steps: Step[] = [{ node: root, parent: -1 }];
  let heaviest: Step | undefined;
  for (let at = 0; at < steps.length; at++) {
    const step = steps[at];
    if (step === undefined) break;
    if (isWanted(step.node) && step.node.total > (heaviest?.node.total ?? 0)) heaviest = step;
    for (const node of step.node.children) steps.push({ node, parent: at });
  }
  return heaviest === undefined ? undefined : listPath(steps, heaviest);
}

interface Step {
  readonly node: CallNode;
  /** Index of the step to the node above. */
  readonly parent: number;
}

function listPath(steps: readonly Step[], last: Step): CallNode[] {
  const path: CallNode[] = [];
  for (let step: Step | undefined = last; step !== undefined; step = steps[step.parent]) {
    if (step.parent >= 0) path.push(step.node);
  }
  return path.reverse();
}

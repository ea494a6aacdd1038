// The nodes of a syntax tree.

import type { AnyNode } from 'acorn';

/** The nodes directly below this one. */
export function* childNodes(node: AnyNode): Generator<AnyNode> {
  for (const key in node) {
    const value: unknown = node[key as keyof AnyNode];
    if (typeof value !== 'object' || value === null) continue;
    if (Array.isArray(value)) {
      for (const item of value as unknown[]) if (isNode(item)) yield item;
    } else if (isNode(value)) yield value;
  }
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value;
}

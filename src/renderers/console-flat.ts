// The flat console report: a row for each function, the heaviest first.

import type { CallNode } from '../model/call-tree.ts';
import { isSynthetic, SYNTHETIC } from '../model/frame.ts';
import type { Frame, Micros } from '../model/frame.ts';
import { FrameIds } from '../processors/frame-ids.ts';
import { renderRow, shareOf } from './console-row.ts';
import type { RowContext } from './console-row.ts';

/** One function's time in the whole tree. */
export interface FlatTime {
  readonly frame: Frame;
  readonly time: Micros;
}

/** Functions with no more than this share of the whole are left out. */
const MIN_SHARE = 0.001;

/** How to list functions. */
export interface FlatOptions {
  readonly flatTime: 'self' | 'total';
  readonly showAll: boolean;
  /** What stands before each row. */
  readonly margin: string;
}

/** Renders the functions of the tree, a line each. */
export function renderFlat(root: CallNode, context: RowContext, options: FlatOptions): string {
  const times = options.flatTime === 'self' ? listSelfTimes(root) : listTotalTimes(root);
  return times
    .filter(({ time }) => options.showAll || shareOf(time / 1e6, context) > MIN_SHARE)
    .sort((a, b) => b.time - a.time)
    .map(({ frame, time }) => renderRow({ frame, seconds: time / 1e6 }, context))
    .map(row => `${options.margin}${row}\n`)
    .join('');
}

/**
 * Self time by function, in order of appearance. `[self]` and `[await]` leaves count to the function that they belong
 * to, so the times sum to the root's total.
 */
export function listSelfTimes(root: CallNode): FlatTime[] {
  const times = new FunctionTimes();
  const open: Owned[] = [{ node: root, owner: root.frame }];
  for (let visit = open.pop(); visit !== undefined; visit = open.pop()) {
    const { node, owner } = visit;
    if (node.self > 0) times.add(owner, node.self);
    for (const child of node.children.toReversed()) {
      open.push({ node: child, owner: isOwnTime(child.frame) ? owner : child.frame });
    }
  }
  return times.list();
}

/** Total time by function, in order of appearance; a function that calls itself is counted once. */
export function listTotalTimes(root: CallNode): FlatTime[] {
  const times = new FunctionTimes();
  const active = new Map<number, number>();
  const open: { readonly node: CallNode; readonly leaves: boolean }[] = [
    { node: root, leaves: false },
  ];
  for (let visit = open.pop(); visit !== undefined; visit = open.pop()) {
    const { node, leaves } = visit;
    if (isSynthetic(node.frame, SYNTHETIC.self)) continue;
    const id = times.idOf(node.frame);
    const depth = active.get(id) ?? 0;
    active.set(id, leaves ? depth - 1 : depth + 1);
    if (leaves) continue;
    if (depth === 0) times.add(node.frame, node.total);
    open.push({ node, leaves: true });
    for (const child of node.children.toReversed()) open.push({ node: child, leaves: false });
  }
  return times.list();
}

/** A node, and the function to which its self time counts. */
interface Owned {
  readonly node: CallNode;
  readonly owner: Frame;
}

function isOwnTime(frame: Frame): boolean {
  return isSynthetic(frame, SYNTHETIC.self) || isSynthetic(frame, SYNTHETIC.await);
}

class FunctionTimes {
  readonly #ids = new FrameIds();
  readonly #times = new Map<number, { frame: Frame; time: Micros }>();

  idOf(frame: Frame): number {
    return this.#ids.idOf(frame);
  }

  add(frame: Frame, time: Micros): void {
    const id = this.#ids.idOf(frame);
    const entry = this.#times.get(id);
    if (entry === undefined) this.#times.set(id, { frame, time });
    else entry.time += time;
  }

  list(): FlatTime[] {
    return [...this.#times.values()];
  }
}

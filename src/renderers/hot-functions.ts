// Which functions of a tree cost most, and who called them.

import type { CallNode } from '../model/call-tree.ts';
import { isSynthetic, SYNTHETIC } from '../model/frame.ts';
import type { Frame, Micros } from '../model/frame.ts';
import { FrameIds } from '../processors/frame-ids.ts';
import { listSelfTimes } from './console-flat.ts';

/** A function, what it cost, and where from. */
export interface HotFunction {
  readonly frame: Frame;
  /** Its own code and what it awaited. */
  readonly self: Micros;
  /** A function that calls itself is counted once. */
  readonly total: Micros;
  /** Who called it, with the time of those calls, the heaviest first. Their times sum to `total`. */
  readonly callers: readonly { readonly frame: Frame; readonly time: Micros }[];
}

/** The `limit` functions with the largest self times, the largest first. */
export function findHotFunctions(root: CallNode, limit: number): HotFunction[] {
  const hottest = listSelfTimes(root)
    .filter(({ frame, time }) => frame.kind !== 'synthetic' && time > 0)
    .sort((a, b) => b.time - a.time)
    .slice(0, limit);
  const calls = new CallSums(hottest.map(({ frame }) => frame));
  calls.walk(root);
  return hottest.map(({ frame, time }) => ({ frame, self: time, ...calls.of(frame) }));
}

/** Adds up the outermost calls of some functions by caller. */
class CallSums {
  readonly #ids = new FrameIds();
  readonly #callers = new Map<number, Map<number, { frame: Frame; time: Micros }>>();

  constructor(wanted: readonly Frame[]) {
    for (const frame of wanted) this.#callers.set(this.#ids.idOf(frame), new Map());
  }

  walk(root: CallNode): void {
    const active = new Map<number, number>();
    const open: { readonly node: CallNode; next: number }[] = [{ node: root, next: 0 }];
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      const child = top.node.children[top.next++];
      if (child === undefined) {
        this.#leave(top.node, active);
        open.pop();
        continue;
      }
      const id = this.#ids.idOf(child.frame);
      const depth = active.get(id) ?? 0;
      active.set(id, depth + 1);
      if (depth === 0) this.#add(id, top.node.frame, child.total);
      open.push({ node: child, next: 0 });
    }
  }

  of(frame: Frame): Pick<HotFunction, 'total' | 'callers'> {
    const callers = [...(this.#callers.get(this.#ids.idOf(frame))?.values() ?? [])];
    const total = callers.reduce((sum, { time }) => sum + time, 0);
    const named = callers.filter(caller => !isSynthetic(caller.frame, SYNTHETIC.program));
    return { total, callers: named.sort((a, b) => b.time - a.time) };
  }

  #leave(node: CallNode, active: Map<number, number>): void {
    const id = this.#ids.idOf(node.frame);
    active.set(id, (active.get(id) ?? 1) - 1);
  }

  #add(id: number, caller: Frame, time: Micros): void {
    const callers = this.#callers.get(id);
    if (callers === undefined) return;
    const callerId = this.#ids.idOf(caller);
    const known = callers.get(callerId);
    if (known === undefined) callers.set(callerId, { frame: caller, time });
    else known.time += time;
  }
}

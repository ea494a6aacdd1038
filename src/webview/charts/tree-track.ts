// A call tree as a flame chart: every path once, the heaviest call leftmost, a function's own time right of its calls.

import type { CallNode } from '../../model/call-tree.ts';
import type { Frame } from '../../model/frame.ts';
import type { FlameTrack } from './flame-track.ts';

/** A flame chart of a tree. */
export interface TreeTrack extends FlameTrack {
  /** Node of the track → node of the tree. */
  readonly calls: readonly CallNode[];
}

/** Lays the tree out. The chart begins at 0 and is as long as the root's total. */
export function buildTreeTrack(root: CallNode): TreeTrack {
  const layout = new TreeLayout();
  const open: Visit[] = [layout.enter(root, -1)];
  for (let visit = open.at(-1); visit !== undefined; visit = open.at(-1)) {
    const child = visit.call.children[visit.next++];
    if (child !== undefined) open.push(layout.enter(child, visit.node));
    else {
      layout.leave(visit);
      open.pop();
    }
  }
  return layout.finish();
}

/** A node whose children are being laid out, and which of them is next. */
interface Visit {
  readonly call: CallNode;
  readonly node: number;
  next: number;
}

class TreeLayout {
  readonly #calls: CallNode[] = [];
  readonly #frameIds = new Map<Frame, number>();
  readonly #parent: number[] = [];
  readonly #frame: number[] = [];
  readonly #level: number[] = [];
  readonly #start: number[] = [];
  readonly #leaf: number[] = [];
  readonly #shared: number[] = [];
  #time = 0;
  #levels = 0;
  /** The least number of open boxes since the last segment. */
  #kept = 0;

  enter(call: CallNode, parent: number): Visit {
    const level = (this.#level[parent] ?? -1) + 1;
    const frame = this.#frameIds.get(call.frame) ?? this.#frameIds.size;
    this.#frameIds.set(call.frame, frame);
    this.#parent.push(parent);
    this.#frame.push(frame);
    this.#level.push(level);
    this.#levels = Math.max(this.#levels, level + 1);
    return { call, node: this.#calls.push(call) - 1, next: 0 };
  }

  leave({ call, node }: Visit): void {
    const level = this.#level[node] ?? 0;
    if (call.self > 0) {
      this.#start.push(this.#time);
      this.#leaf.push(node);
      this.#shared.push(this.#kept);
      this.#time += call.self;
      this.#kept = level + 1;
    }
    this.#kept = Math.min(this.#kept, level);
  }

  finish(): TreeTrack {
    return {
      calls: this.#calls,
      frames: [...this.#frameIds.keys()],
      nodes: {
        parent: Int32Array.from(this.#parent),
        frame: Int32Array.from(this.#frame),
        level: Int32Array.from(this.#level),
      },
      start: Float64Array.from([...this.#start, this.#time]),
      leaf: Int32Array.from(this.#leaf),
      shared: Int32Array.from(this.#shared),
      levels: this.#levels,
    };
  }
}

// The stacks of a recording while functions that V8 left out of them are put back: a copy that can grow.

import { isSynthetic } from '../../model/frame.ts';
import type { Frame, SyntheticName } from '../../model/frame.ts';
import { readFrames } from '../../model/frame-table.ts';
import { PairIndex } from '../../model/pair-index.ts';
import type { SessionData } from '../../model/session.ts';

/** Frames and stacks with the numbers that they have in the session, and new ones after them. */
export class StackDraft {
  readonly frames: Frame[];
  readonly strings: readonly string[];
  /** Stack → the stack without its leaf, -1 for a root; a parent stands before its children. */
  readonly parent: number[];
  /** Stack → its leaf's frame. */
  readonly frame: number[];
  readonly #known: number;
  /** Numbers of the stacks by (parent, frame), made when first needed. */
  #stacks: { readonly index: PairIndex; readonly ids: number[] } | null = null;
  #places: Map<string, number> | null = null;

  constructor(session: SessionData) {
    this.frames = readFrames(session);
    this.strings = session.strings;
    this.parent = [...session.stacks.parent];
    this.frame = [...session.stacks.frame];
    this.#known = this.frame.length;
  }

  /** Whether there are stacks that the session does not have. */
  get hasGrown(): boolean {
    return this.frame.length > this.#known;
  }

  /** Whether the stack's leaf is this synthetic frame. */
  isAt(stack: number, name: SyntheticName): boolean {
    const leaf = this.frames[this.frame[stack] ?? -1];
    return leaf !== undefined && isSynthetic(leaf, name);
  }

  /** Number of the stack with this leaf on top of `parent`, a new one if need be. */
  addStack(parent: number, frame: number): number {
    const { index, ids } = (this.#stacks ??= this.#indexStacks());
    const key = index.intern(parent, frame);
    const known = ids[key];
    if (known !== undefined) return known;
    this.frame.push(frame);
    ids[key] = this.parent.push(parent) - 1;
    return this.parent.length - 1;
  }

  /** Number of the frame in the same place of the same script, a new one if need be. */
  addFrame(frame: Frame): number {
    this.#places ??= new Map(this.frames.map((known, id) => [placeKey(known), id]));
    const known = this.#places.get(placeKey(frame));
    if (known !== undefined) return known;
    const id = this.frames.push(frame) - 1;
    this.#places.set(placeKey(frame), id);
    return id;
  }

  #indexStacks(): { readonly index: PairIndex; readonly ids: number[] } {
    const index = new PairIndex();
    const ids: number[] = [];
    for (const [stack, frame] of this.frame.entries()) {
      const key = index.intern(this.parent[stack] ?? -1, frame);
      ids[key] ??= stack;
    }
    return { index, ids };
  }
}

function placeKey({ file, line, column }: Frame): string {
  return `${String(line)}:${String(column)}:${String(file)}`;
}

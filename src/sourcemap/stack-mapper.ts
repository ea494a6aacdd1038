// Maps the stacks of a recording: the frames in them, and whose code they are where that depends on the caller.

import type { FrameKind } from '../model/frame.ts';
import type { SessionBuilder } from '../model/session-builder.ts';
import type { FrameMapper } from './frame-mapper.ts';
import type { MappedFrame } from './map-frame.ts';
import type { StackDraft } from './inlined/stack-draft.ts';
import type { TopLevels } from './top-levels.ts';

/** The stacks of a draft in a new session, which gains them. */
export class StackMapper {
  readonly #draft: StackDraft;
  readonly #frames: FrameMapper;
  readonly #topLevels: TopLevels;
  readonly #builder: SessionBuilder;
  readonly #ids: number[] = [];
  readonly #dropped = new Set<number>();
  /** By frame, for a caller that is application code and one that is a library: the frame's number. */
  readonly #frameIds = { application: [] as number[], library: [] as number[] };

  constructor(
    draft: StackDraft,
    by: { readonly frames: FrameMapper; readonly topLevels: TopLevels },
    builder: SessionBuilder,
  ) {
    const { frames } = by;
    this.#draft = draft;
    this.#frames = frames;
    this.#topLevels = by.topLevels;
    this.#builder = builder;
    const callers: FrameKind[] = [];
    for (const [stack, parent] of draft.parent.entries()) {
      const caller = callers[parent] === 'library' ? 'library' : 'application';
      const at = frames.mapped(draft.frame[stack] ?? -1);
      const kind = at.goesByCaller ? caller : at.frame.kind;
      callers.push(kind === 'application' || kind === 'library' ? kind : caller);
      this.#ids.push(this.#mapStack(stack, at, caller));
    }
  }

  /** The stack's number in the new session. Throws a `RangeError` when the draft has none with this number. */
  mapped(stack: number): number {
    const id = this.#ids[stack];
    if (id === undefined) throw new RangeError(`No stack ${stack}`);
    return id;
  }

  /** The stack of the source's top level that called it, where that is one of several in a bundle. */
  topLevelBelow(stack: number): number | undefined {
    const top = this.#topLevels.callerOf(stack);
    if (top === undefined) return undefined;
    const parentId = this.#ids[this.#draft.parent[stack] ?? -1] ?? -1;
    return this.#builder.stack(parentId, this.#builder.frame(top.frame));
  }

  /** Whether the stack has become its caller's: it was a function that a loader put around the module. */
  isDropped(stack: number): boolean {
    return this.#dropped.has(stack);
  }

  #mapStack(stack: number, at: MappedFrame, caller: 'application' | 'library'): number {
    const parent = this.#draft.parent[stack] ?? -1;
    const parentId = this.#ids[parent] ?? -1;
    if (parent >= 0 && this.#isWrapperIn(at, parent)) {
      this.#dropped.add(stack);
      return parentId;
    }
    const below = this.topLevelBelow(stack) ?? parentId;
    return this.#builder.stack(below, this.#frameId(stack, at, caller));
  }

  #isWrapperIn({ script, fn }: MappedFrame, parent: number): boolean {
    if (script === undefined || fn === undefined || script.wrapper !== fn) return false;
    const around = this.#frames.mapped(this.#draft.frame[parent] ?? -1);
    return around.script === script && around.fn?.kind === 'module';
  }

  #frameId(stack: number, at: MappedFrame, caller: 'application' | 'library'): number {
    const ids = this.#frameIds[caller];
    const frame = this.#draft.frame[stack] ?? -1;
    const kind = at.goesByCaller ? caller : at.frame.kind;
    return (ids[frame] ??= this.#builder.frame({ ...at.frame, kind }));
  }
}

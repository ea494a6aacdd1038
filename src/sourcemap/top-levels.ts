// The top levels of the sources in a bundle that is one text: V8 sees a single function, the bundle's own top level.
//
//   as V8 sees it                       as it was written
//   <module> dist/out.js                <module> dist/out.js
//     main       at column 5,120          <module> src/index.ts
//                                           main       at line 12

import type { LaneData } from '../model/session.ts';
import type { FrameMapper } from './frame-mapper.ts';
import type { StackDraft } from './inlined/stack-draft.ts';
import type { MappedFrame } from './map-frame.ts';
import type { MappedSource } from './maps/script-map.ts';

/** Knows which source's top level made the calls of a bundle's. */
export class TopLevels {
  readonly #callers = new Map<number, MappedFrame>();

  /** `lanes` tell the places of calls. */
  constructor(draft: StackDraft, lanes: readonly LaneData[], frames: FrameMapper) {
    const times = new Map<number, Map<MappedSource, number>>();
    const bundleOf = (stack: number): MappedFrame | undefined => {
      const caller = draft.frame[draft.parent[stack] ?? -1];
      const at = caller === undefined ? undefined : frames.mapped(caller);
      return at !== undefined && isOfSeveral(at) ? at : undefined;
    };
    for (const { callLines } of lanes)
      for (const [i, stack] of callLines.stack.entries()) {
        const place = [callLines.line[i] ?? 0, callLines.column[i] ?? 0] as const;
        const map = place[0] > 0 && place[1] > 0 ? bundleOf(stack)?.script?.map : undefined;
        const source = map?.trace(...place)?.source;
        if (source !== undefined) addUp(times, stack, { source, us: callLines.us[i] ?? 0 });
      }
    for (const [stack, ofSources] of times) {
      const at = bundleOf(stack);
      if (at !== undefined) this.#callers.set(stack, frames.topLevel(at, mostOf(ofSources)));
    }
  }

  /** The top level that called the stack's leaf; `undefined`: its caller is what V8 took it for. */
  callerOf(stack: number): MappedFrame | undefined {
    return this.#callers.get(stack);
  }
}

function isOfSeveral({ frame, script, source }: MappedFrame): boolean {
  return frame.name === '<module>' && source === undefined && script?.hasOriginals === true;
}

function addUp(
  times: Map<number, Map<MappedSource, number>>,
  stack: number,
  { source, us }: { readonly source: MappedSource; readonly us: number },
): void {
  const of = times.get(stack) ?? new Map<MappedSource, number>();
  times.set(stack, of.set(source, (of.get(source) ?? 0) + us));
}

function mostOf(times: ReadonlyMap<MappedSource, number>): MappedSource {
  const [most] = [...times].reduce((a, b) => (b[1] > a[1] ? b : a));
  return most;
}

// Tells whose code the functions of a session are whose positions are original ones already.

import { FRAME_KINDS } from '../model/frame.ts';
import type { SessionData } from '../model/session.ts';
import { frameKind } from './origin.ts';
import type { OriginContext } from './origin.ts';

/** The session with the kind of every frame that has a file told by its path. Paths are shown from `cwd` on. */
export function tellKinds(
  session: SessionData,
  context: Pick<OriginContext, 'realPath'> & { readonly cwd: string },
): SessionData {
  const { frames, meta, strings } = session;
  const known = new Map<number, number>();
  const kind = frames.file.map((file, i) => {
    const path = strings[file];
    if (path === undefined) return frames.kind[i] ?? 0;
    const told = known.get(file) ?? FRAME_KINDS.indexOf(frameKind(path, context));
    known.set(file, told);
    return told;
  });
  return {
    ...session,
    meta: { ...meta, cwd: meta.cwd || context.cwd },
    frames: { ...frames, kind },
  };
}

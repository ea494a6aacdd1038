// Which files of a session are the application's own.

import { FRAME_KINDS } from '../../model/frame.ts';
import type { SessionData } from '../../model/session.ts';

/** The paths of the files that hold the application's own functions. */
export function listApplicationFiles({ frames, strings }: SessionData): readonly string[] {
  const application = FRAME_KINDS.indexOf('application');
  const files = new Set<string>();
  frames.file.forEach((file, at) => {
    const path = strings[file];
    if (frames.kind[at] === application && path !== undefined) files.add(path);
  });
  return [...files];
}

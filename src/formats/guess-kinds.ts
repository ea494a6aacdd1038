// Whose code functions are, for writers of session files who leave it to us: told by names and paths alone.

import { FRAME_KINDS } from '../model/frame.ts';
import type { FrameKind } from '../model/frame.ts';
import { findPackageName } from '../model/package-name.ts';
import type { FrameTable } from '../model/session.ts';
import { EMPTY_FRAMES, PSEUDO_FRAMES } from './pseudo-frames.ts';

/** The column `kind` for a table of frames without one. */
export function guessKinds(
  { name, file }: Pick<FrameTable, 'name' | 'file'>,
  strings: readonly string[],
): readonly number[] {
  return name.map((text, i) =>
    FRAME_KINDS.indexOf(guessKind(strings[text] ?? '', strings[file[i] ?? -1])),
  );
}

function guessKind(name: string, file: string | undefined): FrameKind {
  if (file === undefined) {
    return PSEUDO_FRAMES.has(name) || EMPTY_FRAMES.has(name) ? 'synthetic' : 'application';
  }
  if (file.startsWith('node:')) return 'node';
  return findPackageName(file) === undefined ? 'application' : 'library';
}

// Search: which frames a query finds.

import { displayName } from '../model/frame.ts';
import type { Frame } from '../model/frame.ts';

/** Whether a frame is found. */
export type FrameMatcher = (frame: Frame) => boolean;

/**
 * Finds frames whose name or path contains the query, in any case; a query between slashes is a regular expression.
 * `undefined` for an empty query and for an expression that is not complete yet. Each frame is asked once.
 */
export function buildMatcher(query: string): FrameMatcher | undefined {
  const matches = buildTextMatcher(query);
  if (matches === undefined) return undefined;
  const known = new Map<Frame, boolean>();
  return frame => {
    const answer = known.get(frame) ?? (matches(displayName(frame)) || matches(frame.file ?? ''));
    known.set(frame, answer);
    return answer;
  };
}

/** Likewise for any text. */
export function buildTextMatcher(query: string): ((text: string) => boolean) | undefined {
  const sought = query.trim();
  if (sought === '') return undefined;
  const [, source] = /^\/(.+)\/$/.exec(sought) ?? [];
  const regex = parseRegex(source ?? escapeRegex(sought), 'i');
  return regex === undefined ? undefined : text => regex.test(text);
}

/** The regular expression; `undefined` when the text is none. */
export function parseRegex(source: string, flags = ''): RegExp | undefined {
  try {
    return new RegExp(source, flags);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function escapeRegex(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

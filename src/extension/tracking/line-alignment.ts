// Which line of a changed text was which line of the text at the time of the run.
//
//   at the run   a b c d e          hashes of lines; equal hash = equal line
//   now          a x c d y e        a→1  b→2 (changed)  c→3  d→4  e→6

import { firstIndex } from '../../model/first-index.ts';

/** A hash of a line's text without the white space around it, so that re-indenting is no change. */
export function hashLine(text: string): number {
  const line = text.trim();
  let hash = 0x811c9dc5;
  for (let at = 0; at < line.length; at++) {
    const code = line.codePointAt(at) ?? 0;
    if (code > 0xffff) at++;
    hash = Math.imul(hash ^ code, 0x01000193);
  }
  return hash >>> 0;
}

/** The lines of a text, whatever its line endings. */
export function splitLines(text: string): string[] {
  return text.split(/\r\n|\r|\n/);
}

/** The hash of each line of a text. */
export function hashLines(text: string): number[] {
  return splitLines(text).map(hashLine);
}

/**
 * For each line of `base` its line in `current`, from 1; 0 for a line that is gone. A line that was changed in its
 * place is found too: it stands between lines that were not. Takes time in proportion to the length of the texts.
 */
export function alignLines(base: readonly number[], current: readonly number[]): Int32Array {
  const positions = new Int32Array(base.length);
  const tail = alignTail(base, current, positions);
  const end = { base: base.length - tail, current: current.length - tail };
  let from = { base: 0, current: 0 };
  for (const anchor of [...findAnchors(base, current, end), end]) {
    alignGap({ base, current, positions }, from, anchor);
    if (anchor === end) break;
    positions[anchor.base] = anchor.current + 1;
    from = { base: anchor.base + 1, current: anchor.current + 1 };
  }
  return positions;
}

interface Place {
  readonly base: number;
  readonly current: number;
}

interface Texts {
  readonly base: readonly number[];
  readonly current: readonly number[];
  readonly positions: Int32Array;
}

function alignTail(
  base: readonly number[],
  current: readonly number[],
  positions: Int32Array,
): number {
  let tail = 0;
  while (tail < base.length && tail < current.length) {
    const at = base.length - 1 - tail;
    if (base[at] !== current[current.length - 1 - tail]) break;
    positions[at] = current.length - tail;
    tail++;
  }
  return tail;
}

/** Equal lines from the top, equal lines from the bottom, and what is between them pairwise as changed lines. */
function alignGap({ base, current, positions }: Texts, from: Place, to: Place): void {
  let top = from;
  while (top.base < to.base && top.current < to.current) {
    if (base[top.base] !== current[top.current]) break;
    positions[top.base] = top.current + 1;
    top = { base: top.base + 1, current: top.current + 1 };
  }
  let bottom = to;
  while (bottom.base > top.base && bottom.current > top.current) {
    if (base[bottom.base - 1] !== current[bottom.current - 1]) break;
    positions[bottom.base - 1] = bottom.current;
    bottom = { base: bottom.base - 1, current: bottom.current - 1 };
  }
  const changed = Math.min(bottom.base - top.base, bottom.current - top.current);
  for (let i = 0; i < changed; i++) positions[top.base + i] = top.current + i + 1;
}

/** Lines that stand exactly once in both texts, in the longest order that both have in common. */
function findAnchors(base: readonly number[], current: readonly number[], end: Place): Place[] {
  const inBase = findUnique(base, end.base);
  const inCurrent = findUnique(current, end.current);
  const pairs: Place[] = [];
  for (const [hash, at] of inBase) {
    const now = inCurrent.get(hash);
    if (now !== undefined) pairs.push({ base: at, current: now });
  }
  return pickLongestRise(pairs);
}

function findUnique(hashes: readonly number[], end: number): Map<number, number> {
  const seen = new Map<number, number>();
  const twice = new Set<number>();
  for (let at = 0; at < end; at++) {
    const hash = hashes[at] ?? 0;
    if (seen.has(hash)) twice.add(hash);
    else seen.set(hash, at);
  }
  for (const hash of twice) seen.delete(hash);
  return seen;
}

/** The longest subsequence in which `current` rises too (patience sorting). */
function pickLongestRise(pairs: readonly Place[]): Place[] {
  const piles: number[] = [];
  const before = new Int32Array(pairs.length).fill(-1);
  pairs.forEach((pair, at) => {
    const pile = findPile(pairs, piles, pair.current);
    if (pile > 0) before[at] = piles[pile - 1] ?? -1;
    piles[pile] = at;
  });
  const rise: Place[] = [];
  for (let at = piles.at(-1) ?? -1; at >= 0; at = before[at] ?? -1) {
    const pair = pairs[at];
    if (pair !== undefined) rise.push(pair);
  }
  return rise.reverse();
}

function findPile(pairs: readonly Place[], piles: readonly number[], current: number): number {
  return firstIndex(piles.length, i => (pairs[piles[i] ?? 0]?.current ?? 0) >= current);
}

// Says that there is no such option, and which one was meant.

import { ProfileError } from '../model/errors.ts';
import type { NodeFlags } from '../sampler/node-flags.ts';
import { OPTIONS } from './option-table.ts';

/** A usage error for an option that is neither ours nor one of Node.js. */
export function unknownOption(flag: string, { names }: NodeFlags): ProfileError {
  const [name = ''] = flag.split('=', 1);
  const meant = findLike(name, ownNames()) ?? findLike(name, names);
  const advice =
    meant === undefined
      ? 'hotpath --help lists them, node --help lists those of Node.js.'
      : `did you mean ${meant}?`;
  return new ProfileError('usage', `There is no option ${name}: ${advice}`);
}

function ownNames(): readonly string[] {
  return OPTIONS.flatMap(spec => {
    const isNegatable = spec.value === undefined && spec.negatable === true;
    return [...spec.flags, ...(isNegatable ? spec.flags.map(flag => `--no-${flag.slice(2)}`) : [])];
  });
}

/** The name that is most like this one, if only a few letters differ. */
function findLike(name: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let limit = Math.floor(Math.min(2, name.length / 4)) + 1;
  for (const candidate of candidates) {
    if (candidate.length < 4 || Math.abs(candidate.length - name.length) >= limit) continue;
    const edits = countEdits(name, candidate);
    if (edits < limit) [best, limit] = [candidate, edits];
  }
  return best;
}

/** How many letters are to be put in, taken out, replaced, or swapped with the next one. */
function countEdits(from: string, to: string): number {
  let before: number[] = [];
  let row = Array.from({ length: to.length + 1 }, (_, j) => j);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const change = from[i - 1] === to[j - 1] ? 0 : 1;
      const isSwap = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      next[j] = Math.min(
        at(next, j - 1) + 1,
        at(row, j) + 1,
        at(row, j - 1) + change,
        isSwap ? at(before, j - 2) + 1 : Infinity,
      );
    }
    [before, row] = [row, next];
  }
  return at(row, to.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Infinity;
}

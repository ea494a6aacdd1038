// On which lines a stack's frames were: for formats whose stacks are made of lines.
//
// The session knows, for each stack, the shares of its leaf's lines, and of the lines from which its parent called it.
// A stack of lines takes one of each, and the shares multiply. Where that would make too many of them, the heaviest
// line stands for all.

import type { LaneData, LineShares, StackTable } from '../model/session.ts';

/** One way through a stack, line by line. */
export interface LinePath {
  /** From the leaf to the root; line 0 = not known. */
  readonly places: readonly { readonly stack: number; readonly line: number }[];
  /** The part of the stack's time, from 0 to 1; all paths of a stack sum to 1. */
  readonly share: number;
}

interface LineShare {
  readonly line: number;
  readonly share: number;
}

/** More paths than these are not told apart. */
const MAX_PATHS = 16;
const UNKNOWN: readonly LineShare[] = [{ line: 0, share: 1 }];

/** The lines of one lane's stacks. */
export class LineChoices {
  readonly #stacks: StackTable;
  readonly #leaf: ReadonlyMap<number, readonly LineShare[]>;
  readonly #call: ReadonlyMap<number, readonly LineShare[]>;

  constructor(stacks: StackTable, lane: LaneData) {
    this.#stacks = stacks;
    this.#leaf = groupShares(lane.leafLines);
    this.#call = groupShares(lane.callLines);
  }

  /** The ways through the stack, the heaviest line of each frame first. */
  pathsOf(leaf: number): readonly LinePath[] {
    let paths: { places: { stack: number; line: number }[]; share: number }[] = [
      { places: [], share: 1 },
    ];
    let choices = this.#leaf.get(leaf) ?? UNKNOWN;
    for (let stack = leaf; stack >= 0; stack = this.#stacks.parent[stack] ?? -1) {
      const [heaviest = { line: 0, share: 1 }] = choices;
      if (choices.length > 1 && paths.length * choices.length <= MAX_PATHS) {
        paths = paths.flatMap(({ places, share }) =>
          choices.map(choice => ({
            places: [...places, { stack, line: choice.line }],
            share: share * choice.share,
          })),
        );
      } else for (const { places } of paths) places.push({ stack, line: heaviest.line });
      choices = this.#call.get(stack) ?? UNKNOWN;
    }
    return paths;
  }
}

function groupShares({ stack, line, us }: LineShares): Map<number, LineShare[]> {
  const groups = new Map<number, Map<number, number>>();
  stack.forEach((key, i) => {
    const lines = groups.get(key) ?? new Map<number, number>();
    groups.set(key, lines);
    const at = line[i] ?? 0;
    lines.set(at, (lines.get(at) ?? 0) + (us[i] ?? 0));
  });
  return new Map([...groups].map(([key, lines]) => [key, toShares(lines)]));
}

function toShares(lines: ReadonlyMap<number, number>): LineShare[] {
  let sum = 0;
  for (const us of lines.values()) sum += us;
  if (sum <= 0) return [...UNKNOWN];
  const shares = [...lines]
    .filter(([, us]) => us > 0)
    .map(([line, us]) => ({ line, share: us / sum }));
  return shares.sort((a, b) => b.share - a.share);
}

// How many of a program's awaits may be noted, so that it costs a small share of its time.

import type { Micros } from '../../../model/frame.ts';

/** Noting awaits may take this share of the program's time. */
const SHARE = 0.03;
/** What an await costs that is noted, and what the hooks cost for every await, noted or not. */
const NOTED_US = 4;
const HOOKED_US = 0.8;
/** The program's first awaits are noted whatever they cost, so that a short script is recorded whole. */
export const FREE_AWAITS = 2000;

/** What a program may have noted. */
export interface AwaitBudget {
  /** Every how many-th await. */
  readonly stride: number;
  /** How many times as long as now the hooks must be off for each time that they are on; 0: they may stay. */
  readonly pauseFactor: number;
}

/** The budget of a program that began `begun` awaits in a time of `us`. */
export function budgetAwaits(begun: number, us: Micros): AwaitBudget {
  const allowedUs = us * SHARE;
  const hookedUs = begun * HOOKED_US;
  const left = Math.max(allowedUs - hookedUs, allowedUs / 4);
  return {
    stride: Math.max(1, Math.ceil((begun * NOTED_US) / left)),
    pauseFactor: hookedUs <= allowedUs ? 0 : Math.min(100, Math.ceil(hookedUs / allowedUs)),
  };
}

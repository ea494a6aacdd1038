// How many of a program's awaits may be noted, so that it costs a small share of its time.

import type { Micros } from '../../../model/frame.ts';
import { AWAITS, NOTED, NOTED_US } from '../handshake.ts';

/** Noting awaits may take this share of the program's time. */
const SHARE = 0.02;
/** What the hooks cost for every await, noted or not. */
const HOOKED_US = 0.1;
/** What noting an await is taken to cost before that was measured. */
const USUAL_US = 10;
/** The program's first awaits are noted whatever they cost, so that a short script is recorded whole. */
const FREE_AWAITS = 2000;

/** What a program may have noted. */
export interface AwaitBudget {
  /** Every how many-th await. */
  readonly stride: number;
  /** How many times as long as now the hooks must be off for each time that they are on; 0: they may stay. */
  readonly pauseFactor: number;
}

/**
 * The budget of a program that began `begun` awaits in a time of `us`, where noting one, and telling of it,
 * takes `notedUs`: a few microseconds on a shallow stack, and many times that on one of many async callers.
 */
export function budgetAwaits(begun: number, us: Micros, notedUs: Micros): AwaitBudget {
  const allowedUs = us * SHARE;
  const hookedUs = begun * HOOKED_US;
  const left = Math.max(allowedUs - hookedUs, allowedUs / 4);
  return {
    stride: Math.max(1, Math.ceil((begun * notedUs) / left)),
    pauseFactor: hookedUs <= allowedUs ? 0 : Math.min(100, Math.ceil(hookedUs / allowedUs)),
  };
}

/** Draws up budgets from what the tracker counts in shared memory. */
export class AwaitLedger {
  private awaits = 0;
  private noted = 0;
  private notedUs = 0;
  private usualUs = USUAL_US;
  private isPastFree = false;

  constructor(private readonly flags: Int32Array) {}

  /** What may be noted from now on, by what was since the last look; `null` while that is free. */
  look(us: Micros): AwaitBudget | null {
    const { flags } = this;
    const total = Atomics.load(flags, AWAITS);
    const begun = (total - this.awaits) >>> 0;
    this.awaits = total;
    this.measure();
    // Once past, always: the counter wraps around.
    this.isPastFree ||= total > FREE_AWAITS;
    return this.isPastFree ? budgetAwaits(begun, us, this.usualUs) : null;
  }

  private measure(): void {
    const [noted, us] = [Atomics.load(this.flags, NOTED), Atomics.load(this.flags, NOTED_US)];
    const [count, sum] = [(noted - this.noted) >>> 0, (us - this.notedUs) >>> 0];
    [this.noted, this.notedUs] = [noted, us];
    // A few tell little: one of them may have met a garbage collection.
    const weight = Math.min(1, count / ENOUGH_NOTED);
    if (count > 0) this.usualUs += (sum / count - this.usualUs) * weight;
  }
}

const ENOUGH_NOTED = 50;

// How many of a program's awaits may be noted, so that it costs a small share of its time.

import type { Micros } from '../../../model/frame.ts';
import { AWAITS, NOTED, NOTED_US } from '../handshake.ts';

/** Noting awaits may take this share of the time in which the program computes. */
const SHARE = 0.02;
/** And of that in which it waits, and is hardly later for it. */
const IDLE_SHARE = 0.04;
/** What the hooks cost for every await, noted or not. */
const HOOKED_US = 0.1;
/** What noting an await is taken to cost before that was measured. */
const USUAL_US = 10;
/** The program's first awaits are noted whatever they cost, so that a short script is recorded whole. */
const FREE_AWAITS = 2000;

/** What was not spent may be spent later, up to this: bursts of awaits are noted whole. */
const MAX_CREDIT_US = 50_000;
/** The same of what the hooks cost: a burst alone is no reason to switch them off. */
const MAX_HOOK_CREDIT_US = 20_000;

/** What a program may have noted. */
export interface AwaitBudget {
  /** Every how many-th await. */
  readonly stride: number;
  /** How many times as long as now the hooks must be off for each time that they are on; 0: they may stay. */
  readonly pauseFactor: number;
}

/** How a program spent some time. */
export interface SpentTime {
  readonly busyUs: Micros;
  readonly idleUs: Micros;
}

/** A clock of low resolution may say that nothing was computed. */
const MIN_LOOK_US = 1000;

/** How often a program awaited in a time in which `shareUs` may go into noting that. */
interface Rate {
  readonly begun: number;
  readonly shareUs: Micros;
}

/**
 * The budget of a program that goes on as it did, and may spend `credit` on it, where noting an await, and telling of
 * it, takes `notedUs`: a few microseconds on a shallow stack, and many times that on one of many async callers.
 */
function budgetAwaits({ begun, shareUs }: Rate, credit: Credit, notedUs: Micros): AwaitBudget {
  const hookedUs = begun * HOOKED_US;
  const left = Math.max(credit.us, shareUs / 4);
  const isTooDense = hookedUs > shareUs && credit.hooksUs <= 0;
  return {
    stride: Math.max(1, Math.ceil((begun * notedUs) / left)),
    pauseFactor: isTooDense ? Math.min(100, Math.ceil(hookedUs / shareUs)) : 0,
  };
}

/** What may be spent, in all and on the hooks alone. */
interface Credit {
  readonly us: Micros;
  readonly hooksUs: Micros;
}

/** Draws up budgets from what the tracker counts in shared memory. */
export class AwaitLedger {
  private awaits = 0;
  private noted = 0;
  private notedUs = 0;
  private usualUs = USUAL_US;
  private credit: Credit = { us: MAX_CREDIT_US, hooksUs: MAX_HOOK_CREDIT_US };
  private isPastFree = false;

  constructor(private readonly flags: Int32Array) {}

  /** What may be noted from now on, by what was since the last look; `null` while that is free. */
  look({ busyUs, idleUs }: SpentTime): AwaitBudget | null {
    const { flags } = this;
    const total = Atomics.load(flags, AWAITS);
    const begun = (total - this.awaits) >>> 0;
    this.awaits = total;
    const spentUs = this.measure();
    // Once past, always: the counter wraps around.
    this.isPastFree ||= total > FREE_AWAITS;
    if (!this.isPastFree) return null;
    const shareUs = Math.max(MIN_LOOK_US, busyUs) * SHARE + Math.max(0, idleUs) * IDLE_SHARE;
    const gainUs = shareUs - begun * HOOKED_US;
    this.credit = {
      us: clamp(this.credit.us + gainUs - spentUs, MAX_CREDIT_US),
      hooksUs: clamp(this.credit.hooksUs + gainUs, MAX_HOOK_CREDIT_US),
    };
    return budgetAwaits({ begun, shareUs }, this.credit, this.usualUs);
  }

  /** Gives what was spent since it was called before. */
  private measure(): Micros {
    const [noted, us] = [Atomics.load(this.flags, NOTED), Atomics.load(this.flags, NOTED_US)];
    const [count, sum] = [(noted - this.noted) >>> 0, (us - this.notedUs) >>> 0];
    [this.noted, this.notedUs] = [noted, us];
    // A few tell little: one of them may have met a garbage collection.
    const weight = Math.min(1, count / ENOUGH_NOTED);
    if (count > 0) this.usualUs += (sum / count - this.usualUs) * weight;
    return sum;
  }
}

const ENOUGH_NOTED = 50;

function clamp(us: Micros, most: Micros): Micros {
  return Math.max(0, Math.min(most, us));
}

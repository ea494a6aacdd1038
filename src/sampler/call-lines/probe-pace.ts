// How long the pauses between two questions are: see `call-line-probe.ts`.

import type { Micros } from '../../model/frame.ts';
import type { KnownCalls } from './known-calls.ts';
import type { TakenStack } from './stack-taker.ts';

/** The pause in a thread that is busy; milliseconds, like all here. */
export const BUSY_PAUSE_MS = 10;
/** The same at the beginning. */
export const FIRST_SECOND_PAUSE_MS = 5;
const FIRST_SECOND_QUESTIONS = 200;
/** After so many questions a run is well known, and the pauses grow with their number. */
const WELL_KNOWN_QUESTIONS = 600;
const LONG_RUN_PAUSE_MS = 40;
const KNOWN_CALLS_PAUSE_MS = 60;
const IDLE_PAUSE_MS = 80;
/** Until a run is well known. */
const FIRST_IDLE_PAUSE_MS = 15;
/** Taking stacks may take this share of the time. */
const COST_SHARE = 0.02;
/** What a question costs beside taking the stack: the interrupt itself. */
const INTERRUPT_US = 80;
/** What stacks cost is the mean of about so many. */
const COST_MEMORY = 8;

/** Counts the questions, and gives the pauses after them in milliseconds. */
export class ProbePace {
  private questions = 0;
  /** How often the thread was seen asleep. */
  private sleeps = 0;
  private usualUs: Micros = 0;

  constructor(private readonly calls: KnownCalls) {}

  /** A question is asked. */
  ask(): void {
    this.questions++;
  }

  /** The thread was seen asleep, and not asked. */
  afterSleep(): number {
    return paceOf(++this.sleeps);
  }

  /** The thread had no stack, and was woken by the question. */
  afterIdle(pauseMs: number): number {
    const isWellKnown = this.questions >= WELL_KNOWN_QUESTIONS;
    return Math.min(pauseMs * 2, isWellKnown ? IDLE_PAUSE_MS : FIRST_IDLE_PAUSE_MS);
  }

  /** The thread had this stack. */
  after({ costUs }: Pick<TakenStack, 'costUs'>): number {
    // The first stack of many new functions costs many times as much as the next.
    this.usualUs += (costUs - this.usualUs) / COST_MEMORY;
    return Math.max(this.usual(), (INTERRUPT_US + this.usualUs) / 1000 / COST_SHARE);
  }

  private usual(): number {
    const isFirstSecond = this.questions < FIRST_SECOND_QUESTIONS;
    return !isFirstSecond && this.calls.isEnough ? KNOWN_CALLS_PAUSE_MS : paceOf(this.questions);
  }
}

/** The pause after so many looks at a thread: what counts is how many there are in all. */
function paceOf(looks: number): number {
  if (looks < FIRST_SECOND_QUESTIONS) return FIRST_SECOND_PAUSE_MS;
  return Math.min(LONG_RUN_PAUSE_MS, BUSY_PAUSE_MS * Math.max(1, looks / WELL_KNOWN_QUESTIONS));
}

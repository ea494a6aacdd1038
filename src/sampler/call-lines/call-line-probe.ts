// Asks a running thread, about a hundred times a second, on which line each of its callers stands.
//
// The question is carried out as an interrupt on top of whatever runs (see `stack-taker.ts`). A thread that idles has
// no stack and would be woken by the question. Where it can be seen in what the thread sleeps, it is not asked while
// it sleeps in what it slept in when it had no stack; elsewhere the questions become rare. Each question costs the
// target a little: where stacks are deep the pauses grow, so that the share of time stays the same. They grow with the
// length of the run as well: what counts is how many stacks there are in all. And they are long while it is known well
// from where all that runs is called (see `known-calls.ts`).

import { CallSiteTree } from './call-sites.ts';
import type { InterruptedStack, StackFrame } from './call-sites.ts';
import type { Micros } from '../../model/frame.ts';
import type { InspectorPort } from '../protocol/inspector-port.ts';
import type { CallSites } from '../messages.ts';
import { KnownCalls } from './known-calls.ts';
import { BUSY_PAUSE_MS, FIRST_SECOND_PAUSE_MS, ProbePace } from './probe-pace.ts';
import { StackTaker } from './stack-taker.ts';
import type { TakenStack } from './stack-taker.ts';

/** Asking for whole stacks may take this share of the time: they are dear, and a short run needs enough of them. */
const WHOLE_SHARE = 0.03;
const FIRST_WHOLE_SHARE = 0.1;
const FIRST_WHOLE_MS = 500;
/** Pauses are no more than so many times as long as is meant. */
const MAX_SPREAD = 4;
/** Takes call-line stacks of one thread from `start` to `stop`. */
export class CallLineProbe {
  private readonly stacks = new CallSiteTree();
  /** When the last whole stack was taken, on V8's clock. */
  private lastWholeUs = 0;
  private readonly calls = new KnownCalls();
  private readonly pace = new ProbePace(this.calls);
  private readonly taker: StackTaker;
  private running = false;
  private timer: NodeJS.Timeout | null = null;
  private waiting = false;
  private isIdle = false;
  /** In what the thread sleeps while it idles; `undefined` as long as that is not known. */
  private idlesIn: string | undefined;
  private pauseMs = FIRST_SECOND_PAUSE_MS;
  /** For how much time the next stack stands. */
  private standsForMs = FIRST_SECOND_PAUSE_MS;
  /** When the next whole stack may be asked for, on `performance.now()`. */
  private nextWholeMs = 0;
  private wholeMs = 0;

  /** `onStack` takes each stack that is not empty; by default they are collected. */
  constructor(
    private readonly port: InspectorPort,
    private readonly onStack?: (stack: InterruptedStack) => void,
  ) {
    this.taker = new StackTaker(port);
  }

  /** Begins to ask. */
  start(): void {
    this.running = true;
    this.taker.install();
    this.schedule();
  }

  /** Asks no more, and leaves nothing behind in the thread. */
  stop(): void {
    if (!this.running) return;
    this.running = false;
    if (this.timer !== null) clearTimeout(this.timer);
    this.taker.remove();
  }

  /** The stacks since the last call. */
  take(): CallSites {
    return this.stacks.take();
  }

  /** Shortly before the thread is to be left alone it is asked once more: it may have come to its end until then. */
  private schedule(): void {
    const pauseMs = this.pauseMs * this.spread();
    const openMs = this.port.gate.limits.openMs(nowUs());
    const isEarly = openMs < pauseMs && openMs > FIRST_SECOND_PAUSE_MS;
    const earlyMs = openMs * (0.5 + Math.random() / 2);
    this.standsForMs = isEarly ? earlyMs : this.pauseMs;
    const askWhenOpen = (): void => {
      this.port.gate.whenOpen(() => {
        this.ask();
      });
    };
    this.timer = setTimeout(askWhenOpen, isEarly ? earlyMs : pauseMs);
    this.timer.unref();
  }

  /**
   * Not at even distances: a program that does the same every ten milliseconds would show one part of it only. While it
   * idles, the time until the next question does not depend on when it was last asked: else bursts of work that come
   * as often as the questions would be seen at their beginning, or at their end, only.
   */
  private spread(): number {
    return this.isIdle ? Math.min(MAX_SPREAD, -Math.log(1 - Math.random())) : 0.5 + Math.random();
  }

  private ask(): void {
    if (!this.running || this.waiting) return;
    // To look costs a tenth of a question: a thread that has never idled so far is asked without.
    const mayIdle = this.isIdle || this.idlesIn !== undefined;
    const sleepsIn = mayIdle ? this.port.sleepsIn?.() : undefined;
    if (sleepsIn !== undefined && sleepsIn === this.idlesIn) {
      this.isIdle = true;
      this.pauseMs = this.pace.afterSleep();
      this.schedule();
      return;
    }
    this.waiting = true;
    this.pace.ask();
    const askedUs = nowUs();
    this.taker.take('usual', stack => {
      this.waiting = false;
      if (stack?.frames.length === 0 && mayIdle) this.idlesIn = sleepsIn;
      if (!this.running) return;
      if (stack !== undefined) this.goOn(stack, Math.max(0, stack.momentUs - askedUs));
      this.schedule();
    });
  }

  /** Each stack stands for the pause before it, and for as long as the thread did not answer. */
  private goOn(stack: TakenStack, delayUs: Micros): void {
    this.keep({ ...stack, weightUs: this.standsForMs * 1000 + delayUs, delayUs });
    this.isIdle = stack.frames.length === 0;
    if (!stack.isCut && !stack.frames.some(isLimiter))
      this.port.gate.limits.forgetBefore(stack.momentUs);
    this.pauseMs =
      this.isIdle && this.idlesIn === undefined
        ? this.pace.afterIdle(this.pauseMs)
        : this.pace.after(stack);
  }

  private keep(stack: InterruptedStack): void {
    if (stack.frames.length === 0) return;
    this.calls.add(stack);
    if (this.onStack === undefined) this.stacks.add(stack);
    else this.onStack(stack);
    // Now and then a deep stack is asked for as a whole.
    if (stack.isCut && performance.now() >= this.nextWholeMs) this.askWhole();
  }

  /** Asks for a whole stack and keeps it like any other. */
  private askWhole(): void {
    this.nextWholeMs = Infinity;
    this.taker.take('whole', stack => {
      const costMs = (stack?.costUs ?? 0) / 1000;
      this.wholeMs += costMs;
      const share = this.wholeMs < FIRST_WHOLE_MS ? FIRST_WHOLE_SHARE : WHOLE_SHARE;
      this.nextWholeMs = performance.now() + Math.max(BUSY_PAUSE_MS, costMs / share);
      if (stack === undefined || !this.running) return;
      const weightUs = Math.max(1, stack.momentUs - (this.lastWholeUs || stack.momentUs));
      this.keep({ ...stack, weightUs, delayUs: 0 });
      this.lastWholeUs = stack.momentUs;
    });
  }
}

/** What runs on top of it may have a time limit. */
function isLimiter({ url }: StackFrame): boolean {
  return url === 'node:vm';
}

/** On V8's clock. */
function nowUs(): Micros {
  return Number(process.hrtime.bigint() / 1000n);
}

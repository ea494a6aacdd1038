// Asks a running thread, about a hundred times a second, on which line each of its callers stands.
//
// A script that throws, run over the protocol, is carried out as an interrupt on top of whatever runs; V8 answers
// with the whole stack, exact to line and column. A thread that idles has no stack and is woken by the question, so
// the questions become rare until it is busy again. Each question costs the target a little: where stacks are deep
// the pauses grow, so that the share of time stays the same.

import type { Micros } from '../model/frame.ts';
import { CallSiteTree } from './call-sites.ts';
import type { StackFrame } from './call-sites.ts';
import type { InspectorPort } from './inspector-port.ts';
import { ignoreReply } from './inspector-port.ts';
import type { CallSites } from './messages.ts';
import { readWholeStack, WHOLE_STACK } from './whole-stack.ts';

/** Name of the script that throws; samples that hit it belong to the function it interrupted. */
export const PROBE_URL = 'hotpath:probe';

/** The text is always the same, so V8 compiles it once. */
function question(thrown: string): Readonly<Record<string, unknown>> {
  return { expression: `throw ${thrown}\n//# sourceURL=${PROBE_URL}`, silent: true };
}

/** V8's answers are no deeper than this; now and then a deeper stack is asked for as a whole. */
const CUT_DEPTH = 199;
/** Asking for whole stacks may take this share of the time. */
const WHOLE_SHARE = 0.01;
const BUSY_PAUSE_MS = 10;
const FIRST_SECOND_PAUSE_MS = 4;
const IDLE_PAUSE_MS = 100;
/** A stack may take this share of the time between two questions. */
const COST_SHARE = 0.02;
/** What V8 takes for one frame. */
const MS_PER_FRAME = 0.001;

/** What may differ between probes. */
export interface ProbeOptions {
  /** What is thrown: an expression whose value comes back with the stack. Default `0`. */
  readonly thrown?: string;
  /** Takes each stack, innermost frame first, with the value that was thrown, instead of collecting them. */
  readonly onStack?: (stack: readonly StackFrame[], thrown: unknown) => void;
}

/** Takes call-line stacks of one thread from `start` to `stop`. */
export class CallLineProbe {
  private readonly stacks = new CallSiteTree();
  private running = false;
  private timer: NodeJS.Timeout | null = null;
  private waiting = false;
  private pauseMs = FIRST_SECOND_PAUSE_MS;
  /** When the next whole stack may be asked for, on `performance.now()`. */
  private nextWholeMs = 0;
  private questions = 0;

  private readonly question: Readonly<Record<string, unknown>>;

  constructor(
    private readonly port: InspectorPort,
    private readonly options: ProbeOptions = {},
  ) {
    this.question = question(options.thrown ?? '0');
  }

  /** Begins to ask. */
  start(): void {
    this.running = true;
    this.schedule();
  }

  /** Asks no more. */
  stop(): void {
    this.running = false;
    if (this.timer !== null) clearTimeout(this.timer);
  }

  /** The stacks since the last call. */
  take(): CallSites {
    return this.stacks.take();
  }

  private schedule(): void {
    // Not at even distances: a program that does the same every ten milliseconds would show one part of it only.
    const pauseMs = this.pauseMs * (0.5 + Math.random());
    this.timer = setTimeout(() => {
      this.ask();
    }, pauseMs);
    this.timer.unref();
  }

  private ask(): void {
    if (!this.running || this.waiting) return;
    this.waiting = true;
    this.questions++;
    this.evaluate(this.question, result => {
      this.waiting = false;
      if (!this.running) return;
      this.pauseMs = this.nextPause(this.keep(result));
      this.schedule();
    });
  }

  /** Keeps a stack without the frame of the question itself; returns its depth. */
  private keep(result: Record<string, unknown>): number {
    const { stackTrace, exception } = (result['exceptionDetails'] ?? {}) as Thrown;
    const stack = withoutOwn(stackTrace?.callFrames ?? []);
    const { onStack } = this.options;
    const isDeep = stack.length >= CUT_DEPTH && onStack === undefined;
    if (isDeep && performance.now() >= this.nextWholeMs) this.askWhole();
    if (onStack === undefined) this.stacks.add(stack, nowUs());
    else if (stack.length > 0) onStack(stack, exception?.value);
    return stack.length;
  }

  /** Asks for a whole stack and keeps it like any other. */
  private askWhole(): void {
    this.nextWholeMs = Infinity;
    const question = {
      expression: `${WHOLE_STACK}\n//# sourceURL=${PROBE_URL}`,
      returnByValue: true,
    };
    this.evaluate({ ...question, silent: true }, result => {
      const whole = readWholeStack(result);
      if (whole === undefined || !this.running) return;
      this.nextWholeMs = performance.now() + whole.ms / WHOLE_SHARE;
      this.stacks.add(withoutOwn(whole.frames), nowUs());
    });
  }

  /**
   * V8 tells stacks only while the Runtime domain is enabled, and then every call of the program's console is told as
   * well, which makes a program that prints much several times slower. So it is enabled for the question alone, and
   * what the console kept is dropped, or it would be told now, and keep what was printed alive.
   */
  private evaluate(
    params: Readonly<Record<string, unknown>>,
    onResult: (result: Record<string, unknown>) => void,
  ): void {
    const { port } = this;
    port.post('Runtime.discardConsoleEntries', {}, ignoreReply);
    port.post('Runtime.enable', {}, ignoreReply);
    port.post('Runtime.evaluate', params, (_error, result) => {
      onResult(result);
    });
    port.post('Runtime.disable', {}, ignoreReply);
  }

  private nextPause(depth: number): number {
    if (depth === 0) return Math.min(this.pauseMs * 2, IDLE_PAUSE_MS);
    const busy = this.questions < 200 ? FIRST_SECOND_PAUSE_MS : BUSY_PAUSE_MS;
    return Math.max(busy, (depth * MS_PER_FRAME) / COST_SHARE);
  }
}

function withoutOwn(frames: readonly StackFrame[]): readonly StackFrame[] {
  return frames.filter(({ url }) => url !== PROBE_URL);
}

/** On V8's monotonic clock. */
function nowUs(): Micros {
  return Number(process.hrtime.bigint() / 1000n);
}

/** `Runtime.ExceptionDetails`, as far as it is needed. */
interface Thrown {
  readonly stackTrace?: { readonly callFrames: readonly StackFrame[] };
  readonly exception?: { readonly value?: unknown };
}

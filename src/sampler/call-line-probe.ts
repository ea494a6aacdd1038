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

/** Name of the script that throws; samples that hit it belong to the function it interrupted. */
export const PROBE_URL = 'hotpath:probe';

/** The text is always the same, so V8 compiles it once. */
function question(thrown: string): Readonly<Record<string, unknown>> {
  return { expression: `throw ${thrown}\n//# sourceURL=${PROBE_URL}`, silent: true };
}

/** Deepest stack that is asked for; deeper callers are told by their function only. */
const MAX_DEPTH = 5000;
const BUSY_PAUSE_MS = 10;
const FIRST_SECOND_PAUSE_MS = 4;
const IDLE_PAUSE_MS = 100;
/** A stack may take this share of the time between two questions. */
const COST_SHARE = 0.02;
/** Serialising one frame takes V8 about this long. */
const MS_PER_FRAME = 0.002;

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
  private questions = 0;

  private readonly question: Readonly<Record<string, unknown>>;

  constructor(
    private readonly port: InspectorPort,
    private readonly options: ProbeOptions = {},
  ) {
    this.question = question(options.thrown ?? '0');
  }

  /** Begins to ask. The Runtime domain is enabled by this. */
  start(): void {
    const { port } = this;
    port.post('Runtime.enable', {}, ignoreReply);
    port.post('Runtime.setMaxCallStackSizeToCapture', { size: MAX_DEPTH }, ignoreReply);
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
    this.timer = setTimeout(() => {
      this.ask();
    }, this.pauseMs);
    this.timer.unref();
  }

  private ask(): void {
    if (!this.running || this.waiting) return;
    this.waiting = true;
    this.questions++;
    this.port.post('Runtime.evaluate', this.question, (_error, result) => {
      this.waiting = false;
      if (!this.running) return;
      this.pauseMs = this.nextPause(this.keep(result));
      this.schedule();
    });
  }

  /** Keeps a stack without the frame of the question itself; returns its depth. */
  private keep(result: Record<string, unknown>): number {
    const { stackTrace, exception } = (result['exceptionDetails'] ?? {}) as Thrown;
    const stack = (stackTrace?.callFrames ?? []).filter(frame => frame.url !== PROBE_URL);
    const { onStack } = this.options;
    if (onStack === undefined) this.stacks.add(stack, nowUs());
    else if (stack.length > 0) onStack(stack, exception?.value);
    return stack.length;
  }

  private nextPause(depth: number): number {
    if (depth === 0) return Math.min(this.pauseMs * 2, IDLE_PAUSE_MS);
    const busy = this.questions < 200 ? FIRST_SECOND_PAUSE_MS : BUSY_PAUSE_MS;
    return Math.max(busy, (depth * MS_PER_FRAME) / COST_SHARE);
  }
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

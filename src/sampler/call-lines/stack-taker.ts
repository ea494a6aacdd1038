// Takes the stack of a running thread over its inspector, as cheaply as it goes.
//
// V8's own way is to throw something: but the stack then comes only while the Runtime domain is enabled (which tells
// every call of the program's console as well), at most 200 frames of it, and written out in full. So a function of
// ours is put into the thread, once, and each question only calls it: the answer names frames by numbers, and tells
// what a number means when it first occurs.
//
//   "81023400199 40 3,1,0"                                       when, how long it took, the frames, innermost first
//   "81023409210 52 4,1,0\n[["parse","/app/a.js",12,5]]"         frame 4 was not known before
//   "cut 81023409999 90 4,4,4,4"                                there are more frames than were asked for
//
// What the program may have made of `Error.stackTraceLimit`, `Error.prepareStackTrace` and its globals does not matter:
// they are as they were when it asks next. A program that has frozen `Error` is asked in V8's own way.

import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Micros } from '../../model/frame.ts';
import type { InterruptedStack, StackFrame } from './call-sites.ts';
import type { CodePlace } from './function-finder.ts';
import type { InspectorPort } from '../protocol/inspector-port.ts';
import { ignoreReply } from '../protocol/inspector-port.ts';
import { holderOf, installAt, PROBE_SOURCE, PROBE_URL } from './stack-function.ts';
import { takeThrown } from './thrown-stack.ts';

/** A stack, and what it cost. */
export interface TakenStack extends Omit<InterruptedStack, 'weightUs' | 'delayUs'> {
  /** How long the thread was kept from its work, as far as that can be measured there. */
  readonly costUs: Micros;
}

/** How much of a stack is wanted: its innermost 200 frames, or the outermost 100. */
export type StackPart = 'usual' | 'whole';

/**
 * Others may record the same thread. One for all of ours: V8 keeps every text that it was asked to run. Loading Node.js'
 * crypto for it would take longer than all else of ours that is loaded.
 */
const OWN_KEY = `${process.pid} ${performance.timeOrigin} ${Math.random()}`;
/** After so many questions in a row that our function could not answer, V8's own way is taken. */
const MAX_FAILURES = 20;
const FAILURES_PER_INSTALL = 4;

/** Takes stacks of one thread. */
export class StackTaker {
  /** What the thread's numbers mean; nothing for functions of ours. */
  private known: (StackFrame | undefined)[] = [];
  private readonly ids = new FrameIds();
  private failures = 0;

  constructor(private readonly port: InspectorPort) {}

  /** To be called once, before the first question. */
  install(): void {
    this.evaluate(installAt(OWN_KEY), ignoreReply);
  }

  /** Leaves nothing behind in the thread. */
  remove(): void {
    this.evaluate(`delete ${holderOf(OWN_KEY)}`, ignoreReply);
  }

  /**
   * Interrupts the thread. `undefined` is given when that is not possible at this moment: while the program itself has
   * a stack written out, for one.
   */
  take(part: StackPart, onStack: OnStack): void {
    if (this.failures < MAX_FAILURES) this.askFunction(part, onStack);
    else if (part === 'usual') this.askByThrowing(onStack);
    else onStack(undefined);
  }

  private askFunction(part: StackPart, onStack: OnStack): void {
    this.evaluate(`${holderOf(OWN_KEY)}.${part}()`, (_error, result) => {
      const { value } = (result['result'] ?? {}) as { readonly value?: unknown };
      const stack = typeof value === 'string' ? this.read(value) : undefined;
      this.failures = stack === undefined ? this.failures + 1 : 0;
      if (this.failures > 0 && this.failures % FAILURES_PER_INSTALL === 0) this.installAgain();
      onStack(stack);
    });
  }

  /** The outermost frames of a deep stack cannot be had so. */
  private askByThrowing(onStack: OnStack): void {
    takeThrown(this.port, (places, isCut) => {
      const momentUs = Number(process.hrtime.bigint() / 1000n);
      const frames = places.map(place => this.ids.withId(place));
      onStack({ momentUs, frames: ofProgram(frames), isCut, costUs: frames.length });
    });
  }

  private evaluate(text: string, reply: Reply): void {
    const params = { expression: text + PROBE_SOURCE, silent: true };
    this.port.post('Runtime.evaluate', params, reply);
  }

  /** A worker thread that had only just begun to start could not take our function. */
  private installAgain(): void {
    this.forget();
    this.install();
  }

  private forget(): void {
    this.known = [];
    this.ids.forget();
  }

  private read(answer: string): TakenStack | undefined {
    const parts = ANSWER.exec(answer);
    if (parts === null) return undefined;
    const [, anew, cut, moment, cost, numbers = '', added = '[]'] = parts;
    if (anew !== undefined) this.forget();
    for (const frame of JSON.parse(added) as readonly AddedFrame[]) {
      const known = this.ids.withId(frameOf(frame));
      this.known.push(known.url === PROBE_URL ? undefined : known);
    }
    const [momentUs, costUs, isCut] = [Number(moment), Number(cost), cut !== undefined];
    return { momentUs, costUs, isCut, frames: this.lookUp(numbers) };
  }

  /** One pass over the text: this is done a hundred times a second beside the program. */
  private lookUp(numbers: string): readonly StackFrame[] {
    const frames: StackFrame[] = [];
    if (numbers === '') return frames;
    for (let at = 0, id = 0; at <= numbers.length; at++) {
      const digit = numbers.charCodeAt(at) - ZERO;
      if (digit >= 0) {
        id = id * 10 + digit;
        continue;
      }
      const frame = this.known[id];
      if (frame !== undefined) frames.push(this.asCallerOf(frames.at(-1), frame));
      id = 0;
    }
    return frames;
  }

  /** V8 says that the static part of a class is called where its caller was before; it is called where it stands. */
  private asCallerOf(callee: StackFrame | undefined, frame: StackFrame): StackFrame {
    if (callee?.functionName !== STATIC) return frame;
    const { functionLine: line, functionColumn: column } = callee;
    return this.ids.withId({ ...frame, line, column });
  }
}

const STATIC = '<static_initializer>';
const ZERO = '0'.charCodeAt(0);

type OnStack = (stack: TakenStack | undefined) => void;
type Reply = (error: Error | null, result: Record<string, unknown>) => void;

/** What {@link installAt}'s functions return. */
const ANSWER = /^(anew )?(cut )?(\d+) (\d+) ([\d,]*)(?:\n(\[.*\]))?$/s;

function ofProgram(frames: readonly StackFrame[]): readonly StackFrame[] {
  return frames.filter(({ url }) => url !== PROBE_URL);
}

/** Name, script, place in it, and where the function begins. */
type AddedFrame = readonly [string, string, ...(number | null)[]];

/** V8 names CommonJS modules by their path there, the inspector names them by URL, and so do samples. */
function frameOf([functionName, script, line, column, ...begin]: AddedFrame): CodePlace {
  const url = isAbsolute(script) ? pathToFileURL(script).href : script;
  const [functionLine, functionColumn] = [(begin[0] ?? 0) - 1, (begin[1] ?? 0) - 1];
  return {
    ...{ functionName, url, functionLine, functionColumn },
    ...{ line: (line ?? 1) - 1, column: (column ?? 1) - 1 },
  };
}

/** Gives places their numbers. */
class FrameIds {
  private readonly ids = new Map<string, number>();
  private count = 0;

  withId(frame: CodePlace): StackFrame {
    const key = `${frame.line} ${frame.column} ${frame.functionName} ${frame.url}`;
    let id = this.ids.get(key);
    if (id === undefined) this.ids.set(key, (id = this.count++));
    return { ...frame, id };
  }

  /** Numbers that were given are not given again. */
  forget(): void {
    this.ids.clear();
  }
}

// Which async context runs at which moment: so that a recording can tell its own time from its neighbours'.
//
//   request A   ▬▬▬▬        ▬▬▬          a context is entered by a call and is inherited by whatever
//   request B        ▬▬▬▬         ▬▬     that call starts: promises, timers, sockets
//   timeline    A    B      A     B      noted at each change; samples, awaits and call lines are looked up in it
//
// Contexts travel with async resources, as those of AsyncLocalStorage do in Node.js 20. They are our own, because
// `start()` has to end with the function that called it: in `Promise.all([a(), b()])` what `a` entered is left when `a`
// first awaits, before `b` is called (see `suspension.ts`). Where nobody records by context, no hook is on.

import { firstIndex } from '../../model/first-index.ts';
import { createHook, executionAsyncId, executionAsyncResource } from 'node:async_hooks';
import type { Micros } from '../../model/frame.ts';
import { nowUs } from './clock.ts';
import type { Span } from './pieces.ts';
import { Suspension } from './suspension.ts';

/** Code that belongs together, across its awaits. Light: resources may keep it long after its recording. */
export interface AsyncContext {
  /** Numbers of the recordings that it belongs to, the outermost first. */
  readonly owners: readonly number[];
  readonly parent: AsyncContext | null;
}

const CONTEXT = Symbol('hotpath.context');
/** Between two hooks of one promise there is less. */
const ENTERED_US = 60;

type Carrier = Record<typeof CONTEXT, AsyncContext | undefined>;

/** A context as a property of an async resource. */
function contextOf(resource: object): AsyncContext | null {
  return (resource as Carrier)[CONTEXT] ?? null;
}

/** The contexts of one thread. */
export class AsyncContexts {
  #current: AsyncContext | null = null;
  /** The contexts that were interrupted by those that run now. */
  readonly #outer: (AsyncContext | null)[] = [];
  readonly #times: Micros[] = [];
  readonly #contexts: (AsyncContext | null)[] = [];
  #suspension: Suspension | null = null;
  /**
   * The promise in whose making a context was left, and that context: an `await` of what is no promise makes two, and
   * goes on at the second, which hangs on the first.
   */
  #left: { readonly asyncId: number; readonly context: AsyncContext | null } | null = null;
  #users = 0;
  readonly #hook = createHook({
    init: (...[asyncId, type, triggerId, resource]) => {
      const context = triggerId === this.#left?.asyncId ? this.#left.context : this.#current;
      if (context === null) return;
      (resource as Carrier)[CONTEXT] = context;
      const suspension = this.#suspension;
      // What hangs on another promise is an await or a `.then`.
      if (suspension === null || type !== 'PROMISE' || triggerId === executionAsyncId()) return;
      if (suspension.isReached()) this.#leave(asyncId);
    },
    before: () => {
      this.#outer.push(this.#current);
      this.#suspension = null;
      this.#switch(contextOf(executionAsyncResource()));
    },
    after: () => {
      this.#suspension = null;
      this.#switch(this.#outer.pop() ?? null);
    },
  });

  /** Follows contexts until {@link AsyncContexts.release} was called as often. */
  use(): void {
    if (this.#users++ === 0) this.#hook.enable();
  }

  /** Ends one use. */
  release(): void {
    if (--this.#users > 0) return;
    this.#hook.disable();
    this.#outer.length = 0;
    this.#suspension = this.#left = null;
    this.#current = null;
    this.#times.length = 0;
    this.#contexts.length = 0;
  }

  /** The context that runs now. */
  get current(): AsyncContext | null {
    return this.#current;
  }

  /** A context inside of the one that runs now. */
  create(owner: number): AsyncContext {
    const parent = this.#current;
    return { owners: [...(parent?.owners ?? []), owner], parent };
  }

  /** Calls `work` in this context; `null`: in none. What it starts stays in it. */
  run<T>(context: AsyncContext | null, work: () => T): T {
    const before = this.#current;
    const suspension = this.#suspension;
    this.#suspension = null;
    this.#switch(context);
    try {
      return work();
    } finally {
      this.#switch(before);
      this.#suspension = suspension;
    }
  }

  /** Goes on in this context, until the function that called us first awaits. */
  enter(context: AsyncContext): void {
    this.#suspension = Suspension.ofCaller();
    this.#switch(context);
  }

  /** Goes back to the context around this one, where it is the one that runs. */
  exit(context: AsyncContext): void {
    if (this.#current === context) this.#switch(context.parent);
  }

  /** The context that ran at this moment; `null`: none, or it is too long ago. */
  at(momentUs: Micros): AsyncContext | null {
    const next = firstIndex(this.#times.length, i => (this.#times[i] ?? Infinity) > momentUs);
    return this.#contexts[next - 1] ?? null;
  }

  /** When the context was entered of what began to run at this moment: that is noted just after. */
  enteredUs(momentUs: Micros): Micros {
    const next = firstIndex(this.#times.length, i => (this.#times[i] ?? Infinity) >= momentUs);
    const enteredUs = this.#times[next] ?? Infinity;
    return enteredUs - momentUs < ENTERED_US ? enteredUs : momentUs;
  }

  /** The times in the span in which contexts ran that this is true of, in order. */
  spans(span: Span, holds: (context: AsyncContext) => boolean): readonly Span[] {
    const found: Span[] = [];
    for (let i = 0; i < this.#times.length; i++) {
      const context = this.#contexts[i] ?? null;
      if (context === null || !holds(context)) continue;
      const startUs = Math.max(span.startUs, this.#times[i] ?? 0);
      const endUs = Math.min(span.endUs, this.#times[i + 1] ?? Infinity);
      if (endUs > startUs) found.push({ startUs, endUs });
    }
    return found;
  }

  /** Forgets the changes before this moment. Called from a callback of the event loop, when nothing is interrupted. */
  forget(beforeUs: Micros): void {
    let gone = 0;
    while ((this.#times[gone + 1] ?? Infinity) <= beforeUs) gone++;
    this.#times.splice(0, gone);
    this.#contexts.splice(0, gone);
  }

  /** Errors that were caught at the top of the loop leave interrupted contexts behind: a fresh callback has none. */
  settle(): void {
    this.#outer.length = Math.min(this.#outer.length, 1);
  }

  /** The function that entered the context awaits: whoever called it goes on outside. */
  #leave(asyncId: number): void {
    this.#suspension = null;
    this.#left = { asyncId, context: this.#current };
    if (this.#current !== null) this.#switch(this.#current.parent);
  }

  #switch(context: AsyncContext | null): void {
    if (context === this.#current) return;
    this.#current = context;
    this.#times.push(nowUs());
    this.#contexts.push(context);
  }
}

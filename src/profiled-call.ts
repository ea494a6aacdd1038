// One call of a profiled function, until all that it gives has been taken.

import { types } from 'node:util';
import type { SessionData } from './model/session.ts';
import { Profiler } from './profiler.ts';
import type { ProfilerOptions } from './profiler-options.ts';
import { renderConsole } from './renderers/console.ts';
import { wantsColor, wantsUnicode } from './renderers/terminal.ts';

/** How a function is profiled. `asyncMode` is `strict` unless it is said otherwise. */
export interface ProfileOptions extends ProfilerOptions {
  /** Takes the session of each call. Default: a short report goes to the standard error. */
  readonly onSession?: (session: SessionData) => void;
}

/** What generators give. */
export type Iterated = object & {
  next(...values: readonly unknown[]): unknown;
  return?(value?: unknown): unknown;
  throw?(error?: unknown): unknown;
};

/** Profiles one call. Nothing that goes wrong with the profile reaches the program. */
export class ProfiledCall {
  readonly #options: ProfileOptions;
  #profiler: Profiler | null = null;

  constructor(options: ProfileOptions) {
    this.#options = options;
  }

  /** Calls the function, and follows what it gives: a promise, or an iterator. */
  run(body: () => unknown): unknown {
    let result: unknown;
    try {
      result = this.#within(body);
    } catch (error) {
      this.#finish();
      throw error;
    }
    if (isPromise(result)) return this.#settle(result);
    if (isIterator(result)) return this.iterate(result);
    this.#finish();
    return result;
  }

  /** The iterator, profiled from its first step to its last. */
  iterate(iterator: Iterated): Iterated {
    return new Proxy(iterator, {
      get: (target, key) => {
        const member: unknown = Reflect.get(target, key);
        if (typeof member !== 'function') return member;
        const method = (...args: unknown[]): unknown => Reflect.apply(member, target, args);
        if (key === Symbol.iterator || key === Symbol.asyncIterator)
          return () => this.iterate(method() as Iterated);
        const isStep = key === 'next' || key === 'return' || key === 'throw';
        return isStep ? (...args: unknown[]) => this.#step(() => method(...args)) : method;
      },
    });
  }

  #step(step: () => unknown): unknown {
    let result: unknown;
    try {
      result = this.#within(step);
    } catch (error) {
      this.#finish();
      throw error;
    }
    if (isPromise(result)) return this.#settleStep(result);
    if (isLast(result)) this.#finish();
    return result;
  }

  async #settle(result: Promise<unknown>): Promise<unknown> {
    try {
      return await result;
    } finally {
      this.#finish();
    }
  }

  async #settleStep(step: Promise<unknown>): Promise<unknown> {
    try {
      const result = await step;
      if (isLast(result)) this.#finish();
      return result;
    } catch (error) {
      this.#finish();
      throw error;
    }
  }

  #within(body: () => unknown): unknown {
    const profiler = (this.#profiler ??= this.#start());
    return profiler === null ? body() : profiler.within(body);
  }

  #start(): Profiler | null {
    try {
      return new Profiler(this.#options).begin();
    } catch (error) {
      warn(error);
      return null;
    }
  }

  #finish(): void {
    const profiler = this.#profiler;
    this.#profiler = null;
    if (profiler === null) return;
    try {
      profiler[Symbol.dispose]();
      const { session } = profiler;
      if (session !== null) (this.#options.onSession ?? printShort)(session);
    } catch (error) {
      warn(error);
    }
  }
}

/** Test runners and `node:vm` give each program a `Promise` of its own. */
function isPromise(value: unknown): value is Promise<unknown> {
  return types.isPromise(value);
}

function isIterator(value: unknown): value is Iterated {
  if (typeof value !== 'object' || value === null) return false;
  const isOne = Symbol.iterator in value || Symbol.asyncIterator in value;
  return isOne && 'next' in value && typeof value.next === 'function';
}

function isLast(result: unknown): boolean {
  return typeof result === 'object' && result !== null && 'done' in result && result.done === true;
}

function printShort(session: SessionData): void {
  const { env, stderr } = process;
  const shown = { color: wantsColor(env, stderr), unicode: wantsUnicode(env) };
  stderr.write(renderConsole(session, { short: true, ...shown }));
}

/** Tells that a profile failed, without any effect on the program. */
export function warn(error: unknown): void {
  const why = error instanceof Error ? error.message : String(error);
  process.emitWarning(`The profile failed: ${why}`, 'HotpathWarning');
}

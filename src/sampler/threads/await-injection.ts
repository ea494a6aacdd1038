// Has the awaits of a thread noted from outside, over its inspector alone: of worker threads, which may lack our preload,
// and of programs that are attached to; where need be, it drives V8's profiler there as well. See
// `target/injected-awaits.ts` for what runs there.

import type { Micros } from '../../model/frame.ts';
import type { InspectorPort, Reply } from '../protocol/inspector-port.ts';
import { ignoreReply } from '../protocol/inspector-port.ts';
import { shiftTimes } from '../await-messages.ts';
import type { AwaitMessage } from '../await-messages.ts';
import { AWAIT_BINDING } from '../environment.ts';
import { readAnswer } from './thread-agent.ts';
import type { InjectedAwaits, InjectedNews, ThreadAgent } from './thread-agent.ts';

/** File name of the bundle of `target/injected-awaits.ts`, which lies beside the other bundles for the target. */
export const AWAIT_SCRIPT = 'injected-awaits.cjs';

/** What is needed besides the thread. */
export interface AwaitInjectionOptions {
  /** Text of the bundle of `target/injected-awaits.ts`. */
  readonly script: string;
  /** As the lane's hello told it. */
  readonly clockOriginUs: Micros;
  readonly emit: (batch: AwaitMessage) => void;
}

/** How the code gets at Node.js' modules: what it has for `require`, and with what it must be evaluated for that. */
interface Way {
  readonly require: string;
  readonly more: object;
}

/** An answer to `Runtime.evaluate`. */
interface Evaluated {
  readonly result?: { readonly objectId?: string };
  readonly exceptionDetails?: { readonly exception?: { readonly value?: unknown } };
}

/** The main context of a thread is the first one that V8 numbers. */
const MAIN_CONTEXT = 1;
const OWN = '\n//# sourceURL=hotpath:awaits';
/**
 * Is thrown where a thread has no way of its own to Node.js' modules, as one that runs a module in Node.js 18, and cannot
 * end just now: it is a main thread, or our preload waits there for us.
 */
const NO_WAY = 'hotpath:no-way';
const OWN_REQUIRE = `process.getBuiltinModule?.bind(process) ??
  process.mainModule?.require.bind(process.mainModule) ?? globalThis.require ?? (() => {
    throw process.abort?.disabled !== true || globalThis['${AWAIT_BINDING}']?.isAwaited === true
      ? '${NO_WAY}' : 0;
  })()`;

/** Notes awaits from `start` to `remove`. Without effect in threads where V8 refuses. */
export class AwaitInjection implements ThreadAgent {
  private handle: string | undefined;
  /** What the profiler said last, when the thread ended. */
  private lastAnswer: string | undefined;
  private removed = false;

  constructor(
    private readonly port: InspectorPort,
    private readonly options: AwaitInjectionOptions,
  ) {}

  prepare(): void {
    const { port } = this;
    port.on('Runtime.bindingCalled', ({ name, payload }) => {
      if (name === AWAIT_BINDING) this.receive(JSON.parse(String(payload)) as InjectedNews);
    });
    // For one context, or every context that the program makes later would have it, too.
    const binding = { name: AWAIT_BINDING, executionContextId: MAIN_CONTEXT };
    port.post('Runtime.addBinding', binding, ignoreReply);
  }

  start(done: (isThere: boolean) => void): void {
    const end = (isThere: boolean): void => {
      if (!isThere) this.giveUp();
      done(isThere);
    };
    this.inject({ require: OWN_REQUIRE, more: {} }, (isThere, hasNoWay) => {
      // Only then: V8's command-line API crashes Node.js 18 and 20 in a thread that is just ending.
      if (!hasNoWay) end(isThere);
      else this.inject({ require: 'require', more: { includeCommandLineAPI: true } }, end);
    });
  }

  private inject(
    { require, more }: Way,
    done: (isThere: boolean, hasNoWay: boolean) => void,
  ): void {
    const body = `${this.options.script}\nreturn module.exports.install(${JSON.stringify(AWAIT_BINDING)});`;
    const expression = `((module, require) => {${body}})({ exports: {} }, ${require})${OWN}`;
    const whole = { expression, silent: true, ...more };
    this.port.post('Runtime.evaluate', whole, (error, result) => {
      const { exceptionDetails, result: value } = result as Evaluated;
      const isThere = error === null && exceptionDetails === undefined;
      if (isThere) this.handle = value?.objectId;
      done(isThere, exceptionDetails?.exception?.value === NO_WAY);
      if (this.removed) this.letGo();
    });
  }

  profile(method: string, params: object, reply: Reply): void {
    const functionDeclaration = `function (method, params) { return this.profile(method, params); }${OWN}\n`;
    const values = [{ value: method }, { value: params }];
    const call = { objectId: this.handle, functionDeclaration, arguments: values, silent: true };
    this.port.post('Runtime.callFunctionOn', call, (_error, { result }) => {
      const { value } = (result ?? {}) as { readonly value?: unknown };
      // A thread that has ended runs nothing any more, but has said so before.
      readAnswer(
        typeof value === 'string' && value.startsWith('{') ? value : this.lastAnswer,
        reply,
      );
    });
  }

  /** What the thread has arrives before the answer to anything asked later. */
  flush(): void {
    this.call('flush');
  }

  /** The binding's news are delivered as they come. */
  collect(): void {
    // There is nothing to do.
  }

  /** Leaves nothing behind. */
  remove(): void {
    if (this.removed) return;
    this.removed = true;
    this.letGo();
  }

  private letGo(): void {
    this.call('remove');
    this.port.post('Runtime.removeBinding', { name: AWAIT_BINDING }, ignoreReply);
    const objectId = this.handle;
    if (objectId !== undefined) this.port.post('Runtime.releaseObject', { objectId }, ignoreReply);
  }

  private giveUp(): void {
    this.handle = undefined;
    const expression = `delete globalThis[${JSON.stringify(AWAIT_BINDING)}]${OWN}`;
    this.port.post('Runtime.evaluate', { expression, silent: true }, ignoreReply);
  }

  private call(name: Exclude<keyof InjectedAwaits, 'profile'>): void {
    const objectId = this.handle;
    if (objectId === undefined) return;
    const functionDeclaration = `function () { this.${name}(); }${OWN}\n`;
    const params = { objectId, functionDeclaration, silent: true };
    this.port.post('Runtime.callFunctionOn', params, ignoreReply);
  }

  private receive(news: InjectedNews): void {
    if ('lastAnswer' in news) {
      this.lastAnswer = news.lastAnswer;
      return;
    }
    if ('limit' in news) {
      this.port.gate.limits.note(news.limit);
      return;
    }
    const { clockOriginUs, batch } = news;
    const shiftMs = (clockOriginUs - this.options.clockOriginUs) / 1000;
    this.options.emit(shiftTimes(batch, shiftMs));
  }
}

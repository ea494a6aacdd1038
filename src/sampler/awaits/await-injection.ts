// Has the awaits of a thread noted from outside, over its inspector alone: of worker threads, which may lack our preload,
// and of programs that are attached to. See `target/injected-awaits.ts` for what runs there.

import type { Micros } from '../../model/frame.ts';
import type { InspectorPort } from '../protocol/inspector-port.ts';
import { ignoreReply } from '../protocol/inspector-port.ts';
import { WAIT_ROW } from '../messages.ts';
import type { AwaitBatch } from '../messages.ts';
import { AWAIT_BINDING } from '../target/environment.ts';
import type { AwaitNotes } from '../thread-recorder.ts';
import type { InjectedAwaits, InjectedBatch } from '../target/injected-awaits.ts';

/** File name of the bundle of `target/injected-awaits.ts`, which lies beside the other bundles for the target. */
export const AWAIT_SCRIPT = 'injected-awaits.cjs';

/** What is needed besides the thread. */
export interface AwaitInjectionOptions {
  /** Text of the bundle of `target/injected-awaits.ts`. */
  readonly script: string;
  /** As the lane's hello told it. */
  readonly clockOriginUs: Micros;
  readonly emit: (batch: AwaitBatch) => void;
}

/** The main context of a thread is the first one that V8 numbers. */
const MAIN_CONTEXT = 1;
const OWN = '\n//# sourceURL=hotpath:awaits';
const OWN_REQUIRE = 'process.getBuiltinModule?.bind(process) ?? (() => { throw 0; })()';

/** Notes awaits from `start` to `remove`. Without effect in threads where V8 refuses. */
export class AwaitInjection implements AwaitNotes {
  private handle: string | undefined;
  private removed = false;

  constructor(
    private readonly port: InspectorPort,
    private readonly options: AwaitInjectionOptions,
  ) {}

  prepare(): void {
    const { port } = this;
    port.on('Runtime.bindingCalled', ({ name, payload }) => {
      if (name === AWAIT_BINDING) this.receive(JSON.parse(String(payload)) as InjectedBatch);
    });
    // For one context, or every context that the program makes later would have it, too.
    const binding = { name: AWAIT_BINDING, executionContextId: MAIN_CONTEXT };
    port.post('Runtime.addBinding', binding, ignoreReply);
  }

  start(): void {
    this.inject(OWN_REQUIRE, {}, () => {
      // Older than `process.getBuiltinModule`. Where there is another way it is not asked for: V8's command-line API
      // crashes Node.js 18 and 20 in a thread that is just ending.
      this.inject('require', { includeCommandLineAPI: true }, () => {
        this.giveUp();
      });
    });
  }

  /** `require` is what the thread has for it; `failed` is called where there is none. */
  private inject(require: string, params: object, failed: () => void): void {
    const body = `${this.options.script}\nreturn module.exports.install(${JSON.stringify(AWAIT_BINDING)});`;
    const expression = `((module, require) => {${body}})({ exports: {} }, ${require})${OWN}`;
    const whole = { expression, silent: true, ...params };
    this.port.post('Runtime.evaluate', whole, (_error, result) => {
      if (result['exceptionDetails'] === undefined)
        this.handle = (result['result'] as { readonly objectId?: string } | undefined)?.objectId;
      else failed();
      if (this.removed) this.letGo();
    });
  }

  /** What the thread has arrives before the answer to anything asked later. */
  flush(): void {
    this.call('flush');
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

  private call(name: keyof InjectedAwaits): void {
    const objectId = this.handle;
    if (objectId === undefined) return;
    const functionDeclaration = `function () { this.${name}(); }${OWN}\n`;
    const params = { objectId, functionDeclaration, silent: true };
    this.port.post('Runtime.callFunctionOn', params, ignoreReply);
  }

  private receive({ clockOriginUs, batch }: InjectedBatch): void {
    const shiftMs = (clockOriginUs - this.options.clockOriginUs) / 1000;
    // Columns 2 and 3 of a wait are times, -1 where it has not ended; 1 and 2 of a run.
    const waits = batch.waits.map((value, i) => {
      const column = i % WAIT_ROW;
      return column === 2 || (column === 3 && value >= 0) ? value + shiftMs : value;
    });
    const runs = batch.runs.map((value, i) => (i % 3 === 0 ? value : value + shiftMs));
    this.options.emit({ ...batch, waits, runs });
  }
}

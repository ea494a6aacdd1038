// V8 forgets its list of compiled functions when its last profile stops and would then log all of them anew, so a
// second profile, the bridge, is kept open while one chunk ends and the next begins:
//
//   chunk 1 ──────────────┤ ├────────────── chunk 2 ─────
//   bridge              ├─────┤
//
// A session has one profile of the protocol's, and those of the thread's `console`. The console's functions are taken
// hold of once, at the start: V8's command-line API, which has them too, crashes Node.js 18 and 20 when it is asked for
// in a thread that is just ending.

import type { InspectorPort } from '../protocol/inspector-port.ts';
import { IS_OBSERVED } from './expressions.ts';

/** Marks a script as ours, so that its samples are not taken for the program's. */
const OWN = '\n//# sourceURL=hotpath:bridge\n';

/** Whatever a program has put in the place of V8's functions is not called. */
const HOLD = `(({ profile, profileEnd }) => {
  if (${IS_OBSERVED}) throw 0;
  for (const own of [profile, profileEnd]) if (!/\\[native code\\]/.test(own)) throw own;
  return isOpen => { (isOpen ? profile : profileEnd)('bridge'); };
})(console)${OWN}`;

/**
 * One thread's bridge. There is none in a thread whose console is not V8's own, or that Node.js itself
 * profiles: then each chunk costs more, and misses a function that runs optimised since before it.
 */
export class ProfileBridge {
  private handle: string | undefined;

  constructor(private readonly port: InspectorPort) {}

  /** Whether there is one. */
  get isThere(): boolean {
    return this.handle !== undefined;
  }

  /** To be called before the first chunk ends; `done` is called when it is known whether there is one. */
  prepare(done: () => void): void {
    this.port.post('Runtime.evaluate', { expression: HOLD, silent: true }, (_error, answer) => {
      const { objectId } = (answer['result'] ?? {}) as { readonly objectId?: string };
      if (answer['exceptionDetails'] === undefined) this.handle = objectId;
      done();
    });
  }

  /** Opens it. */
  open(): void {
    this.call(true, () => undefined);
  }

  /** Closes it; `done` is called when that has been carried out, or at once where there is none. */
  close(done: () => void): void {
    this.call(false, done);
  }

  private call(isOpen: boolean, reply: () => void): void {
    const objectId = this.handle;
    if (objectId === undefined) {
      reply();
      return;
    }
    const functionDeclaration = `function (isOpen) { this(isOpen); }${OWN}`;
    const params = { objectId, functionDeclaration, arguments: [{ value: isOpen }], silent: true };
    this.port.post('Runtime.callFunctionOn', params, reply);
  }
}

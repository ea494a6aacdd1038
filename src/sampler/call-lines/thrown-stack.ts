// The stack of a running thread in V8's own way: something is thrown.
//
// V8 tells the stack only while the Runtime domain is enabled, so it is enabled for the question alone, and what the
// console kept is dropped, or it would be told now.

import type { V8CallFrame } from '../../formats/v8-profile.ts';
import { ignoreReply } from '../protocol/inspector-port.ts';
import type { InspectorPort } from '../protocol/inspector-port.ts';
import type { CodePlace } from './function-finder.ts';
import { PROBE_SOURCE } from './stack-function.ts';

/** V8 tells no more of what was thrown. */
const MAX_THROWN_FRAMES = 200;

/** Innermost first; `isCut`: there may be more frames. */
type OnThrown = (places: readonly CodePlace[], isCut: boolean) => void;

/** Interrupts the thread. */
export function takeThrown(port: InspectorPort, onThrown: OnThrown): void {
  const params = { expression: `throw 0${PROBE_SOURCE}`, silent: true };
  port.post('Runtime.discardConsoleEntries', {}, ignoreReply);
  port.post('Runtime.enable', {}, ignoreReply);
  port.post('Runtime.evaluate', params, (_error, result) => {
    const { stackTrace } = (result['exceptionDetails'] ?? {}) as Thrown;
    const places = (stackTrace?.callFrames ?? []).map(placeOf);
    onThrown(places, places.length >= MAX_THROWN_FRAMES);
  });
  port.post('Runtime.disable', {}, ignoreReply);
}

/** V8 does not tell here where the function begins. */
function placeOf({ functionName, url, lineNumber, columnNumber }: V8CallFrame): CodePlace {
  return {
    ...{ functionName, url, line: lineNumber, column: columnNumber },
    ...{ functionLine: -1, functionColumn: -1 },
  };
}

/** `Runtime.ExceptionDetails`, as far as it is needed. */
interface Thrown {
  readonly stackTrace?: { readonly callFrames: readonly V8CallFrame[] };
}

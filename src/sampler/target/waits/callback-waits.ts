// Notes where the program waits for a callback: of timers, file operations, look-ups, connections, child processes and
// HTTP requests.
//
// No function of Node.js is wrapped, for the wrapper would stand in the program's stacks. Node.js keeps the callback of
// an operation in a property of the operation. An accessor in the prototype is told of both ends:
//
//   fs.readFile(path, callback)
//     operation.oncomplete = …     set      it begins: who started it is on the stack
//     … waits …
//     operation.oncomplete         get      Node.js looks the callback up, to call it: it ends

import type { WaitKind } from '../../messages.ts';
import type { AwaitTracker } from './await-tracker.ts';
import { loadBinding } from '../bindings.ts';
import { HttpWaits } from './http-waits.ts';
import { onSetAndGet } from './property-traps.ts';
import { SocketWaits } from './socket-waits.ts';
import { TimerWaits } from './timer-waits.ts';
import type { NotedWait } from './wait-batch.ts';

/** Where Node.js keeps callbacks: binding, its classes, property. */
const CALLBACKS: readonly [binding: string, classes: RegExp, property: string, kind?: WaitKind][] =
  [
    ['fs', /^FSReqCallback$/, 'oncomplete'],
    ['cares_wrap', /ReqWrap$/, 'oncomplete'],
    ['tcp_wrap', /^TCPConnectWrap$/, 'oncomplete'],
    ['pipe_wrap', /^PipeConnectWrap$/, 'oncomplete'],
    ['process_wrap', /^Process$/, 'onexit', 'process'],
    ['zlib', /^(?:Zlib|Brotli|Zstd)/, 'cb'],
    ['crypto', /Job$/, 'ondone'],
  ];

/** From now on, the tracker notes them. Gives what is to be called before it hands over what it has. */
export function noteCallbackWaits(tracker: AwaitTracker): () => void {
  for (const [binding, classes, property, kind] of CALLBACKS)
    for (const [name, value] of Object.entries(loadBinding(binding) ?? {}))
      if (classes.test(name) && typeof value === 'function')
        onSetAndGet(value.prototype as object, property, new Operations(tracker, kind));
  const others = [new HttpWaits(tracker), new SocketWaits(tracker), new TimerWaits(tracker)];
  return () => {
    for (const waits of others) waits.settle();
  };
}

/**
 * Operations of one kind. Some take several steps, each begun by the callback of the one before, where nothing of the
 * program is on the stack any more: they belong to the place where the first began.
 */
class Operations {
  private lastEnded: NotedWait | undefined;

  constructor(
    private readonly tracker: AwaitTracker,
    private readonly kind: WaitKind = 'callback',
  ) {}

  readonly onSet = (operation: object, above: unknown): void => {
    const wait = this.tracker.beginCallback(operation, above, this.kind);
    if (wait !== undefined && this.lastEnded !== undefined)
      this.tracker.continueFrom(wait, this.lastEnded);
  };

  readonly onGet = (operation: object): void => {
    this.lastEnded = this.tracker.endCallback(operation) ?? this.lastEnded;
  };
}

// Notes where the program waits for the answer on a connection that it has opened: from what it has written last until
// something comes. A connection of a pool, or one that is kept alive, is waited for only while it owes an answer.
//
//   socket.write(question)       Node.js makes a request to write, in which it sets `oncomplete`
//   … waits …
//   socket 'data'                Node.js looks up `push`, to call it

import { createRequire } from 'node:module';
import type * as net from 'node:net';
import { loadBinding } from '../bindings.ts';
import type { CallbackNotes } from './callback-notes.ts';
import { onFirstSet, onLookUp } from './property-traps.ts';
import type { Undo } from './property-traps.ts';
import { isListening, LONGEST_IN_SERVER_MS } from './server.ts';

/** Programs replace the clock (fake timers do). */
const now = performance.now.bind(performance);

/** A socket of Node.js, as far as it is needed. */
interface Socket {
  readonly destroyed: boolean;
  /** The server that has accepted it. */
  readonly server?: unknown;
  readonly _isStdio?: boolean;
  /** The HTTP request that it carries, or carried until it was upgraded. */
  readonly _httpMessage?: { readonly destroyed?: boolean } | null;
}

/** From its making on, notes each question. */
export class SocketWaits {
  /** Socket → when it was written to. */
  private readonly open = new Map<Socket, number>();

  private readonly undos: Undo[] = [];

  constructor(private readonly notes: CallbackNotes) {
    const request = loadBinding('stream_wrap')?.['WriteWrap'];
    if (typeof request !== 'function') return;
    const { Socket } = createRequire(process.execPath)('node:net') as typeof net;
    this.undos.push(
      onFirstSet(request.prototype as object, 'oncomplete', (write, above) => {
        const socket = socketOf(write);
        if (socket !== undefined) this.ask(socket, above);
      }),
      onLookUp(Socket.prototype, 'push', socket => {
        if (this.open.delete(socket as Socket)) this.notes.call(socket);
      }),
    );
  }

  /** Ends the waits on connections that were closed; a server waits for requests. */
  settle(): void {
    if (this.open.size === 0) return;
    const isServer = isListening();
    const nowMs = now();
    for (const [socket, startMs] of this.open)
      if (socket.destroyed) {
        this.open.delete(socket);
        this.notes.end(socket);
      } else if (isServer && nowMs - startMs > LONGEST_IN_SERVER_MS) {
        this.open.delete(socket);
        this.notes.takeBack(socket);
      }
  }

  remove(): void {
    for (const undo of this.undos) undo();
  }

  private ask(socket: Socket, above: unknown): void {
    if (this.open.delete(socket)) this.notes.end(socket);
    const wait = this.notes.begin(socket, above);
    if (wait === undefined) return;
    this.notes.continueTurn(wait);
    this.open.set(socket, wait.startMs);
  }
}

/** The socket of a request to write, if the program has opened it. */
function socketOf(write: { readonly handle?: object }): Socket | undefined {
  const { handle } = write;
  if (handle === undefined) return undefined;
  const owner = Object.getOwnPropertySymbols(handle).find(
    symbol => symbol.description === 'owner_symbol',
  );
  const socket = owner === undefined ? undefined : (Reflect.get(handle, owner) as Socket | null);
  if (socket == null || socket._isStdio === true) return undefined;
  // That is a wait of its own (see `http-waits.ts`).
  if (socket._httpMessage?.destroyed === false) return undefined;
  return socket.server == null ? socket : undefined;
}

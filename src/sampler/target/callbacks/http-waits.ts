// Notes where the program waits for the response to an HTTP request: from the moment the request is made until the last
// part of the response has come. It is one wait, whether its connection is new, kept alive or one of a pool.

import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type * as http from 'node:http';
import { createRequire } from 'node:module';
import type { CallbackNotes } from './callback-notes.ts';
import { attempt, onFirstSet, onLookUp } from './property-traps.ts';
import type { OnTrapped, Undo } from './property-traps.ts';

/** A request that was made, or the response to one. */
interface Message {
  readonly destroyed: boolean;
}

interface Response extends Message {
  /** All of it has come. */
  readonly complete: boolean;
}

/** From its making on, notes each request. */
export class HttpWaits {
  private readonly open = new Set<Message>();
  private readonly undos: Undo[];
  private watches = false;

  constructor(private readonly notes: CallbackNotes) {
    this.undos = [
      onRequest((request, above) => {
        if (notes.begin(request, above) === undefined) return;
        this.open.add(request as Message);
        this.watchResponses();
      }),
      onChannel('http.client.response.finish', message => {
        attempt(
          () => {
            this.respond(message as Exchange);
          },
          message as object,
          null,
        );
      }),
    ];
  }

  /** Ends the waits of requests that failed. */
  settle(): void {
    for (const message of this.open) {
      if (!message.destroyed) continue;
      this.open.delete(message);
      this.notes.end(message);
    }
  }

  remove(): void {
    for (const undo of this.undos) undo();
  }

  /** Node.js need not load what the program does not use. */
  private watchResponses(): void {
    if (this.watches) return;
    this.watches = true;
    const { IncomingMessage } = loadHttp();
    const undo = onLookUp(IncomingMessage.prototype, 'push', response => {
      this.goOn(response as Response, response as Response);
    });
    this.undos.push(undo);
  }

  private respond({ request, response }: Exchange): void {
    this.goOn(request, response);
  }

  /** Something has come; the rest of the response is waited for. */
  private goOn(before: Message, response: Response): void {
    if (!this.open.delete(before)) return;
    if (response.complete) this.notes.call(before);
    else if (this.notes.callOn(before, response)) this.open.add(response);
  }
}

interface Exchange {
  readonly request: Message;
  readonly response: Response;
}

function loadHttp(): typeof http {
  return createRequire(process.execPath)('node:http') as typeof http;
}

function onRequest(begin: OnTrapped): Undo {
  if (!tellsOfRequests(process.versions.node))
    return onFirstSet(loadHttp().ClientRequest.prototype, 'res', begin);
  const onCreated = (message: unknown): void => {
    attempt(begin, (message as Exchange).request, onCreated);
  };
  return onChannel('http.client.request.created', onCreated);
}

function onChannel(name: string, listener: (message: unknown) => void): Undo {
  subscribe(name, listener);
  return () => unsubscribe(name, listener);
}

/** Since 22.12 and 23.2 Node.js tells of a request when it is made. */
function tellsOfRequests(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 23 || (major === 23 && minor >= 2) || (major === 22 && minor >= 12);
}

// Notes where the program waits for the response to an HTTP request: from the moment the request is made until the
// response begins. It is the request that counts, whether its connection is new, kept alive or one of a pool.

import { subscribe } from 'node:diagnostics_channel';
import type * as http from 'node:http';
import { createRequire } from 'node:module';
import type { AwaitTracker } from './await-tracker.ts';
import { attempt, onFirstSet } from './property-traps.ts';
import type { OnTrapped } from './property-traps.ts';

interface Request {
  readonly destroyed: boolean;
}

/** From its making on, notes each request. */
export class HttpWaits {
  private readonly open = new Set<Request>();

  constructor(private readonly tracker: AwaitTracker) {
    onRequest((request, above) => {
      if (tracker.beginCallback(request, above) !== undefined) this.open.add(request as Request);
    });
    const end = (request: object): void => {
      if (this.open.delete(request as Request)) tracker.endCallback(request);
    };
    subscribe('http.client.response.finish', message => {
      attempt(end, requestOf(message), end);
    });
  }

  /** Ends the waits of requests that failed. */
  settle(): void {
    for (const request of this.open) {
      if (!request.destroyed) continue;
      this.open.delete(request);
      this.tracker.endCallback(request);
    }
  }
}

function onRequest(begin: OnTrapped): void {
  if (tellsOfRequests(process.versions.node)) {
    const onCreated = (message: unknown): void => {
      attempt(begin, requestOf(message), onCreated);
    };
    subscribe('http.client.request.created', onCreated);
    return;
  }
  const { ClientRequest } = createRequire(__filename)('node:http') as typeof http;
  onFirstSet(ClientRequest.prototype, 'res', begin);
}

function requestOf(message: unknown): object {
  return (message as { readonly request: object }).request;
}

/** Since 22.12 and 23.2 Node.js tells of a request when it is made. */
function tellsOfRequests(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 23 || (major === 23 && minor >= 2) || (major === 22 && minor >= 12);
}

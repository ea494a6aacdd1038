// Profiles one request of Node.js' own HTTP server, and of the frameworks that are built on it.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { replaceResponse } from './node-response.ts';
import type { MiddlewareOptions, RequestFacts } from './options.ts';
import { beginProfile } from './request-profile.ts';
import type { RequestProfile } from './request-profile.ts';

/** Express and Connect shorten `url` for mounted handlers and keep the whole here. */
type NodeRequest = IncomingMessage & { readonly originalUrl?: string };

/** What is known of a request. */
export function nodeFacts<Request extends NodeRequest>(request: Request): RequestFacts<Request> {
  return {
    request,
    method: request.method ?? 'GET',
    url: request.originalUrl ?? request.url ?? '/',
    header: name => request.headers[name.toLowerCase()],
  };
}

/** A request and its response as Node.js has them, below whatever a framework makes of them. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** Begins to profile the request, until its response is complete; `undefined` where nobody asks for it. */
export function beginNodeProfile<Request>(
  { request, response }: Exchange,
  facts: RequestFacts<Request>,
  options: MiddlewareOptions<Request>,
): RequestProfile<Request> | undefined {
  const profile = beginProfile(facts, options);
  if (profile === undefined) return undefined;
  // A body arrives in the name of its connection; a stream that is piped in is read in the name of its file.
  profile.bind(request);
  profile.bind(response);
  if (profile.isAsked) replaceResponse(response, () => profile.report());
  response.once('close', () => {
    void profile.finish();
  });
  return profile;
}

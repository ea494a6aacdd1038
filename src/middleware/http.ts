// `hotpath/http`: profiles requests of Node.js' own HTTP server.
//
//   createServer(profileRequests((request, response) => { … }))

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { MiddlewareOptions } from './options.ts';
import { beginNodeProfile, nodeFacts } from './node-request.ts';

export type { MiddlewareOptions, ReportInfo } from './options.ts';

/** A listener for requests. */
export type RequestListener<Request extends IncomingMessage, Response extends ServerResponse> = (
  request: Request,
  response: Response,
) => unknown;

/** The same listener, its requests profiled. */
export function profileRequests<Request extends IncomingMessage, Response extends ServerResponse>(
  listener: RequestListener<Request, Response>,
  options: MiddlewareOptions<Request> = {},
): RequestListener<Request, Response> {
  return (request, response) => {
    const profile = beginNodeProfile({ request, response }, nodeFacts(request), options);
    if (profile === undefined) return listener(request, response);
    return profile.within(() => listener(request, response));
  };
}

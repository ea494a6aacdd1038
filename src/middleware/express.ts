// `hotpath/express`: profiles requests of Express 4 and 5.
//
//   app.use(profileRequests());

import type { IncomingMessage, ServerResponse } from 'node:http';
import { beginNodeProfile, nodeFacts } from './node-request.ts';
import type { MiddlewareOptions } from './options.ts';

export type { MiddlewareOptions, ReportInfo } from './options.ts';

/** A handler as Express and Connect call it. */
export type Handler<Request extends IncomingMessage> = (
  request: Request,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void;

/** Profiles what comes after it: to be used before everything that is of interest. */
export function profileRequests<Request extends IncomingMessage>(
  options: MiddlewareOptions<Request> = {},
): Handler<Request> {
  return function profileRequest(request, response, next) {
    const profile = beginNodeProfile({ request, response }, nodeFacts(request), options);
    if (profile === undefined) {
      next();
      return;
    }
    profile.within(() => {
      next();
    });
  };
}

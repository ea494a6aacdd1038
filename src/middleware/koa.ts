// `hotpath/koa`: profiles requests of Koa.
//
//   app.use(profileRequests());

import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { beginNodeProfile, nodeFacts } from './node-request.ts';
import type { MiddlewareOptions } from './options.ts';

export type { MiddlewareOptions, ReportInfo } from './options.ts';

/** The part of Koa's context that is used. */
export interface KoaContext {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly body?: unknown;
}

/** Profiles what comes after it: to be used before everything that is of interest. */
export function profileRequests(
  options: MiddlewareOptions<IncomingMessage> = {},
): (context: KoaContext, next: () => Promise<unknown>) => Promise<void> {
  return async function profileRequest(context, next) {
    const { req, res } = context;
    const profile = beginNodeProfile({ request: req, response: res }, nodeFacts(req), options);
    if (profile === undefined) {
      await next();
      return;
    }
    await profile.within(next);
    // Koa reads a body that is a stream later, in its own name.
    if (context.body instanceof Readable) profile.bindReading(context.body);
  };
}

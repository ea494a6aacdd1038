// `hotpath/koa`: profiles requests of Koa.
//
//   app.use(profileRequests());

import type { IncomingMessage, ServerResponse } from 'node:http';
import { nodeFacts } from './node-request.ts';
import type { MiddlewareOptions } from './options.ts';
import { beginProfile } from './request-profile.ts';

export type { MiddlewareOptions, ReportInfo } from './options.ts';

/** The part of Koa's context that is used. */
export interface KoaContext {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  status: number;
  body: unknown;
  set(name: string, value: string): void;
  remove(name: string): void;
}

/** Profiles what comes after it: to be used before everything that is of interest. */
export function profileRequests(
  options: MiddlewareOptions<IncomingMessage> = {},
): (context: KoaContext, next: () => Promise<unknown>) => Promise<void> {
  return async function profileRequest(context, next) {
    const profile = beginProfile(nodeFacts(context.req), options);
    if (profile === undefined) {
      await next();
      return;
    }
    profile.bind(context.req);
    profile.bind(context.res);
    try {
      await profile.within(next);
      const report = profile.isAsked ? profile.report() : undefined;
      if (report !== undefined) answer(context, report);
    } finally {
      void profile.finish();
    }
  };
}

function answer(context: KoaContext, report: { readonly html: string; readonly policy: string }) {
  context.status = 200;
  // Koa takes the headers of the body that was there with it.
  context.body = null;
  context.body = report.html;
  context.status = 200;
  for (const name of ['etag', 'last-modified', 'content-encoding']) context.remove(name);
  context.set('content-type', 'text/html; charset=utf-8');
  context.set('content-security-policy', report.policy);
  context.set('cache-control', 'no-store');
}

// `hotpath/hono`: profiles requests of Hono on Node.js.
//
//   app.use(profileRequests());

import type { MiddlewareOptions } from './options.ts';
import { beginProfile } from './request-profile.ts';
import { replaceWebResponse, webFacts } from './web-response.ts';

export type { MiddlewareOptions, ReportInfo } from './options.ts';

/** The part of Hono's context that is used. */
export interface HonoContext {
  readonly req: { readonly raw: Request };
  /** Headers that were set stay when it is set, unless it is taken away first. */
  res: Response | undefined;
}

/** Profiles what comes after it: to be used before everything that is of interest. */
export function profileRequests(
  options: MiddlewareOptions<Request> = {},
): (context: HonoContext, next: () => Promise<void>) => Promise<void> {
  return async function profileRequest(context, next) {
    const profile = beginProfile(webFacts(context.req.raw), options);
    if (profile === undefined) {
      await next();
      return;
    }
    try {
      await profile.within(next);
      const { res } = context;
      const answer = res === undefined ? undefined : await replaceWebResponse(profile, res);
      if (answer === res) return;
      context.res = undefined;
      context.res = answer;
    } finally {
      void profile.finish();
    }
  };
}

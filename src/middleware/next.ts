// `hotpath/next`: profiles route handlers of Next.js, which take a `Request` and give a `Response`.
//
//   export const GET = profileRoute(async request => Response.json(await load()));

import type { MiddlewareOptions } from './options.ts';
import { beginProfile } from './request-profile.ts';
import { replaceWebResponse, webFacts } from './web-response.ts';

export type { MiddlewareOptions, ReportInfo } from './options.ts';

/** A route handler; what comes after the request, such as the parameters of the path, is passed on. */
export type RouteHandler<WebRequest extends Request, Rest extends readonly unknown[]> = (
  request: WebRequest,
  ...rest: Rest
) => Response | Promise<Response>;

/** The same handler, its requests profiled. What it throws, as `redirect()` does, goes on to Next.js. */
export function profileRoute<WebRequest extends Request, Rest extends readonly unknown[]>(
  handler: RouteHandler<WebRequest, Rest>,
  options: MiddlewareOptions<WebRequest> = {},
): (request: WebRequest, ...rest: Rest) => Promise<Response> {
  return async (request, ...rest) => {
    const profile = beginProfile(webFacts(request), options);
    if (profile === undefined) return handler(request, ...rest);
    try {
      const response = await profile.within(() => handler(request, ...rest));
      return await replaceWebResponse(profile, response);
    } finally {
      void profile.finish();
    }
  };
}

// The report as a `Response` of the web's own kind, for frameworks that speak in those.

import type { HtmlReport } from '../index.ts';
import type { RequestFacts } from './options.ts';
import type { RequestProfile } from './request-profile.ts';

/** What is known of a request. */
export function webFacts<WebRequest extends Request>(
  request: WebRequest,
): RequestFacts<WebRequest> {
  const { pathname, search } = new URL(request.url);
  return {
    request,
    method: request.method,
    url: pathname + search,
    header: name => request.headers.get(name),
  };
}

/**
 * The report, where the request asks for it; the response itself otherwise, and where there is none. A response that is
 * streamed is made while it is read, so it is read to its end before.
 */
export async function replaceWebResponse<WebRequest extends Request>(
  profile: RequestProfile<WebRequest>,
  response: Response,
): Promise<Response> {
  if (!profile.isAsked) return response;
  const whole = await profile.within(() => readWhole(response));
  const report = profile.report();
  return report === undefined ? whole : reportResponse(report);
}

async function readWhole(response: Response): Promise<Response> {
  return response.body === null ? response : new Response(await response.arrayBuffer(), response);
}

function reportResponse({ html, policy }: HtmlReport): Response {
  return new Response(html, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'cache-control': 'no-store',
    },
  });
}

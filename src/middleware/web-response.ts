// The report as a `Response` of the web's own kind, for frameworks that speak in those.

import type { HtmlReport } from '../index.ts';
import type { RequestFacts } from './options.ts';

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

/** The report, to be sent in the place of a response. */
export function reportResponse({ html, policy }: HtmlReport): Response {
  return new Response(html, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'cache-control': 'no-store',
    },
  });
}

// Answers with the report in the place of the response: for everything that is built on Node.js' own HTTP server.
//
// What the program writes is kept back. When it is complete, the report is sent instead; where there is none, what
// was kept is sent as it was meant.

import type { ServerResponse } from 'node:http';
import type { HtmlReport } from '../index.ts';

/** Headers that describe the response that is not sent. */
const OBSOLETE = [
  'content-length',
  'content-encoding',
  'transfer-encoding',
  'content-disposition',
  'content-security-policy-report-only',
  'etag',
  'last-modified',
  'location',
  'trailer',
];

type Call = () => void;
type Method = 'writeHead' | 'write' | 'end' | 'flushHeaders';

/** Keeps back what is written to the response until it ends; `makeReport` is called then. */
export function replaceResponse(
  response: ServerResponse,
  makeReport: () => HtmlReport | undefined,
): void {
  const kept: Call[] = [];
  const originals = takeMethods(response);
  const keep = (method: Method, args: unknown[]): void => {
    kept.push(() => {
      Reflect.apply(originals[method] as (...args: unknown[]) => unknown, response, args);
    });
  };
  const send = (): void => {
    Object.assign(response, originals);
    const report = makeReport();
    if (report === undefined) for (const call of kept) call();
    else sendReport(response, report);
  };
  Object.assign(response, {
    writeHead: (...args: unknown[]) => {
      keep('writeHead', args);
      return response;
    },
    flushHeaders: () => undefined,
    write: (...args: unknown[]) => {
      keep('write', args);
      callBack(args);
      return true;
    },
    end: (...args: unknown[]) => {
      keep('end', args);
      send();
      return response;
    },
  });
}

function takeMethods(response: ServerResponse): Record<Method, unknown> {
  const { writeHead, write, end, flushHeaders } = response as unknown as Record<Method, unknown>;
  return { writeHead, write, end, flushHeaders };
}

/** Whoever waits for its part to be written goes on writing. */
function callBack(args: readonly unknown[]): void {
  const callback = args.at(-1);
  if (typeof callback === 'function') process.nextTick(callback);
}

function sendReport(response: ServerResponse, { html, policy }: HtmlReport): void {
  for (const name of OBSOLETE) response.removeHeader(name);
  const body = Buffer.from(html);
  response.statusCode = 200;
  response.statusMessage = 'OK';
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.setHeader('content-length', body.length);
  response.setHeader('content-security-policy', policy);
  response.setHeader('cache-control', 'no-store');
  response.end(body);
}

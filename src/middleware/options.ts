// What all middleware can be told, and whether a request is to be profiled.

import { URLSearchParams } from 'node:url';
import { types } from 'node:util';
import { ProfileError } from '../index.ts';
import type { Renderer, SessionData } from '../index.ts';

/** What a report is about. */
export interface ReportInfo<Request> {
  readonly request: Request;
  readonly session: SessionData;
  readonly method: string;
  /** Path and query, as they were asked for. */
  readonly url: string;
  readonly durationMs: number;
  readonly startTime: Date;
  /** Without a dot. */
  readonly extension: string;
}

/** How requests are profiled. */
export interface MiddlewareOptions<Request = unknown> {
  /** The query argument that asks for the report instead of the response. Default `profile`; `null`: none does. */
  readonly arg?: string | null;
  /** A request header that asks for it as well, such as `x-profile`. Default: none. */
  readonly header?: string | null;
  /** Whether this request may ask for its report. Default: yes, unless `NODE_ENV` is `production`. */
  readonly show?: (request: Request) => boolean;
  /** Folder for a report of each request, whoever asks. Default: none are written. */
  readonly dir?: string | null;
  /**
   * Names the files in `dir`. Whatever it gives is made safe: it names no other folder. Default: the duration, the
   * method, the path and the time.
   */
  readonly filename?: (info: ReportInfo<Request>) => string;
  /** What is written to `dir`. Default `html`. What a request asks for is always the HTML report. */
  readonly renderer?: Renderer;
  /** One sample each so many milliseconds. Default 1. */
  readonly intervalMs?: number;
}

/** A request, as far as every framework tells it. */
export interface RequestFacts<Request> {
  readonly request: Request;
  readonly method: string;
  /** Path and query; an absolute URL will do. */
  readonly url: string;
  header(name: string): string | readonly string[] | null | undefined;
}

/** Whether the request asks for its report, and may. */
export function asksForReport<Request>(
  facts: RequestFacts<Request>,
  options: MiddlewareOptions<Request>,
): boolean {
  const { arg = 'profile', header = null, show = isNoProduction } = options;
  const query = new URLSearchParams(facts.url.split('#')[0]?.split('?').slice(1).join('?'));
  const asks =
    (arg !== null && query.has(arg)) || (header !== null && facts.header(header) != null);
  return asks && mayShow(show(facts.request));
}

/** A promise would always be true. */
function mayShow(answer: unknown): boolean {
  if (types.isPromise(answer))
    throw new ProfileError('bad-option', 'The option show must answer at once, not by a promise.');
  return Boolean(answer);
}

function isNoProduction(): boolean {
  return process.env['NODE_ENV'] !== 'production';
}

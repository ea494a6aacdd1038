// `hotpath/fastify`: profiles requests of Fastify.
//
//   await app.register(profileRequests);

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HtmlReport } from '../index.ts';
import type { MiddlewareOptions, RequestFacts } from './options.ts';
import { beginProfile } from './request-profile.ts';
import type { RequestProfile } from './request-profile.ts';

export type { MiddlewareOptions, ReportInfo } from './options.ts';

/** The part of Fastify's request that is used. */
export interface FastifyRequest {
  readonly raw: IncomingMessage;
  readonly method: string;
  readonly originalUrl: string;
  readonly headers: IncomingMessage['headers'];
}

/** The part of Fastify's reply that is used. */
export interface FastifyReply {
  readonly raw: ServerResponse;
  code(status: number): unknown;
  header(name: string, value: string): unknown;
  removeHeader(name: string): unknown;
}

type OfRequest = [request: FastifyRequest, reply: FastifyReply];
type Done = (error?: Error | null, payload?: unknown) => void;

/** The part of Fastify's server that is used. */
export interface FastifyServer {
  /** Takes hooks of many kinds, each with parameters of its own. */
  addHook: (name: never, hook: never) => unknown;
}

interface HookServer {
  addHook(
    name: 'onRequest' | 'onResponse',
    hook: (request: FastifyRequest, reply: FastifyReply, done: Done) => void,
  ): unknown;
  addHook(
    name: 'onSend',
    hook: (...sent: [...request: OfRequest, payload: unknown, done: Done]) => void,
  ): unknown;
}

/** A plugin: profiles every request of the server that it is registered with. */
export function profileRequests(
  instance: FastifyServer,
  options: MiddlewareOptions<FastifyRequest>,
  done: () => void,
): void {
  const server: HookServer = instance;
  const profiles = new WeakMap<FastifyRequest, RequestProfile<FastifyRequest>>();
  server.addHook('onRequest', (request, reply, next) => {
    const profile = beginProfile(factsOf(request), options);
    if (profile === undefined) {
      next();
      return;
    }
    profiles.set(request, profile);
    profile.bind(request.raw);
    profile.bind(reply.raw);
    profile.within(next);
  });
  server.addHook('onSend', (...[request, reply, payload, next]) => {
    const profile = profiles.get(request);
    const report = profile?.isAsked === true ? profile.report() : undefined;
    if (report === undefined) next(null, payload);
    else next(null, answer(reply, report));
  });
  server.addHook('onResponse', (request, _reply, next) => {
    void profiles.get(request)?.finish();
    next();
  });
  done();
}

// A plugin that is to see the requests of its parent says so by this symbol: see fastify-plugin.
Object.assign(profileRequests, {
  [Symbol.for('skip-override')]: true,
  [Symbol.for('fastify.display-name')]: 'hotpath',
});

function factsOf(request: FastifyRequest): RequestFacts<FastifyRequest> {
  return {
    request,
    method: request.method,
    url: request.originalUrl,
    header: name => request.headers[name.toLowerCase()],
  };
}

function answer(reply: FastifyReply, { html, policy }: HtmlReport): string {
  for (const name of ['content-length', 'content-encoding', 'etag', 'last-modified'])
    reply.removeHeader(name);
  reply.code(200);
  reply.header('content-type', 'text/html; charset=utf-8');
  reply.header('content-security-policy', policy);
  reply.header('cache-control', 'no-store');
  return html;
}

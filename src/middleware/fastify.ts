// `hotpath/fastify`: profiles requests of Fastify.
//
//   await app.register(profileRequests);

import type { IncomingMessage, ServerResponse } from 'node:http';
import { beginNodeProfile } from './node-request.ts';
import type { MiddlewareOptions, RequestFacts } from './options.ts';

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
}

/** The part of Fastify's server that is used. */
export interface FastifyServer {
  /** Takes hooks of many kinds, each with parameters of its own. */
  addHook: (name: never, hook: never) => unknown;
}

interface HookServer {
  addHook(
    name: 'onRequest',
    hook: (request: FastifyRequest, reply: FastifyReply, done: () => void) => void,
  ): unknown;
}

/** A plugin: profiles every request of the server that it is registered with. */
export function profileRequests(
  instance: FastifyServer,
  options: MiddlewareOptions<FastifyRequest>,
  done: () => void,
): void {
  const server: HookServer = instance;
  server.addHook('onRequest', (request, reply, next) => {
    const exchange = { request: request.raw, response: reply.raw };
    const profile = beginNodeProfile(exchange, factsOf(request), options);
    if (profile === undefined) next();
    else profile.within(next);
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
